import { wordShare } from './letter-pairs.ts';

/**
 * How random a literal looks: what tells a generated secret from words, names and paths. The limits were set by the
 * findings in real repositories (`npm run bench:secrets`), so that of 1,000 files about one has a finding at all.
 */

/** Shannon entropy of a text's own signs, bits per sign; 0 for the empty text. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Where words, digits and signs meet, as a share of all neighbours: .6 in random base 62, .2 in camelCase. */
export function alternation(text: string): number {
  let changes = 0;
  for (let at = 1; at < text.length; at++) if (kindAt(text, at) !== kindAt(text, at - 1)) changes++;
  return text.length < 2 ? 0 : changes / (text.length - 1);
}

const SHORTEST = 8;
/** From here on two kinds of signs are enough, as in hex. */
const LONG = 16;
const LONG_ENTROPY = 2.9;
const LONG_ALTERNATION = 0.2;
/** Between the two: letters and digits that make no words. */
const MIDDLE = 12;
const MIDDLE_DIGITS = 3;
const MIDDLE_ALTERNATION = 0.3;
const SHORT_ALTERNATION = 0.4;
/** Of the most that so many signs can have. */
const SHORT_ENTROPY_SHARE = 0.85;
/** Letters alone have to be many where they are of one case, and no words. */
const LETTERS_LENGTH = 20;
const LETTERS_ENTROPY = 3.3;
/** Names are above this 19 times in 20, letters by lot below it as often. */
const WORDS = 0.5;

/** Whether a literal looks generated or carefully mixed, like keys and good passwords. */
export function looksRandom(text: string): boolean {
  if (text.length < SHORTEST) return false;
  const digits = text.match(/[0-9]/g)?.length ?? 0;
  if (digits === text.length) return false;
  const bits = entropy(text);
  if (digits === 0) {
    return (
      /^[A-Za-z+/=_-]+$/.test(text) &&
      text.length >= (/[a-z]/.test(text) && /[A-Z]/.test(text) ? LONG : LETTERS_LENGTH) &&
      bits >= LETTERS_ENTROPY &&
      !looksLikeWords(text)
    );
  }
  if (text.length >= LONG) {
    if (bits < LONG_ENTROPY) return false;
    return digits >= 2
      ? alternation(text) >= LONG_ALTERNATION || !looksLikeWords(text)
      : !looksLikeWords(text);
  }
  if (text.length >= MIDDLE && /^\w+$/.test(text) && !looksLikeWords(text)) {
    const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text);
    if (isMixed || (digits >= MIDDLE_DIGITS && alternation(text) >= MIDDLE_ALTERNATION)) return true;
  }
  // What joins names (`cl100k_base`, `page2=last`) makes no password.
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9_=.:/&-]/].filter((kind) => kind.test(text)).length;
  return (
    kinds >= 3 &&
    alternation(text) >= SHORT_ALTERNATION &&
    bits >= SHORT_ENTROPY_SHARE * Math.log2(text.length)
  );
}

/** Whether a literal is made of words, like names. */
export function looksLikeWords(text: string): boolean {
  // Hexadecimal digits make common pairs only.
  if (/[0-9]/.test(text) && /^[0-9a-f]+$/i.test(text)) return false;
  return wordShare(text) >= WORDS;
}

function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 97 && code <= 122) return 0;
  if (code >= 65 && code <= 90) return 1;
  return code >= 48 && code <= 57 ? 2 : 3;
}
