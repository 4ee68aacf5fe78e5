import { toSixDecimals, toUnitInterval } from '../../facts/decimals.ts';
import { DIFFICULTY_LEVELS, type DifficultyLevel } from '../../facts/difficulty-level.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import { createEstimate, type DifficultyEstimate, levelOfScore, representativeScore } from './estimate.ts';
import type { DifficultyEstimator, WaitAtMost } from './estimator.ts';

const COMBINATIONS = ['weighted_average', 'majority_vote', 'max_confidence', 'average'] as const;
export type Combination = (typeof COMBINATIONS)[number];

export interface EnsembleOptions {
  readonly estimators: readonly DifficultyEstimator[];
  readonly waitAtMost: WaitAtMost;
  /** One for each estimator, ≥ 0, with a positive sum; equal by default. */
  readonly weights?: readonly number[] | undefined;
  /** Default `weighted_average`. */
  readonly combination?: Combination | undefined;
  /** Asked when all others fail. */
  readonly fallback?: DifficultyEstimator | undefined;
}

/** For each estimator (spec C13). */
const ESTIMATOR_MS = 10_000;

/** Of an estimate that names none: as sure as one can be of nothing. */
const UNSTATED_CONFIDENCE = 0.5;

interface Vote {
  readonly level: DifficultyLevel;
  readonly score: number;
  readonly confidence: number;
  readonly weight: number;
}

/**
 * Several estimators as one (spec C13). When one fails or is late, its weight leaves with it.
 *
 * Errors: `estimators_required`, `invalid_estimators`, `weights_length_mismatch`, `invalid_weights`,
 * `invalid_combination`; the estimator's: `all_estimators_failed`, and those of the fallback.
 */
export function ensembleEstimator(options: EnsembleOptions): Result<DifficultyEstimator> {
  const { estimators, waitAtMost, combination = 'weighted_average', fallback } = options;
  if (!Array.isArray(estimators) || estimators.length === 0) {
    return fail('estimators_required', 'An ensemble needs at least one estimator.');
  }
  if (![...estimators, fallback ?? estimators[0]].every((member) => typeof member === 'function')) {
    return fail('invalid_estimators', 'Every member of an ensemble is an estimator.');
  }
  const weights = checkWeights(options.weights ?? estimators.map(() => 1), estimators.length);
  if (!weights.ok) return weights;
  if (!COMBINATIONS.includes(combination)) {
    return fail('invalid_combination', `Estimates are combined by ${COMBINATIONS.join(', ')}.`);
  }
  return ok(async (query) => {
    const results = await Promise.all(estimators.map((member) => resultOf(member, query, waitAtMost)));
    const votes = results.flatMap((estimate, at) =>
      estimate === null ? [] : [voteOf(estimate, weights.value[at] ?? 0)],
    );
    if (votes.length > 0) return combine(votes, combination, estimators.length);
    const last = fallback === undefined ? null : await resultOf(fallback, query, waitAtMost);
    return last === null ? fail('all_estimators_failed', 'No estimator gave an answer.') : ok(last);
  });
}

function checkWeights(weights: readonly number[], length: number): Result<readonly number[]> {
  if (!Array.isArray(weights) || weights.length !== length) {
    return fail('weights_length_mismatch', `There are ${length} estimators: give as many weights.`);
  }
  const right = weights.every((weight) => Number.isFinite(weight) && weight >= 0);
  return right && weights.some((weight) => weight > 0)
    ? ok(weights)
    : fail('invalid_weights', 'Weights are numbers of 0 or more, and not all 0.');
}

/** Null for a member that fails, throws or is late. */
async function resultOf(
  member: DifficultyEstimator,
  query: unknown,
  waitAtMost: WaitAtMost,
): Promise<DifficultyEstimate | null> {
  try {
    const waited = await waitAtMost(member(query), ESTIMATOR_MS);
    return waited.done && waited.value.ok ? waited.value.value : null;
  } catch {
    // Members come from outside; that one throws is its failure, not ours.
    return null;
  }
}

function voteOf({ level, score, confidence }: DifficultyEstimate, weight: number): Vote {
  return {
    level,
    score: score ?? representativeScore(level),
    confidence: confidence ?? UNSTATED_CONFIDENCE,
    weight,
  };
}

function combine(
  votes: readonly Vote[],
  combination: Combination,
  asked: number,
): Result<DifficultyEstimate> {
  const { level, score, confidence } = combined(votes, combination);
  return createEstimate({
    source: 'estimator',
    level,
    score,
    confidence,
    reasoning: `${combination} of ${votes.length} of ${asked} estimators`,
    metadata: { combination, answered: votes.length, asked },
  });
}

function combined(votes: readonly Vote[], combination: Combination): Omit<Vote, 'weight'> {
  switch (combination) {
    case 'weighted_average':
      return averageOf(votes);
    case 'average':
      return averageOf(votes.map((vote) => ({ ...vote, weight: 1 })));
    case 'max_confidence':
      return votes.reduce((best, vote) => (vote.confidence > best.confidence ? vote : best));
    case 'majority_vote':
      return majorityOf(votes);
    default:
      throw new RangeError(`No combination ${String(combination)}.`);
  }
}

/** Level from the score. Those who answered may all have had no weight: then they have the same. */
function averageOf(votes: readonly Vote[]): Omit<Vote, 'weight'> {
  // In shares of the largest, so that no sum of weights is infinite.
  const largest = Math.max(...votes.map(({ weight }) => weight));
  const shares = votes.map(({ weight }) => (largest === 0 ? 1 : weight / largest));
  const sum = shares.reduce((a, b) => a + b, 0);
  const mean = (of: (vote: Vote) => number) =>
    toSixDecimals(
      toUnitInterval(votes.reduce((total, vote, at) => total + (of(vote) * (shares[at] ?? 0)) / sum, 0)),
    );
  const score = mean((vote) => vote.score);
  return { level: levelOfScore(score), score, confidence: mean(({ confidence }) => confidence) };
}

/** The level with most votes, the harder one at a tie. */
function majorityOf(votes: readonly Vote[]): Omit<Vote, 'weight'> {
  let winners: readonly Vote[] = [];
  for (const level of DIFFICULTY_LEVELS) {
    const group = votes.filter((vote) => vote.level === level);
    if (group.length > 0 && group.length >= winners.length) winners = group;
  }
  const level = winners[0]?.level ?? 'medium';
  const score = winners.reduce((sum, vote) => sum + vote.score, 0) / winners.length;
  return { level, score: toSixDecimals(score), confidence: toSixDecimals(winners.length / votes.length) };
}
