import type { Characteristics } from '../../../facts/characteristics.ts';
import { roundHalfAway, toUnitInterval } from '../../../facts/decimals.ts';
import { percentilesOf } from '../../../facts/percentiles.ts';
import type { BasisTask, Factor, Interval } from '../../../facts/prediction.ts';
import { factorsOf, productOf } from './factors.ts';
import type { FormulaParameters } from './parameters.ts';
import type { SimilarTasks } from './past-tasks.ts';

/** What the formula says of a task (spec P5). */
export interface FormulaForecast {
  readonly method: 'heuristic' | 'history';
  readonly recommended: number;
  readonly confidence: number;
  /** Found when it is asked for: as a baseline the formula needs none. */
  readonly interval: () => Interval;
  readonly factors: readonly Factor[];
  readonly basis: readonly BasisTask[];
  readonly similarTasks: number;
  readonly similarMean: number | null;
}

/**
 * The formula predictor: a base from the similar tasks of the past, or from the complexity when there are too few,
 * times the factors of the task. The cold start of the learned predictor, and its baseline.
 */
export function formulaForecast(
  task: Characteristics,
  similar: SimilarTasks,
  parameters: FormulaParameters,
): FormulaForecast {
  const factors = factorsOf(task, parameters);
  const product = productOf(factors);
  const fromHistory = similar.count >= parameters.minHistory && similar.usable > 0;
  const base = fromHistory
    ? similar.weightedMean
    : parameters.heuristicBase + parameters.perPoint * task.complexity;
  const recommended = withinBounds(base * product, parameters);
  return {
    method: fromHistory ? 'history' : 'heuristic',
    recommended,
    confidence: fromHistory ? confidenceOf(task, similar, parameters) : parameters.heuristicConfidence,
    interval: () => intervalOf(recommended, product, fromHistory ? similar : null, parameters),
    factors,
    basis: fromHistory ? similar.basis : [],
    similarTasks: similar.count,
    similarMean: similar.usable > 0 ? similar.mean : null,
  };
}

/** Whole tokens within P1's bounds. */
export function withinBounds(tokens: number, { minBudget, maxBudget }: FormulaParameters): number {
  return Math.min(maxBudget, Math.max(minBudget, roundHalfAway(tokens)));
}

function confidenceOf(task: Characteristics, similar: SimilarTasks, parameters: FormulaParameters): number {
  const { count, evenness, recency, familiarity } = parameters.confidence;
  const even = similar.mean === 0 ? 0 : Math.max(0, 1 - similar.variation);
  return toUnitInterval(
    count * Math.min(1, similar.count / parameters.fullConfidenceCount) +
      evenness * even +
      recency * similar.recentShare +
      familiarity * (1 - task.novelty),
  );
}

/** The interval around a budget that nothing backs (spec P5): the heuristic's, and that of an override. */
export function statedInterval(recommended: number, parameters: FormulaParameters): Interval {
  return intervalOf(recommended, 1, null, parameters);
}

function intervalOf(
  recommended: number,
  product: number,
  similar: SimilarTasks | null,
  parameters: FormulaParameters,
): Interval {
  const known = similar !== null && similar.usable >= parameters.minHistory;
  const [tenth, ninetieth] = known ? percentilesOf(similar.used(), [10, 90]) : [];
  const low = tenth === undefined ? parameters.intervalLow * recommended : tenth * product;
  const high = ninetieth === undefined ? parameters.intervalHigh * recommended : ninetieth * product;
  return Object.freeze({
    low: Math.min(recommended, roundHalfAway(low)),
    high: Math.max(recommended, roundHalfAway(high)),
    level: parameters.intervalLevel,
    calibrated: false,
  });
}
