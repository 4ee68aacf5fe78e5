import type { LineRange } from '../item.ts';
import { elisionMark } from '../render/shown-text.ts';
import type { FileOutline, FileSymbol } from './symbols.ts';

/** Of a declaration in front of a shown part; longer ones are lists of parameters. */
const MOST_DECLARATION_LINES = 2;
/** A mark is about as long in tokens as this many characters of code more than its own. */
const MARK_CHARACTERS = 8;

/** Lines of one file that are to be shown; they only become more. */
export interface ShownLines {
  /** Shows the lines, and the declarations of what they are a part of. */
  readonly show: (range: LineRange) => void;
  readonly has: (range: LineRange) => boolean;
  /** Characters shown, marks included, gaps that are not worth a mark not yet. */
  readonly characters: () => number;
  /** What `show` would add to `characters`, at most. */
  readonly characterCost: (range: LineRange) => number;
  /** Ascending, apart from each other by more than a mark is worth. */
  readonly ranges: () => readonly LineRange[];
}

export function shownLines(lines: readonly string[], outline: FileOutline): ShownLines {
  const isShown = new Uint8Array(lines.length + 2);
  const lengthOf = (line: number): number => (lines[line - 1]?.length ?? 0) + 1;
  const declarations = declarationsOf(outline);
  const markLength = elisionMark([lines.length, lines.length]).length + MARK_CHARACTERS;
  let characters = 0;

  const add = ([from, to]: LineRange): void => {
    for (let line = from; line <= Math.min(to, lines.length); line++) {
      if (isShown[line] === 1) continue;
      isShown[line] = 1;
      characters += lengthOf(line);
    }
  };
  const cost = ([from, to]: LineRange): number => {
    let sum = 0;
    for (let line = from; line <= Math.min(to, lines.length); line++)
      if (isShown[line] === 0) sum += lengthOf(line);
    return sum > 0 && isShown[from - 1] === 0 && isShown[to + 1] === 0 ? sum + markLength : sum;
  };
  return {
    show: (range) => {
      if (cost(range) === 0) return;
      characters += markLength;
      add(range);
      for (const declaration of declarations(range[0])) add(declaration);
    },
    has: (range) => cost(range) === 0,
    characters: () => characters,
    characterCost: (range) =>
      declarations(range[0]).reduce((sum, declaration) => sum + cost(declaration), cost(range)),
    ranges: () => rangesOf(isShown, lines.length, lengthOf, markLength),
  };
}

function rangesOf(
  isShown: Uint8Array,
  count: number,
  lengthOf: (line: number) => number,
  markLength: number,
): readonly LineRange[] {
  const ranges: [number, number][] = [];
  let gap = 0;
  for (let line = 1; line <= count; line++) {
    if (isShown[line] === 0) {
      gap += lengthOf(line);
      continue;
    }
    const last = ranges.at(-1);
    if (last !== undefined && gap <= markLength) last[1] = line;
    else ranges.push([gap <= markLength ? 1 : line, line]);
    gap = 0;
  }
  const last = ranges.at(-1);
  if (last !== undefined && gap <= markLength) last[1] = count;
  return ranges;
}

/** Per line the first lines of the declarations of the symbols around it that began above it. */
function declarationsOf({ symbols }: FileOutline): (line: number) => readonly LineRange[] {
  return (line) => {
    const around: LineRange[] = [];
    let at = innermost(symbols, line);
    while (at !== null) {
      const symbol: FileSymbol | undefined = symbols[at];
      if (symbol === undefined) break;
      const [from, to] = symbol.signature;
      if (from < line) around.push([from, Math.min(to, from + MOST_DECLARATION_LINES - 1)]);
      at = symbol.parent;
    }
    return around;
  };
}

/** Index of the last symbol that begins at the line or above it and reaches it. */
function innermost(symbols: readonly FileSymbol[], line: number): number | null {
  let low = 0;
  let high = symbols.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((symbols[middle]?.range[0] ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  for (let at: number | null = low - 1; at !== null && at >= 0; at = symbols[at]?.parent ?? null) {
    if ((symbols[at]?.range[1] ?? 0) >= line) return at;
  }
  return null;
}
