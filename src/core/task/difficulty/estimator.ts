import { fail, ok, type Result } from '../../facts/result.ts';
import type { DifficultyEstimate } from './estimate.ts';

/** Says how hard a task is from its words; a heuristic, a model, or several together. */
export type DifficultyEstimator = (query: unknown) => Promise<Result<DifficultyEstimate>>;

/**
 * Waits for work, at most so many milliseconds. The clock is outside core: adapters race a timer.
 *
 * @returns `{done: false}` when the time was over first; work that fails rejects
 */
export type WaitAtMost = <T>(
  work: Promise<T>,
  milliseconds: number,
) => Promise<{ readonly done: true; readonly value: T } | { readonly done: false }>;

/** Bounds of an estimator's time limit, and what it is by default (spec C12). */
export const DEFAULT_ESTIMATOR_MS = 5000;
const LEAST_MS = 1000;
const MOST_MS = 30_000;

/** Errors: `invalid_timeout`. */
export function checkTimeout(milliseconds: number = DEFAULT_ESTIMATOR_MS): Result<number> {
  return milliseconds >= LEAST_MS && milliseconds <= MOST_MS
    ? ok(milliseconds)
    : fail('invalid_timeout', `The time limit is from ${LEAST_MS} to ${MOST_MS} ms.`);
}
