import type { LineRange, NodeKind } from '../item.ts';
import type { FileSymbol } from '../levels/symbols.ts';
import { cutSpan, trimmedSpan } from './cut.ts';
import { NODE_KINDS, type Span } from './node.ts';
import { sentencesOf } from './sentences.ts';

/** Spec F8: nodes of a document, lines not counted. */
export const MOST_NODES = 4_000;
/** Spec F8, in UTF-16 code units. */
const LONGEST_BLOCK = 5_000;
const LONGEST_LINE = 500;

/** Behind the last character of a line (1-based). */
export function endOfLine(text: string, lineStarts: Uint32Array, line: number): number {
  return Math.min(text.length, (lineStarts[line] ?? text.length + 1) - 1);
}

/** The nodes of a document while they are found, in the order of the text. */
export function nodeRows(text: string, lineStarts: Uint32Array, isProse: boolean) {
  const rows: { kind: number; ordinal: number; parent: number; end: number; span: Span }[] = [];
  const ordinals = NODE_KINDS.map(() => 0);
  const symbols = new Map<number, FileSymbol>();
  let blocksLeft = 0;
  let blocksDropped = 0;
  const cut = { block: 0, line: 0 };

  const open = (kind: NodeKind, parent: number, span: Span): number => {
    const code = NODE_KINDS.indexOf(kind);
    const ordinal = (ordinals[code] ?? 0) + 1;
    ordinals[code] = ordinal;
    rows.push({ kind: code, ordinal, parent, end: rows.length + 1, span });
    return rows.length - 1;
  };
  const close = (place: number): void => {
    const row = rows[place];
    if (row !== undefined) row.end = rows.length;
  };
  const pieces = (span: Span, most: number, kind: 'block' | 'line'): readonly Span[] => {
    if (span[1] - span[0] <= most) return [span];
    cut[kind]++;
    return cutSpan(text, span, most);
  };
  const block = (parent: number, span: Span): void => {
    if (!hasWords(text, span)) return;
    if (blocksLeft === 0) {
      blocksDropped++;
      return;
    }
    blocksLeft--;
    const place = open('block', parent, span);
    for (const line of isProse ? sentencesOf(text, span) : codeLines(text, span))
      for (const piece of pieces(line, LONGEST_LINE, 'line'))
        if (hasWords(text, piece)) open('line', place, piece);
    close(place);
  };
  return {
    symbols,
    open,
    close,
    /** What of the nodes is no block; the blocks may use the rest. */
    reserve: (others: number): void => {
      blocksLeft = MOST_NODES - others;
    },
    /** Groups of lines between blank ones. */
    blocks: (parent: number, [first, last]: LineRange): void => {
      let from = first;
      for (let line = first; line <= last + 1; line++) {
        const isEnd =
          line > last || isBlank(text, lineStarts[line - 1] ?? 0, endOfLine(text, lineStarts, line));
        if (!isEnd) continue;
        if (line > from) {
          const span = [lineStarts[from - 1] ?? 0, endOfLine(text, lineStarts, line - 1)] as const;
          for (const piece of pieces(span, LONGEST_BLOCK, 'block')) block(parent, piece);
        }
        from = line + 1;
      }
    },
    notes: (sectionsDropped: number): readonly string[] => [
      ...(sectionsDropped + blocksDropped > 0
        ? [`More than ${MOST_NODES} parts: ${sectionsDropped + blocksDropped} are left out.`]
        : []),
      ...(cut.block > 0 ? [`Blocks over ${LONGEST_BLOCK} characters were cut: ${cut.block}.`] : []),
      ...(cut.line > 0 ? [`Lines over ${LONGEST_LINE} characters were cut: ${cut.line}.`] : []),
    ],
    arrays: () => ({
      byKind: NODE_KINDS.map((_, code) =>
        Uint32Array.from(rows.flatMap(({ kind }, place) => (kind === code ? [place] : []))),
      ),
      kinds: Uint8Array.from(rows, ({ kind }) => kind),
      ordinals: Uint32Array.from(rows, ({ ordinal }) => ordinal),
      parents: Int32Array.from(rows, ({ parent }) => parent),
      ends: Uint32Array.from(rows, ({ end }) => end),
      from: Uint32Array.from(rows, ({ span }) => span[0]),
      to: Uint32Array.from(rows, ({ span }) => span[1]),
    }),
  };
}

function codeLines(text: string, [from, to]: Span): readonly Span[] {
  const lines: Span[] = [];
  for (let at = from; at < to;) {
    const feed = text.indexOf('\n', at);
    const end = feed < 0 || feed > to ? to : feed;
    const line = trimmedSpan(text, [at, end]);
    if (line !== null) lines.push(line);
    at = end + 1;
  }
  return lines;
}

function isBlank(text: string, from: number, to: number): boolean {
  return text.slice(from, to).trim() === '';
}

/** A closing brace alone is nothing to look for. */
function hasWords(text: string, [from, to]: Span): boolean {
  return /[\p{L}\p{N}]/u.test(text.slice(from, to));
}
