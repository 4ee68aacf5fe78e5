import type { LineRange } from '../item.ts';
import { blockScores } from './block-scores.ts';
import { blocksOf, MOST_BLOCK_LINES } from './blocks.ts';
import type { ChunkQuery } from './chunk-query.ts';
import { namedRegions } from './named-regions.ts';
import { shownLines } from './shown-lines.ts';
import type { FileOutline } from './symbols.ts';

/**
 * Sizes of the variants in tokens: near enough to each other that the fit loses little by taking the next smaller
 * one, far enough apart that counting them all costs little more than counting the file.
 */
const SIZES: readonly number[] = [
  150, 250, 400, 650, 1_000, 1_600, 2_500, 4_000, 6_500, 10_000, 16_000, 25_000,
];
/** A variant that shows nearly everything is worth less than everything, and costs nearly the same. */
const LARGEST_SHARE = 0.85;
/** Tokens of the smallest file that is cut. */
export const SMALLEST_CUT = Math.min(...SIZES) / LARGEST_SHARE;

/** One size of excerpt. */
export interface Chunks {
  /** The size aimed at, in tokens: the same for the same file and task, so that a selection finds it again. */
  readonly size: number;
  readonly ranges: readonly LineRange[];
  /** The share of the file's whole block score that lies in the blocks shown, in [0, 1]. */
  readonly scoreShare: number;
}

/**
 * The best blocks of a file for a task, smallest size first, each with all the lines of the one before. Regions that
 * the task names and the declarations of what a block is a part of are in all of them. Empty where the task has nothing
 * to say about the file.
 *
 * @param tokens of the whole text.
 * @param blockLines another size of blocks, for measuring.
 */
export function chunksOf(
  path: string,
  lines: readonly string[],
  tokens: number,
  outline: FileOutline,
  query: ChunkQuery,
  blockLines: number = MOST_BLOCK_LINES,
): readonly Chunks[] {
  const blocks = blocksOf(lines, outline, blockLines);
  const scores = blockScores(lines, blocks, outline, query);
  const total = scores.reduce((sum, score) => sum + score, 0);
  const named = namedRegions(path, lines.length, outline, query);
  if (total <= 0 && named.length === 0) return [];
  const order = [...blocks.keys()]
    .filter((block) => (scores[block] ?? 0) > 0)
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);

  const shown = shownLines(lines, outline);
  for (const region of named) shown.show(region);
  const characters = lines.reduce((sum, line) => sum + line.length + 1, 0);
  const sizes: Chunks[] = [];
  let before = 0;
  for (const size of SIZES) {
    if (size > LARGEST_SHARE * tokens) break;
    const most = (size / tokens) * characters;
    for (const index of order) {
      const block = blocks[index];
      if (block === undefined || shown.has(block)) continue;
      if (shown.characters() + shown.characterCost(block) <= most) shown.show(block);
    }
    if (shown.characters() === before || shown.characters() > LARGEST_SHARE * characters) continue;
    before = shown.characters();
    sizes.push({ size, ranges: shown.ranges(), scoreShare: shareOf(blocks, scores, total, shown.has) });
  }
  return sizes;
}

function shareOf(
  blocks: readonly LineRange[],
  scores: Float64Array,
  total: number,
  isShown: (block: LineRange) => boolean,
): number {
  if (total <= 0) return 0;
  let sum = 0;
  blocks.forEach((block, index) => {
    if (isShown(block)) sum += scores[index] ?? 0;
  });
  return Math.min(1, sum / total);
}
