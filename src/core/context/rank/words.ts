import { LETTER, letterClass } from './letters.ts';

/** Lines are read up to here: what is longer is data, and drowns the words that people wrote. */
const LONGEST_LINE = 2_000;
/** A term is cut here, in UTF-16 code units. */
export const LONGEST_TERM = 40;
const LINE_FEED = 0x0a;

/** Spans are half-open, in UTF-16 code units. */
export interface WordVisitor {
  /** A part of a word by case, digits and underscores, or two neighbouring characters of an unspaced script. */
  readonly term: (from: number, to: number) => void;
  /** A whole word, after its terms; numbers are words of their own. */
  readonly word: (from: number, to: number) => void;
}

/**
 * Walks over the words of a text and the terms they are made of: `parseHTMLRange_v2` is one word and the terms
 * `parse HTML Range v 2`. Case is the caller's to fold. Terms of one letter are left out.
 */
export function visitWords(text: string, visitor: WordVisitor): void {
  const { length } = text;
  for (let at = 0, lineStart = 0; at < length;) {
    const code = text.charCodeAt(at);
    if (code === LINE_FEED) lineStart = at + 1;
    if (at - lineStart >= LONGEST_LINE) {
      const end = text.indexOf('\n', at);
      if (end < 0) return;
      at = end;
      continue;
    }
    const kind = letterClass(code);
    if (kind === LETTER.none) at++;
    else at = kind === LETTER.digit ? visitNumber(text, at, visitor) : visitWord(text, at, visitor);
  }
}

function visitNumber(text: string, from: number, visitor: WordVisitor): number {
  const to = endOfRun(text, from, LETTER.digit);
  if (to - from > 1) visitor.term(from, to);
  visitor.word(from, to);
  return to;
}

function visitWord(text: string, from: number, visitor: WordVisitor): number {
  let at = from;
  for (let kind = letterClass(text.charCodeAt(at)); kind !== LETTER.none;) {
    const start = at;
    if (kind === LETTER.upper) at = endOfCapitals(text, at);
    else if (kind === LETTER.joint) at++;
    else at = endOfRun(text, at, kind);
    if (kind === LETTER.wide) visitPairs(start, at, visitor);
    else if (kind !== LETTER.joint && at - start > 1) visitor.term(start, at);
    kind = at < text.length ? letterClass(text.charCodeAt(at)) : LETTER.none;
  }
  visitor.word(from, at);
  return at;
}

/** `Range` as one part; of `HTMLRange` the part `HTML`. */
function endOfCapitals(text: string, from: number): number {
  const to = endOfRun(text, from, LETTER.upper);
  if (to >= text.length || letterClass(text.charCodeAt(to)) !== LETTER.lower) return to;
  return to - from > 1 ? to - 1 : endOfRun(text, to, LETTER.lower);
}

function endOfRun(text: string, from: number, kind: number): number {
  let to = from + 1;
  while (to < text.length && letterClass(text.charCodeAt(to)) === kind) to++;
  return to;
}

function visitPairs(from: number, to: number, visitor: WordVisitor): void {
  if (to - from === 1) visitor.term(from, to);
  for (let at = from; at + 1 < to; at++) visitor.term(at, at + 2);
}

/** The terms of a text in their order, lower case, at most `LONGEST_TERM` long. */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  visitWords(text, {
    term: (from, to) => terms.push(text.slice(from, Math.min(to, from + LONGEST_TERM)).toLowerCase()),
    word: () => undefined,
  });
  return terms;
}

/** How whole words are compared: `max_size`, `maxSize` and `MaxSize` agree. */
export function plainWord(word: string): string {
  return word.replaceAll(/[_$]/g, '').toLowerCase();
}
