import type { Splitting } from './vocabulary.ts';

const LF = 10;
const CR = 13;
const BLANK = 32;
const SLASH = 47;

/**
 * True when the tokens of `text` are those of `text.slice(0, at)` and `text.slice(at)` together, whatever comes
 * before and after. It says so for few places, but for all encodings of a splitting and for every text:
 *
 * - A letter or digit of ASCII, then white space of ASCII: every pattern ends a word or number here, and begins a
 *   piece at the white space.
 * - o200k and cl100k: a newline, then what is neither white space nor '/'. White space ends after its last newline;
 *   symbols take newlines (and in o200k '/') with them, and end here as well.
 * - gpt2: what is not white space, then white space of ASCII. The rule above does not hold there: "\n\nx" is
 *   "\n", "\nx" in one text, and the first half alone would be "\n\n".
 */
export function canCutAt(text: string, at: number, splitting: Splitting): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  if (isPlainSpace(after)) return splitting === 'gpt2' ? !isWhiteSpace(before) : isWordCharacter(before);
  return before === LF && splitting !== 'gpt2' && after !== SLASH && !isWhiteSpace(after);
}

/** The first place after `from` and before the end where `text` can be cut, or the end. */
export function nextCut(text: string, from: number, splitting: Splitting): number {
  for (let at = Math.max(1, from); at < text.length; at++) {
    if (canCutAt(text, at, splitting)) return at;
  }
  return text.length;
}

function isPlainSpace(unit: number): boolean {
  return unit === BLANK || (unit >= 9 && unit <= CR);
}

function isWordCharacter(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57);
}

/** White space for the reference or for the host: what neither would join to its neighbours. */
function isWhiteSpace(unit: number): boolean {
  return isPlainSpace(unit) || (unit >= 0x85 && /[\s\u0085]/u.test(String.fromCharCode(unit)));
}
