import type { Level, LineRange, Variant } from '../item.ts';
import { lengthText, linesOf, shownAt } from '../render/shown-text.ts';
import type { ChunkQuery } from './chunk-query.ts';
import { chunksOf } from './chunks.ts';
import { outlineRanges } from './outline.ts';
import type { FileOutline } from './symbols.ts';
import { chunkUtility, LEVEL_UTILITY } from './utility.ts';

/** Spec F10: smaller items offer one variant. */
const FEWEST_TOKENS = 10;

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
    if (variants.length > 0 && tokens <= FEWEST_TOKENS) return;
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
  }
  if (levels.includes('outline')) {
    const ranges = outlineRanges(lines, outline);
    if (ranges.length > 0) offer('outline', 'outline', LEVEL_UTILITY.outline, shown('outline', ranges));
  }
  if (levels.includes('path')) {
    offer('path', 'path', LEVEL_UTILITY.path, { tokens: count(lengthText(lines.length)), ranges: [] });
  }
  return variants;
}
