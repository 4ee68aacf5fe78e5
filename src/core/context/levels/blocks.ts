import type { LineRange } from '../item.ts';
import type { FileOutline } from './symbols.ts';

/**
 * The ranking study had 40. `npm run bench:levels` (2026-11-21): the best excerpt of 400 tokens shows a changed hunk of
 * 50 % of the changed files with blocks of 40 lines and of 61 % with 12, of 1,000 tokens of 74 and 82 %.
 */
export const MOST_BLOCK_LINES = 12;
/** Prose has its paragraphs on one line each: about twelve lines of code. */
const MOST_BLOCK_CHARACTERS = 1_000;
/** No part of a cut is shorter than this, as far as there is a choice. */
const FEWEST_LINES = 4;
/** A cut is worth less the farther it lies from the middle: as much as this many steps of nesting at the ends. */
const OFF_CENTRE = 6;
/** What a cut in front of a symbol, behind a blank line and anywhere else is worth, less the steps of nesting. */
const BEFORE_SYMBOL = 12;
const AFTER_BLANK = 8;
const ANYWHERE = 0;
/** Nesting beyond this is all the same. */
const DEEPEST = 6;

/**
 * The blocks of a text (spec F8: `block`), ascending, together all its lines: symbols, statement groups apart by blank
 * lines, or paragraphs, joined or cut so that none is longer than `most` lines. A part is cut where it falls apart best:
 * in front of a symbol, behind a blank line, where little is nested, near its middle.
 */
export function blocksOf(
  lines: readonly string[],
  outline: FileOutline,
  most: number = MOST_BLOCK_LINES,
): readonly LineRange[] {
  const worth = cutsOf(lines, outline);
  const ends = endsOf(lines);
  const blocks: LineRange[] = [];
  // A stack, first part last: deep nesting must not overflow.
  const parts: LineRange[] = lines.length === 0 ? [] : [[1, lines.length]];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const [from, to] = part;
    const characters = (ends[to] ?? 0) - (ends[from - 1] ?? 0);
    if (from === to || (to - from < most && characters <= MOST_BLOCK_CHARACTERS)) {
      blocks.push(part);
      continue;
    }
    const cut = bestCut(from, to, worth);
    parts.push([cut, to], [from, cut - 1]);
  }
  return blocks;
}

/** The line that begins the second part. */
function bestCut(from: number, to: number, worth: Float64Array): number {
  const length = to - from + 1;
  const middle = from + length / 2;
  const fewest = Math.max(1, Math.min(FEWEST_LINES, Math.floor(length / 2)));
  let best = from + fewest;
  let most = Number.NEGATIVE_INFINITY;
  for (let line = from + fewest; line <= to + 1 - fewest; line++) {
    const value = (worth[line] ?? 0) - (OFF_CENTRE * Math.abs(line - middle)) / (length / 2);
    if (value > most) {
      most = value;
      best = line;
    }
  }
  return best;
}

/** By line: how well the text falls apart in front of it. */
function cutsOf(lines: readonly string[], { symbols }: FileOutline): Float64Array {
  const worth = new Float64Array(lines.length + 2).fill(ANYWHERE);
  const step = indentationStep(lines);
  let isAfterBlank = false;
  lines.forEach((line, index) => {
    const isBlank = line.trim() === '';
    const nesting = isBlank ? DEEPEST : Math.min(DEEPEST, indentationOf(line) / step);
    worth[index + 1] = (isAfterBlank && !isBlank ? AFTER_BLANK : ANYWHERE) - nesting;
    isAfterBlank = isBlank;
  });
  const depths: number[] = [];
  for (const { range, parent } of symbols) {
    const depth = parent === null ? 0 : (depths[parent] ?? 0) + 1;
    depths.push(depth);
    const value = BEFORE_SYMBOL - Math.min(DEEPEST, depth);
    if (value > (worth[range[0]] ?? 0)) worth[range[0]] = value;
  }
  return worth;
}

/** By line: characters up to its end. */
function endsOf(lines: readonly string[]): Float64Array {
  const ends = new Float64Array(lines.length + 1);
  lines.forEach((line, index) => {
    ends[index + 1] = (ends[index] ?? 0) + line.length + 1;
  });
  return ends;
}

/** Columns of white space, a tab counting four. */
export function indentationOf(line: string): number {
  let columns = 0;
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === 0x20) columns++;
    else if (code === 0x09) columns += 4;
    else break;
  }
  return columns;
}

/** The least indentation that occurs, in columns; 2 to 8. */
function indentationStep(lines: readonly string[]): number {
  let least = 8;
  for (const line of lines) {
    const columns = indentationOf(line);
    if (columns >= 2 && columns < least && columns < line.length) least = columns;
  }
  return least;
}
