// Short texts that are hard to split: every class of character, alone and beside every other.

/** A number in [0, 1). */
export type Random = () => number;

/** A fixed sequence for a seed (mulberry32), so that every failure can be repeated. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PARTS = [
  ' ',
  '  ',
  '   ',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '\v',
  'a',
  'B',
  'Cd',
  'hello',
  'WORLD',
  'the',
  '1',
  '23',
  '4567',
  '/',
  '//',
  '.',
  '{',
  '}',
  '"',
  ';',
  '_',
  '--',
  '==',
  "'",
  "'s",
  "'LL",
  "'re",
  "'Ve",
  "'d",
  "'m",
  "'T",
  "'r",
  "'l",
  'ſ',
  "'ſ",
  'é',
  'É',
  'ß',
  'ÀÉ',
  'àé',
  'İ',
  'ﬁ',
  '中',
  '文',
  'かな',
  '한글',
  'क्षि',
  'สวัสดี',
  'ǅ',
  'ʰ',
  'ª',
  'Ⅷ',
  '²',
  '𝟘',
  '𝒜',
  '😀',
  '👩‍🚀',
  '\u0301',
  '\u20dd',
  '\u00a0',
  '\u0085',
  '\u2028',
  '\u3000',
  '\u200d',
  '\ufeff',
  '\0',
  '\u007f',
  '\ufffd',
  '\uffff',
  '\ud800',
  '\udc00',
  '<|endoftext|>',
  '<|fim_prefix|>',
];

/** One to twelve parts that are known to be tricky, and now and then any code point at all. */
export function mixedText(random: Random): string {
  let text = '';
  for (let parts = 1 + below(random, 12); parts > 0; parts--) {
    text += random() < 0.85 ? pick(random, PARTS) : anyCharacter(random);
  }
  return text;
}

/** A text in which one code point meets letters, digits, symbols and white space on both sides. */
export function aroundCodePoint(point: number): string {
  const c = String.fromCodePoint(point);
  return `a${c}a A${c}A ${c}b 1${c}1 .${c}.\n${c} \n${c}${c}'s ${c}`;
}

/** 50 to `longest` characters that make a single piece, or nearly. */
export function longPiece(random: Random, longest: number): string {
  const letters = pick(random, LETTERS);
  const length = 50 + below(random, longest - 50);
  let text = '';
  while (text.length < length) text += letters(random);
  return text.slice(0, length);
}

const LETTERS: readonly ((random: Random) => string)[] = [
  () => 'a',
  () => ' ',
  () => '_',
  () => '\n',
  (random) => String.fromCodePoint(97 + below(random, 26)),
  (random) => String.fromCodePoint(65 + below(random, 26)),
  (random) => pick(random, ['a', 'b']),
  (random) => String.fromCodePoint(0x4e00 + below(random, 20_000)),
  (random) => pick(random, ['=', '-', '_', '#', '*', '~']),
  (random) => pick(random, [' ', '\t', '\n', '\u00a0']),
  (random) => String.fromCodePoint(0x300 + below(random, 0x70)),
  (random) => pick(random, ['1', '²', '٣']),
];

function anyCharacter(random: Random): string {
  return String.fromCodePoint(below(random, random() < 0.7 ? 0x3000 : 0x110000));
}

function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

function pick<T>(random: Random, list: readonly [T, ...T[]] | readonly T[]): T {
  const chosen = list[below(random, list.length)];
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
}

/** The shortest text found by leaving parts of `text` out for which `fails` still holds. */
export function shrinkText(text: string, fails: (text: string) => boolean): string {
  let shortest = text;
  for (let size = Math.ceil(text.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < shortest.length;) {
      const without = shortest.slice(0, at) + shortest.slice(at + size);
      if (fails(without)) shortest = without;
      else at += size;
    }
  }
  return shortest;
}

/** A text with every code unit outside of printable ASCII escaped. */
export function escapeText(text: string): string {
  return JSON.stringify(text).replace(
    /[^ -~]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
