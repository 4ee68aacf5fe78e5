import type { LineRange } from '../item.ts';
import type { NamedPlace } from '../rank/named-places.ts';
import { plainWord } from '../rank/words.ts';
import type { ChunkQuery } from './chunk-query.ts';
import type { FileOutline, FileSymbol } from './symbols.ts';

/** A definition of more lines is a place to look around in, not a region that was meant: its declaration is kept. */
const MOST_NAMED_LINES = 120;
/** Around a named line that no definition of that size is around. */
const LINES_AROUND = 6;

/**
 * The regions of a file that the task names (spec F10): definitions by their code identifier, and lines by
 * `path:line` and stack traces. In no order, they may overlap.
 */
export function namedRegions(
  path: string,
  lineCount: number,
  { symbols }: FileOutline,
  { names, places }: Pick<ChunkQuery, 'names' | 'places'>,
): readonly LineRange[] {
  const regions: LineRange[] = [];
  if (names.size > 0) {
    for (const symbol of symbols) if (names.has(plainWord(symbol.name))) regions.push(regionOf(symbol));
  }
  for (const place of places) {
    const { line } = place;
    if (line === null || line > lineCount || !isPlaceIn(path, place)) continue;
    const around = symbols.findLast(({ range }) => range[0] <= line && line <= range[1] && isSmall(range));
    regions.push(
      around?.range ?? [Math.max(1, line - LINES_AROUND), Math.min(lineCount, line + LINES_AROUND)],
    );
  }
  return regions;
}

function regionOf({ range, signature }: FileSymbol): LineRange {
  return isSmall(range) ? range : signature;
}

function isSmall([from, to]: LineRange): boolean {
  return to - from < MOST_NAMED_LINES;
}

/** Traces write paths from anywhere: one must be the other's end. */
function isPlaceIn(path: string, place: NamedPlace): boolean {
  const named = place.path.replace(/^(?:\.{0,2}\/)+/, '');
  return named === path || path.endsWith(`/${named}`) || named.endsWith(`/${path}`);
}
