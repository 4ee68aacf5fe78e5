import type { Question } from './question.ts';
import {
  forecastRegression,
  learnRegression,
  NEW_REGRESSION,
  type Regression,
  type RegressionForecast,
  type RegressionSettings,
} from './regression.ts';
import { forecastStack, learnStack, NEW_STACK, type Stack, type StackForecast } from './stack.ts';
import { LEVELS, NORMAL_AT_LEVELS, quantileOf } from './statistics.ts';

/** The members that learn (prediction study, section 3.7). */
export interface Experts {
  readonly neighbours: Regression;
  readonly regression: Regression;
  readonly stack: Stack;
}

export const NEW_EXPERTS: Experts = {
  neighbours: NEW_REGRESSION,
  regression: NEW_REGRESSION,
  stack: NEW_STACK,
};

export interface ExpertForecasts {
  readonly neighbours: RegressionForecast;
  readonly regression: RegressionForecast;
  readonly stack: StackForecast;
  /** Quantiles of all five members: at each level, in the order all, lately, neighbours, regression, stack. */
  readonly candidates: readonly (readonly number[])[];
}

export const MEMBERS = 5;

/** Places of the members' errors in a past task: neighbours, regression, the stack's full regression. */
const NEIGHBOURS: RegressionSettings = {
  useText: false,
  useNeighbours: true,
  ridge: 4,
  forgetting: 0.998,
  errorsAt: 0,
};
const REGRESSION: RegressionSettings = {
  useText: true,
  useNeighbours: true,
  ridge: 6,
  forgetting: 0.998,
  errorsAt: 1,
};

export function forecastExperts(state: Experts, question: Question): ExpertForecasts {
  const neighbours = forecastRegression(state.neighbours, question, NEIGHBOURS);
  const regression = forecastRegression(state.regression, question, REGRESSION);
  const stack = forecastStack(state.stack, question);
  const all = runningQuantiles(question.sorted, question);
  const lately = runningQuantiles(question.lately, question);
  const members = [all, lately, neighbours.quantiles, regression.quantiles, stack.quantiles];
  const candidates = LEVELS.map((_, level) => members.map((quantiles) => quantiles[level] ?? 0));
  return { neighbours, regression, stack, candidates };
}

export function learnExperts(
  state: Experts,
  question: Question,
  forecasts: ExpertForecasts,
  log: number,
): Experts {
  return {
    neighbours: learnRegression(state.neighbours, question, forecasts.neighbours, log, NEIGHBOURS),
    regression: learnRegression(state.regression, question, forecasts.regression, log, REGRESSION),
    stack: learnStack(state.stack, question, forecasts.stack, log),
  };
}

/** What the scaled members were wrong by: kept with the task for its later neighbours. */
export function errorsOf({ neighbours, regression, stack }: ExpertForecasts, log: number): readonly number[] {
  return [log - neighbours.centre, log - regression.centre, log - stack.full.centre];
}

function runningQuantiles(sorted: ArrayLike<number>, { prior }: Question): readonly number[] {
  const n = sorted.length;
  return LEVELS.map((p, level) => {
    const fallback = prior.centre + (NORMAL_AT_LEVELS[level] ?? 0) * prior.spread;
    const weight = n === 0 ? 1 : prior.weight;
    return (quantileOf(sorted, p) * n + fallback * weight) / (n + weight);
  });
}
