import type { MemberForecast, Question } from './question.ts';
import {
  forecastRegression,
  learnRegression,
  neighbourDeviation,
  NEW_REGRESSION,
  type Regression,
  type RegressionForecast,
  type RegressionSettings,
} from './regression.ts';
import { conformalQuantiles, KEPT_RESIDUALS, type Residuals } from './residuals.ts';
import { mean, quantileOf, softmin, weighted } from './statistics.ts';
import { EMPTY_WINDOW, pushed } from './window.ts';

/** A point forecast made of five, weighted by how wrong each was of late (prediction study, section 3.7). */
export interface Stack {
  readonly full: Regression;
  readonly textOnly: Regression;
  readonly losses: readonly number[];
  readonly residuals: Residuals;
}

export interface StackForecast extends MemberForecast {
  readonly full: RegressionForecast;
  readonly textOnly: RegressionForecast;
  readonly points: readonly number[];
}

/** In the order median, recent, neighbours, text only, full: those that need no learning start ahead. */
const START_LOSSES = [0, 0.5, 0, 0.5, 0.5];
export const NEW_STACK: Stack = {
  full: NEW_REGRESSION,
  textOnly: NEW_REGRESSION,
  losses: START_LOSSES,
  residuals: EMPTY_WINDOW,
};

const FULL: RegressionSettings = {
  useText: true,
  useNeighbours: true,
  ridge: 4,
  forgetting: 0.998,
  errorsAt: 2,
};
const TEXT_ONLY: RegressionSettings = {
  useText: true,
  useNeighbours: false,
  ridge: 8,
  forgetting: 0.9985,
  errorsAt: null,
};
const RECENT = 12;
const NEIGHBOUR_POWER = 2;
const NEIGHBOUR_SHRINK = 0.06;
const SHARPNESS = 2;
const DECAY = 0.98;
const MOST_LOSS = 2.5;

export function forecastStack(state: Stack, question: Question): StackForecast {
  const full = forecastRegression(state.full, question, FULL);
  const textOnly = forecastRegression(state.textOnly, question, TEXT_ONLY);
  const { latest, neighbours, count } = question;
  const median = medianOf(question);
  const recent = count < 3 ? median : (mean(latest.slice(-RECENT)) + median) / 2;
  const near = question.centre + neighbourDeviation(neighbours, NEIGHBOUR_POWER, NEIGHBOUR_SHRINK);
  const points = [median, recent, near, textOnly.centre, full.centre];
  const centre = weighted(softmin(state.losses, SHARPNESS), points);
  const quantiles = conformalQuantiles(state.residuals, centre, full.scale, question.prior.spread);
  return { full, textOnly, points, centre, scale: full.scale, quantiles };
}

export function learnStack(state: Stack, question: Question, forecast: StackForecast, log: number): Stack {
  const { points, centre, scale } = forecast;
  return {
    full: learnRegression(state.full, question, forecast.full, log, FULL),
    textOnly: learnRegression(state.textOnly, question, forecast.textOnly, log, TEXT_ONLY),
    losses: state.losses.map(
      (loss, i) => DECAY * loss + Math.min(Math.abs((points[i] ?? 0) - log), MOST_LOSS),
    ),
    residuals: pushed(state.residuals, (log - centre) / scale, KEPT_RESIDUALS),
  };
}

function medianOf({ recent, prior, count }: Question): number {
  if (count === 0) return prior.centre;
  const median = quantileOf(recent, 0.5);
  return (median * count + prior.centre * prior.weight) / (count + prior.weight);
}
