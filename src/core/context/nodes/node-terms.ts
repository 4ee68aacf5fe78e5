import { hashTerm } from '../rank/term-hash.ts';
import { visitWords } from '../rank/words.ts';
import { cutSpan } from './cut.ts';
import type { Span } from './node.ts';

/** The terms of a text in their order: where the word begins that each belongs to, and its hash. */
export interface TextTerms {
  /** UTF-16 offsets, never falling. */
  readonly at: Uint32Array;
  readonly hashes: Uint32Array;
}

/**
 * Words, lower-cased, and the parts of camelCase and snake_case names (spec F9): `parse` is one term, `parseRange` the
 * three terms `parseRange`, `parse` and `range`.
 */
export function textTerms(text: string): TextTerms {
  const at: number[] = [];
  const hashes: number[] = [];
  const add = (part: string, [from, to]: Span, word: number): void => {
    hashes.push(hashTerm(part, from, to));
    at.push(word);
  };
  for (const [start, end] of partsOf(text)) {
    const part = text.slice(start, end);
    let parts: Span[] = [];
    visitWords(part, {
      term: (from, to) => parts.push([from, to]),
      word: (from, to) => {
        const [first] = parts;
        const isOnePart = parts.length === 1 && first?.[0] === from && first[1] === to;
        if (!isOnePart && /[^_$]/.test(part.slice(from, to))) add(part, [from, to], start + from);
        for (const each of parts) add(part, each, start + from);
        parts = [];
      },
    });
  }
  return { at: Uint32Array.from(at), hashes: Uint32Array.from(hashes) };
}

/** The distinct terms of a query. */
export function queryTerms(query: string): readonly number[] {
  return [...new Set(textTerms(query).hashes)];
}

/** `visitWords` reads about so much of a line, which is right for ranking; a search must find what lies behind. */
const LONGEST_PART = 1_900;

function partsOf(text: string): readonly Span[] {
  return hasLongLine(text) ? cutSpan(text, [0, text.length], LONGEST_PART) : [[0, text.length]];
}

function hasLongLine(text: string): boolean {
  for (let at = 0; at + LONGEST_PART <= text.length;) {
    const end = text.indexOf('\n', at);
    if ((end < 0 ? text.length : end) - at >= LONGEST_PART) return true;
    at = end + 1;
  }
  return false;
}

/** The terms of a span: the first of them, and the one behind the last. */
export function termsIn({ at }: TextTerms, [from, to]: Span): Span {
  return [lowerBound(at, from), lowerBound(at, to)];
}

function lowerBound(values: Uint32Array, least: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
