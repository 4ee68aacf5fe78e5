import type { Span } from './node.ts';

/**
 * A span in pieces of at most `most` code units: cut after a line, else between words, else anywhere but inside of a
 * character. White space at the cuts is left out.
 */
export function cutSpan(text: string, [from, to]: Span, most: number): readonly Span[] {
  const pieces: Span[] = [];
  for (let at = from; at < to;) {
    const end = to - at <= most ? to : boundaryIn(text, at, at + most);
    const piece = trimmedSpan(text, [at, end]);
    if (piece !== null) pieces.push(piece);
    at = end + (CUT.exec(text.slice(end, to))?.[0].length ?? 0);
  }
  return pieces;
}

/** What a cut swallows: a line feed, so that the next line keeps its indentation, or the space between words. */
const CUT = /^(?:\n|[^\S\n]+)/;

/** The start of a text, cut as `cutSpan` does. */
export function cutText(text: string, most: number): string {
  const [first] = cutSpan(text, [0, text.length], most);
  return first === undefined ? '' : text.slice(...first);
}

/** Without white space at its ends, but with the indentation of its first line; null when blank. */
export function trimmedSpan(text: string, [from, to]: Span): Span | null {
  const piece = text.slice(from, to);
  const start = piece.search(/\S/);
  if (start < 0) return null;
  const lineStart = piece.lastIndexOf('\n', start) + 1;
  return [from + lineStart, from + piece.trimEnd().length];
}

function boundaryIn(text: string, from: number, to: number): number {
  // A line feed at `to` itself ends the piece too.
  const window = text.slice(from, to + 1);
  const line = window.lastIndexOf('\n');
  if (line > 0) return from + line;
  const space = /\s\S*$/.exec(window)?.index ?? 0;
  if (space > 0) return from + space;
  const isInPair = /[\uD800-\uDBFF]/.test(text.charAt(to - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(to));
  return isInPair && to - 1 > from ? to - 1 : to;
}
