import { toSixDecimals, toUnitInterval } from '../facts/decimals.ts';
import { similarityBeforeNovelty, type Unrated } from './similarity.ts';

/** Nobody can say without a history (spec P2). */
export const NOVELTY_WITHOUT_HISTORY = 0.5;

/**
 * How new a task is, in [0, 1]: 1 less the highest similarity to a task of the past (spec P2).
 *
 * @param highestSimilarity in [0, 1], found by `similarityBeforeNovelty`; null without history
 */
export function noveltyOf(highestSimilarity: number | null): number {
  return highestSimilarity === null
    ? NOVELTY_WITHOUT_HISTORY
    : toSixDecimals(toUnitInterval(1 - highestSimilarity));
}

/** The highest similarity to any of the past, null without one. Linear in their number. */
export function highestSimilarity(task: Unrated, past: Iterable<Unrated>): number | null {
  let highest: number | null = null;
  for (const other of past) {
    const similarity = similarityBeforeNovelty(task, other);
    if (highest === null || similarity > highest) highest = similarity;
  }
  return highest;
}
