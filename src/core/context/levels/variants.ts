import { type Level, type LineRange, SMALL_ITEM, type Variant } from '../item.ts';
import { lengthText, linesOf, shownAt } from '../render/shown-text.ts';
import type { ChunkQuery } from './chunk-query.ts';
import { chunksOf, SMALLEST_CUT } from './chunks.ts';
import { outlineRanges } from './outline.ts';
import type { FileOutline } from './symbols.ts';
import { chunkUtility, LEVEL_UTILITY } from './utility.ts';

export interface VariantsRequest {
  readonly sourceId: string;
  /** Tells the language, and which lines the task names. */
  readonly path: string;
  /** As shown: LF, no BOM. */
  readonly content: string;
  /** Of the whole content. */
  readonly tokens: number;
  /** In [0, 1]. */
  readonly probability: number;
  readonly levels: readonly Level[];
  readonly outline: FileOutline;
  /** Null: there is no task, so no excerpt of it either. */
  readonly query: ChunkQuery | null;
  readonly count: (text: string) => number;
}

/**
 * What may be shown of a file at the allowed levels, fullest first, tokens counted with their elision marks. Left out is
 * what saves nothing against a fuller one that is offered and worth no less.
 */
export function variantsFor(request: VariantsRequest): readonly Variant[] {
  const { sourceId, path, content, tokens, probability, levels, outline, query, count } = request;
  const lines = linesOf(content);
  const variants: Variant[] = [];
  const offer = (
    level: Level,
    name: string,
    u: number,
    of: { tokens: number; ranges: readonly LineRange[] },
  ): void => {
    if (variants.length > 0 && tokens <= SMALL_ITEM) return;
    const value = probability * u;
    if (variants.some((fuller) => fuller.tokens <= of.tokens && fuller.value >= value)) return;
    variants.push({ id: `${name}:${sourceId}`, level, ranges: of.ranges, tokens: of.tokens, value });
  };
  const shown = (
    level: Level,
    ranges: readonly LineRange[],
  ): { tokens: number; ranges: readonly LineRange[] } => {
    const part = shownAt(content, level, ranges);
    return { tokens: count(part.text), ranges: part.ranges };
  };

  if (levels.includes('full')) {
    offer('full', 'full', LEVEL_UTILITY.full, {
      tokens,
      ranges: lines.length === 0 ? [] : [[1, lines.length]],
    });
  }
  if (levels.includes('chunks') && query !== null) {
    for (const { size, ranges, scoreShare } of chunksOf(path, lines, tokens, outline, query).toReversed()) {
      const part = shown('chunks', ranges);
      const u = chunkUtility({ tokens: part.tokens, fullTokens: tokens, scoreShare });
      offer('chunks', `chunks-${size}`, u, part);
    }
    if (variants.length === 0 && tokens < SMALLEST_CUT) {
      // Too small to be cut: where excerpts are asked for and the full text is not, it is its own excerpt.
      const u = chunkUtility({ tokens, fullTokens: tokens, scoreShare: 1 });
      offer('chunks', 'chunks-all', u, shown('chunks', [[1, lines.length]]));
    }
  }
  if (levels.includes('outline')) {
    const ranges = saysSomething(outline) ? outlineRanges(lines, outline) : [];
    const part = shown('outline', ranges);
    // Where the marks cost more than they save, everything is shown.
    const cheapest = part.tokens < tokens ? part : shown('outline', [[1, lines.length]]);
    if (ranges.length > 0) offer('outline', 'outline', LEVEL_UTILITY.outline, cheapest);
  }
  if (levels.includes('path')) {
    offer('path', 'path', LEVEL_UTILITY.path, { tokens: count(lengthText(lines.length)), ranges: [] });
  }
  return variants;
}

/** A heading alone is the first line of a text that has none: cheap, and worth nothing like an outline. */
function saysSomething({ by, symbols }: FileOutline): boolean {
  return by === 'grammar' || symbols.length > 1;
}
