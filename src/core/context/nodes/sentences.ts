import { trimmedSpan } from './cut.ts';
import type { Span } from './node.ts';

/** Spec F8: sentences end after . ! ? before white space and a capital or digit. */
const END = /[.!?](?=\s+[\p{Lu}\p{Nd}])/gu;

/** The sentences of a part of a text, in their order. */
export function sentencesOf(text: string, [from, to]: Span): readonly Span[] {
  const part = text.slice(from, to);
  const ends = [...part.matchAll(END)].map(({ index }) => from + index + 1);
  const starts = [from, ...ends];
  return [...ends, to].flatMap((end, place) => {
    const span = trimmedSpan(text, [starts[place] ?? from, end]);
    return span === null ? [] : [withoutIndentation(text, span)];
  });
}

/** Where a sentence begins inside of a line, the space before it belongs to neither. */
function withoutIndentation(text: string, [from, to]: Span): Span {
  return [from + text.slice(from, to).search(/\S/), to];
}
