import { blockScores } from './block-scores.ts';
import { blocksOf } from './blocks.ts';
import type { ChunkQuery } from './chunk-query.ts';
import type { FileOutline } from './symbols.ts';

/** How well the best block of a text matches the task, ≥ 0; comparable between the files of one workspace. */
export function bestMatch(
  lines: readonly string[],
  outline: FileOutline,
  query: Pick<ChunkQuery, 'weights'>,
): number {
  return blockScores(lines, blocksOf(lines, outline), outline, query).reduce(
    (best, score) => Math.max(best, score),
    0,
  );
}
