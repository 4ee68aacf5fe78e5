/** English function words, and the words that every change says of itself; both carry no subject. */
const WORDS =
  'a an the and or but nor so if then else when while where which who whom whose what why how that this these those ' +
  'there here it its itself he she they them their theirs we us our ours you your yours i me my mine him his her hers ' +
  'is are was were be been being am do does did doing done has have had having will would shall should can could may ' +
  'might must not no yes of in on at by for from to into onto with without within about as than too very just also ' +
  'only even still such same other another each every all any both few more most much many some none own over under ' +
  'again once up down out off between through during before after above below because until against per via etc eg ' +
  'ie don doesn didn isn aren wasn weren won wouldn shouldn couldn cannot hasn haven hadn ll ve re ' +
  'fix fixes fixed fixing add adds added adding use uses used using make makes made making new newly ' +
  'current currently instead like likes get gets got getting one ones two let lets see sees seen ' +
  'issue issues bug bugs feature features support supports supported supporting change changes changed changing ' +
  'pr prs commit commits committed';

const STOP_WORDS: ReadonlySet<string> = new Set(WORDS.split(' '));

/** Whether a term of a task says nothing about which file is meant. `term`: lower case. */
export function isStopWord(term: string): boolean {
  return STOP_WORDS.has(term);
}
