/** What a UTF-16 code unit is to the splitting of words. */
export const LETTER = { none: 0, lower: 1, upper: 2, digit: 3, joint: 4, wide: 5 } as const;

/**
 * Class of every UTF-16 code unit. Halves of surrogate pairs separate words: what lies beyond the first plane is
 * emoji and rare scripts.
 */
const CLASSES: Readonly<Uint8Array> = classes();

/** One of `LETTER`. `code`: a UTF-16 code unit. */
export function letterClass(code: number): number {
  return CLASSES[code] ?? LETTER.none;
}

function classes(): Uint8Array {
  const table = new Uint8Array(0x10000);
  // Scripts that put no space between words: their runs are cut into overlapping pairs of characters.
  const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
  const letter = /[\p{L}\p{M}]/u;
  const upper = /\p{Lu}/u;
  for (let code = 0; code < table.length; code++) {
    if (code < 0x80) {
      table[code] = asciiClass(code);
      continue;
    }
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCharCode(code);
    if (!letter.test(character)) continue;
    if (wide.test(character)) table[code] = LETTER.wide;
    else table[code] = upper.test(character) ? LETTER.upper : LETTER.lower;
  }
  return table;
}

function asciiClass(code: number): number {
  if (code >= 0x61 && code <= 0x7a) return LETTER.lower;
  if (code >= 0x41 && code <= 0x5a) return LETTER.upper;
  if (code >= 0x30 && code <= 0x39) return LETTER.digit;
  return code === 0x5f || code === 0x24 ? LETTER.joint : LETTER.none;
}
