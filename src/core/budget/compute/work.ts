import { toSixDecimals } from '../../facts/decimals.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import type { ComputeBudget } from './compute-budget.ts';
import { chargeHundredthsOf } from './cost.ts';

/** What was really done for a request (spec C10); counts, integers ≥ 0. */
export interface WorkDone {
  /** Answers asked for, also those that failed: they were paid for. */
  readonly answers: number;
  readonly verified: number;
  readonly searchIterations: number;
  readonly refinements: number;
}

/** Candidates are asked for in batches; generation may end after each (spec C10). */
export const BATCH_SIZE = 3;

/** From so many answers on, so large a share of equal ones ends generation. */
const ENOUGH_ANSWERS = 3;
const AGREEMENT = 0.8;

/**
 * What is committed for a request: hundredths of compute units for what was really done, at the prices of C3.
 *
 * Errors: `invalid_cost`, naming the count.
 */
export function usedHundredths(done: WorkDone): Result<number> {
  for (const [name, count] of Object.entries(done)) {
    if (!Number.isSafeInteger(count) || count < 0) {
      return fail('invalid_cost', `"${name}" must be a whole number of 0 or more.`, { field: name });
    }
  }
  const hundredths = chargeHundredthsOf(done);
  return Number.isSafeInteger(hundredths)
    ? ok(hundredths)
    : fail('invalid_cost', 'That is more than can be counted.');
}

/** The most that a budget lets do, for an estimate of the price: its models' answers, verdicts and rewrite rounds. */
export function plannedWork(budget: ComputeBudget, hasSearch: boolean): WorkDone {
  const { numCandidates, usePrm, useSearch, searchIterations, maxRefinements } = budget;
  return Object.freeze({
    answers: numCandidates,
    verified: usePrm ? numCandidates : 0,
    // Without a search port it is budgeted, and neither executed nor committed.
    searchIterations: hasSearch && useSearch ? (searchIterations ?? 0) : 0,
    refinements: maxRefinements,
  });
}

/**
 * How many answers to ask for next: at most a batch, 0 when the budget is used up or when there are 3 answers and four
 * fifths of them are the same.
 *
 * @param asked answers asked for so far, over all models
 * @param answers those that came, as texts that are equal when the answers are
 */
export function nextBatch(
  { numCandidates }: Pick<ComputeBudget, 'numCandidates'>,
  asked: number,
  answers: readonly string[],
): number {
  return agree(answers) ? 0 : Math.max(0, Math.min(BATCH_SIZE, numCandidates - asked));
}

/**
 * The candidates that verification leaves: those with at least the budget's threshold, in their order; all below it,
 * the best, the first of equals.
 *
 * @param scores in [0, 1], null for one that could not be scored, which stays
 * @returns indices
 */
export function keptCandidates(
  { prmThreshold }: Pick<ComputeBudget, 'prmThreshold'>,
  scores: readonly (number | null)[],
): readonly number[] {
  const indices = scores.map((_, index) => index);
  const kept = indices.filter((index) => (scores[index] ?? 1) >= prmThreshold);
  if (kept.length > 0 || scores.length === 0) return kept;
  return [indices.reduce((best, index) => ((scores[index] ?? 0) > (scores[best] ?? 0) ? index : best))];
}

function agree(answers: readonly string[]): boolean {
  if (answers.length < ENOUGH_ANSWERS) return false;
  const counts = new Map<string, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return toSixDecimals(Math.max(...counts.values()) / answers.length) >= AGREEMENT;
}
