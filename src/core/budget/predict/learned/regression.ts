import type { MemberForecast, PastTask, Question } from './question.ts';
import { conformalQuantiles, KEPT_RESIDUALS, type Residuals } from './residuals.ts';
import { learnRidge, type Ridge, startRidge, valueAt } from './ridge.ts';
import { appended, clamp, mean } from './statistics.ts';
import { EMPTY_WINDOW, pushed } from './window.ts';

/** A regression member: log tokens minus the running mean, on the text, the session and the neighbours. */
export interface Regression {
  readonly ridge: Ridge | null;
  readonly residuals: Residuals;
  /** Absolute errors of late: what is usual. */
  readonly errors: readonly number[];
}

export const NEW_REGRESSION: Regression = { ridge: null, residuals: EMPTY_WINDOW, errors: [] };

export interface RegressionSettings {
  readonly useText: boolean;
  readonly useNeighbours: boolean;
  readonly ridge: number;
  readonly forgetting: number;
  /** Which of a past task's errors are this member's; null: no local scale. */
  readonly errorsAt: number | null;
}

export interface RegressionForecast extends MemberForecast {
  readonly row: readonly number[];
}

/** Neighbours below this similarity weigh nothing; above, by this power (prediction study, section 3.2). */
const LEAST_SIMILARITY = 0.05;
const SIMILARITY_POWER = 1.5;
/** An imagined neighbour of that weight at the running mean. */
const SHRINK = 0.15;
const NEIGHBOUR_START = 0.6;
/** With fewer tasks the forecast is averaged with the running mean. */
const TRUSTED_FROM = 8;
/** Nothing is forecast further than this (twofold) outside what has been seen. */
const OUTSIDE_RANGE = 0.7;
const SCALED_FROM = 31;
const KEPT_ERRORS = 300;
const MOMENTUM = 8;

export function weightOf(similarity: number, power: number): number {
  return Math.max(similarity - LEAST_SIMILARITY, 0) ** power;
}

/** What the neighbours say: their weighted deviation from the running mean, shrunk to 0. */
export function neighbourDeviation(neighbours: readonly PastTask[], power: number, shrink: number): number {
  let pull = 0;
  let total = 0;
  for (const { similarity, deviation } of neighbours) {
    const weight = weightOf(similarity, power);
    pull += weight * deviation;
    total += weight;
  }
  return pull / (total + shrink);
}

export function forecastRegression(
  state: Regression,
  question: Question,
  settings: RegressionSettings,
): RegressionForecast {
  const { count, centre, lowest, highest } = question;
  const row = rowOf(question, settings);
  const ridge = state.ridge ?? startRidge(startOf(row.length, settings), settings.ridge);
  let forecast = centre + valueAt(ridge, row);
  if (count < TRUSTED_FROM) {
    forecast = count === 0 ? centre : (count * forecast + TRUSTED_FROM * centre) / (count + TRUSTED_FROM);
  }
  if (count > 0) forecast = clamp(forecast, lowest - OUTSIDE_RANGE, highest + OUTSIDE_RANGE);
  const scale = localScale(state, question, settings);
  const quantiles = conformalQuantiles(state.residuals, forecast, scale, question.prior.spread);
  return { row, centre: forecast, scale, quantiles };
}

export function learnRegression(
  state: Regression,
  question: Question,
  { row, centre, scale }: RegressionForecast,
  log: number,
  settings: RegressionSettings,
): Regression {
  const ridge = state.ridge ?? startRidge(startOf(row.length, settings), settings.ridge);
  return {
    ridge: learnRidge(ridge, row, log - question.centre, settings.ridge, settings.forgetting),
    residuals: pushed(state.residuals, (log - centre) / scale, KEPT_RESIDUALS),
    errors: appended(state.errors, Math.abs(log - centre), KEPT_ERRORS),
  };
}

/** The neighbours' deviation stands third from the end, or second of two. */
function rowOf(question: Question, { useText, useNeighbours }: RegressionSettings): readonly number[] {
  const neighbours = useNeighbours ? question.neighbours : [];
  const deviation = neighbourDeviation(neighbours, SIMILARITY_POWER, SHRINK);
  if (!useText) return [1, deviation];
  const { latest, centre, count } = question;
  const momentum = count < 3 ? 0 : mean(latest.slice(-MOMENTUM)) - centre;
  return [...question.text, ...question.session, deviation, neighbours[0]?.similarity ?? 0, momentum];
}

function startOf(size: number, { useText, useNeighbours }: RegressionSettings): readonly number[] {
  const start = Array.from({ length: size }, () => 0);
  if (useNeighbours) start[useText ? size - 3 : 1] = NEIGHBOUR_START;
  return start;
}

/** Whether the forecasts of the neighbours were better or worse than is usual (section 3.5). */
function localScale(
  state: Regression,
  { neighbours }: Question,
  { errorsAt, useNeighbours }: RegressionSettings,
): number {
  if (errorsAt === null || state.residuals.latest.length < SCALED_FROM) return 1;
  const usual = mean(state.errors);
  if (usual === 0) return 1;
  let local = usual;
  let total = 0;
  for (const { similarity, errors } of useNeighbours ? neighbours : []) {
    const weight = weightOf(similarity, SIMILARITY_POWER);
    local += weight * Math.abs(errors[errorsAt] ?? 0);
    total += weight;
  }
  return clamp(local / (total + 1) / usual, 0.5, 2) ** 0.7;
}
