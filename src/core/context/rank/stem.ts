/** Longest first where one ends with another, as in the ranking study. */
const SUFFIXES =
  'ization isation ational ations ation ments ment ness able ible ingly edly ings ing ed ion er or ly e'.split(
    ' ',
  );
const FEWEST_LETTERS_LEFT = 3;
/** A final "e" is dropped only from longer words: `use` and `file` are not the same kind of word. */
const FEWEST_LETTERS_BEFORE_E = 4;
const SHORTEST_STEMMED = 4;
const KEEPS_ITS_DOUBLE = new Set(['l', 's', 'z']);

/**
 * A crude common form of English words: `parsing`, `parsed`, `parser` and `parses` become `pars`. Deliberately
 * weaker than Porter's: words of code are short, and joining strangers costs more than missing a relative.
 * @param term lower case; words of other scripts and words under 4 letters stay as they are.
 */
export function stem(term: string): string {
  if (term.length < SHORTEST_STEMMED || !/^[a-z]+$/.test(term)) return term;
  const singular = withoutPlural(term);
  const suffix = SUFFIXES.find(
    (each) =>
      singular.endsWith(each) &&
      singular.length - each.length >= (each === 'e' ? FEWEST_LETTERS_BEFORE_E : FEWEST_LETTERS_LEFT),
  );
  const root = suffix === undefined ? singular : singular.slice(0, -suffix.length);
  return withFinalY(suffix === undefined ? root : undoubled(root));
}

function withoutPlural(term: string): string {
  if (term.endsWith('ies')) return `${term.slice(0, -3)}y`;
  if (term.endsWith('sses')) return term.slice(0, -2);
  return term.endsWith('s') && !/(?:ss|us|is)$/.test(term) ? term.slice(0, -1) : term;
}

function undoubled(root: string): string {
  const last = root.at(-1);
  return last !== undefined && last === root.at(-2) && !KEEPS_ITS_DOUBLE.has(last) ? root.slice(0, -1) : root;
}

function withFinalY(root: string): string {
  return root.endsWith('i') ? `${root.slice(0, -1)}y` : root;
}
