/**
 * Hashed words with their counts as a short text: differences of the ascending hashes and the counts, each in digits
 * of five bits, lowest first, as source maps write numbers. Half as long as a list of numbers, and read faster.
 */
export function packTerms(terms: readonly number[]): string {
  const digits: string[] = [];
  let before = 0;
  for (let i = 0; i < terms.length; i += 2) {
    const hash = terms[i] ?? 0;
    pack(hash - before, digits);
    pack(terms[i + 1] ?? 1, digits);
    before = hash;
  }
  return digits.join('');
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE = 32;
const VALUES = new Map(Array.from(DIGITS, (digit, value) => [digit.charCodeAt(0), value]));
const BY_CODE = Int8Array.from({ length: 128 }, (_, code) => VALUES.get(code) ?? -1);
const MOST_HASH = 2 ** 32 - 1;

function pack(value: number, digits: string[]): void {
  let rest = value;
  while (rest >= BASE) {
    digits.push(DIGITS[(rest % BASE) + BASE] ?? '');
    rest = Math.floor(rest / BASE);
  }
  digits.push(DIGITS[rest] ?? '');
}

/** @returns null for a text that packs no terms */
export function unpackTerms(text: string): readonly number[] | null {
  const terms: number[] = [];
  let value = 0;
  let place = 1;
  let before = -1;
  for (let i = 0; i < text.length; i++) {
    const digit = BY_CODE[text.charCodeAt(i)] ?? -1;
    if (digit < 0 || place > MOST_HASH) return null;
    value += (digit % BASE) * place;
    place *= BASE;
    if (digit >= BASE) continue;
    const isHash = terms.length % 2 === 0;
    const number = isHash ? Math.max(0, before) + value : value;
    if (isHash ? number <= before || number > MOST_HASH : number < 1) return null;
    if (isHash) before = number;
    terms.push(number);
    value = 0;
    place = 1;
  }
  return place === 1 && terms.length % 2 === 0 ? terms : null;
}
