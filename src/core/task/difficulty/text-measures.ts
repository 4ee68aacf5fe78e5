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

export function measureText(text: string): TextMeasures & { readonly meanWordLength: number } {
  let [charCount, wordCount, wordCharacters, specialCharCount, numberCount] = [0, 0, 0, 0, 0];
  let [inWord, inNumber] = [false, false];
  for (const character of text) {
    charCount += 1;
    const digit = /\p{Nd}/u.test(character);
    const part = digit || /[\p{L}\p{N}_]/u.test(character);
    if (part) wordCharacters += 1;
    else if (!/\s/u.test(character)) specialCharCount += 1;
    if (part && !inWord) wordCount += 1;
    if (digit && !inNumber) numberCount += 1;
    [inWord, inNumber] = [part, digit];
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
