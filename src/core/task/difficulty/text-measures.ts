/** What the heuristic counts in a text (spec C12); characters are code points. */
export interface TextMeasures {
  readonly charCount: number;
  /** Runs of letters, digits and underscores. */
  readonly wordCount: number;
  /** Mean length of a word, two decimals; 0 without words. */
  readonly avgWordLength: number;
  /** Neither part of a word nor white space. */
  readonly specialCharCount: number;
  /** Runs of digits. */
  readonly numberCount: number;
}

/** What a character is: bits. */
const PART = 1;
const DIGIT = 2;
const SPECIAL = 4;
/** ASCII, looked up: to ask the patterns for every character takes longer than all else of a description. */
const ASCII = Uint8Array.from({ length: 0x80 }, (_, code) => kindOf(String.fromCodePoint(code)));

/** Code points beyond take two units of a string. */
const LAST_OF_ONE_UNIT = 0xffff;

function kindOf(character: string): number {
  if (/\p{Nd}/u.test(character)) return PART | DIGIT;
  if (/[\p{L}\p{N}_]/u.test(character)) return PART;
  return /\s/u.test(character) ? 0 : SPECIAL;
}

export function measureText(text: string): TextMeasures & { readonly meanWordLength: number } {
  let [charCount, wordCount, wordCharacters, specialCharCount, numberCount] = [0, 0, 0, 0, 0];
  let before = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) ?? 0;
    const kind = ASCII[code] ?? kindOf(String.fromCodePoint(code));
    if (code > LAST_OF_ONE_UNIT) at++;
    charCount += 1;
    if ((kind & PART) !== 0) {
      wordCharacters += 1;
      if ((before & PART) === 0) wordCount += 1;
      if ((kind & DIGIT) !== 0 && (before & DIGIT) === 0) numberCount += 1;
    } else if (kind === SPECIAL) specialCharCount += 1;
    before = kind;
  }
  const meanWordLength = wordCount === 0 ? 0 : wordCharacters / wordCount;
  const avgWordLength = Math.round(meanWordLength * 100) / 100;
  return { charCount, wordCount, avgWordLength, specialCharCount, numberCount, meanWordLength };
}

/** Bytes of a text in UTF-8; half a surrogate pair takes the three of its replacement. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
