import type { LineRange } from '../item.ts';
import { languageOf } from '../kind/language.ts';
import { isMinifiedName, looksMinified } from '../kind/minified.ts';
import type { FileOutline, FileSymbol } from '../levels/symbols.ts';
import { trimmedSpan } from './cut.ts';
import type { Span } from './node.ts';
import { endOfLine, MOST_NODES, nodeRows } from './node-rows.ts';
import { type TextTerms, textTerms } from './node-terms.ts';
import { type Section, sectionsOf } from './sections.ts';

/** Spec F8, in UTF-16 code units: larger documents have no blocks and lines. */
const LARGEST_WITH_BLOCKS = 400_000;

/**
 * The nodes of one document: their places in these arrays are in the order of the text, a node in front of those inside
 * of it, the file first. The text is held once, nodes are spans of it.
 */
export interface DocumentNodes {
  readonly path: string;
  readonly text: string;
  readonly title: string;
  readonly language: string | null;
  readonly isProse: boolean;
  /** Index in `NODE_KINDS`. */
  readonly kinds: Uint8Array;
  readonly ordinals: Uint32Array;
  readonly parents: Int32Array;
  /** The place behind the last node inside of it. */
  readonly ends: Uint32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Places by kind and ordinal. */
  readonly byKind: readonly Uint32Array[];
  /** By place, for sections. */
  readonly symbols: ReadonlyMap<number, FileSymbol>;
  /** Where each line begins; the last is the length of the text and a line feed. */
  readonly lineStarts: Uint32Array;
  readonly terms: TextTerms;
  /** What was left out or cut, for the user. */
  readonly notes: readonly string[];
}

export interface DocumentFacts {
  readonly path: string;
  /** As it is shown: no BOM, lines ending LF. Not blank. */
  readonly text: string;
  readonly outline: FileOutline;
  readonly title?: string | undefined;
  readonly language?: string | undefined;
}

/** The other half is for blocks: a data file of many keys would have none. */
const MOST_SECTIONS = MOST_NODES / 2;

/** Languages that people read as sentences. */
const PROSE: ReadonlySet<string> = new Set(['markdown', 'mdx', 'restructuredtext', 'latex', 'plaintext']);

export function documentNodes({ path, text, outline, ...named }: DocumentFacts): DocumentNodes {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const language = named.language ?? languageOf(path);
  // Nobody knows the language of `notes`, an untitled document: more likely prose than code.
  const isProse = language === null ? !name.includes('.') : PROSE.has(language);
  const lineStarts = lineStartsOf(text);
  const lines = lineStarts.length - 1;
  const isMinified = isMinifiedName(path) || looksMinified(path, text);
  const isWhole = text.length <= LARGEST_WITH_BLOCKS && !isMinified;
  const { sections, dropped } = sectionsOf(outline, lines, MOST_SECTIONS);
  const rows = nodeRows(text, lineStarts, isProse);

  const inside = (place: number, [first, last]: LineRange, children: readonly Section[]): void => {
    let next = first;
    for (const section of children) {
      const [from, to] = section.range;
      const span = trimmedSpan(text, [lineStarts[from - 1] ?? 0, endOfLine(text, lineStarts, to)]);
      // An outline may speak of lines that are blank.
      if (span === null) continue;
      if (isWhole) rows.blocks(place, [next, from - 1]);
      const at = rows.open('section', place, span);
      rows.symbols.set(at, section.symbol);
      inside(at, section.range, section.children);
      rows.close(at);
      next = to + 1;
    }
    if (isWhole) rows.blocks(place, [next, last]);
  };
  rows.reserve(countOf(sections) + 1);
  const file = rows.open('file', -1, [0, text.length]);
  inside(file, [1, lines], sections);
  rows.close(file);

  const notes = [
    ...(isWhole ? [] : [isMinified ? 'Minified: no blocks and lines.' : 'Too large for blocks and lines.']),
    ...rows.notes(dropped),
  ];
  return {
    path,
    text,
    title: named.title ?? name,
    language,
    isProse,
    ...rows.arrays(),
    symbols: rows.symbols,
    lineStarts,
    terms: textTerms(text),
    notes,
  };
}

/** 1-based, inclusive. */
export function linesAt({ lineStarts }: Pick<DocumentNodes, 'lineStarts'>, [from, to]: Span): LineRange {
  const lineOf = (offset: number): number => {
    let low = 0;
    let high = lineStarts.length - 2;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
  return [lineOf(from), lineOf(Math.max(from, to - 1))];
}

function countOf(sections: readonly Section[]): number {
  return sections.reduce((sum, { children }) => sum + 1 + countOf(children), 0);
}

function lineStartsOf(text: string): Uint32Array {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  // A final line ending starts no new line.
  if (starts.at(-1) !== text.length) starts.push(text.length + 1);
  return Uint32Array.from(starts);
}
