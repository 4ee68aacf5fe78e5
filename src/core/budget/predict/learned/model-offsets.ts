import { clamp } from './statistics.ts';

/**
 * How much more or less than the first one each model takes, in log tokens. A change of model then moves every
 * forecast at once after a few tasks, and what was learned under the old one keeps its use: the members see only
 * what the reference model would have taken.
 *
 * Two answers compete for every further model: it takes what the reference takes, or it differs by an amount that a
 * Kalman filter estimates. The offset is that amount times the probability of the second answer, so that chance
 * alone moves nothing.
 */
export interface ModelOffsets {
  /** The first model is the reference: its offset stays 0. */
  readonly known: readonly ModelOffset[];
  /** Running mean square of the median's errors: how much an outcome can tell. */
  readonly noise: number;
}

export interface ModelOffset {
  readonly model: string;
  /** The difference, if there is one, and how uncertain it is. */
  readonly mean: number;
  readonly variance: number;
  /** Log odds that there is one. */
  readonly odds: number;
}

/** A model that differs does so by about a factor of e, which has a threefold change well inside. */
const START_VARIANCE = 1;
/** One model in ten is thought to differ before anything is seen of it. */
const START_ODDS = Math.log(0.1 / 0.9);
/** Odds beyond e^8 would take too long to come back from. */
const MOST_ODDS = 8;
const START_NOISE = 1;
const NOISE_STEP = 0.02;
const MOST_SURPRISE = 2.5;
/** More models than these are not told apart; those that came first after the reference go first. */
const KEPT_MODELS = 50;

export const NEW_OFFSETS: ModelOffsets = { known: [], noise: START_NOISE };

/** Log tokens above the reference model; 0 for one that was never seen. */
export function offsetOf({ known }: ModelOffsets, model: string | null): number {
  const found = known.find((each) => each.model === (model ?? ''));
  return found === undefined ? 0 : expected(found);
}

function expected({ mean, odds }: ModelOffset): number {
  return mean / (1 + Math.exp(-odds));
}

/** @param error log tokens minus the median that was forecast with the offset. */
export function learnOffset(state: ModelOffsets, model: string | null, error: number): ModelOffsets {
  const name = model ?? '';
  const { known, noise } = state;
  const surprise = clamp(error, -MOST_SURPRISE, MOST_SURPRISE);
  const nextNoise = noise + NOISE_STEP * (surprise ** 2 - noise);
  const [reference, ...others] = known;
  if (reference === undefined)
    return { known: [{ model: name, mean: 0, variance: 0, odds: START_ODDS }], noise: nextNoise };
  if (reference.model === name) return { known, noise: nextNoise };
  const before = others.find((each) => each.model === name) ?? {
    model: name,
    mean: 0,
    variance: START_VARIANCE,
    odds: START_ODDS,
  };
  const now = afterOutcome(before, surprise + expected(before), noise);
  const rest = others.filter((each) => each !== before && each.model !== name);
  return { known: [reference, ...[...rest, now].slice(-KEPT_MODELS)], noise: nextNoise };
}

/** @param above log tokens above the median for the reference model. */
function afterOutcome(
  { model, mean, variance, odds }: ModelOffset,
  above: number,
  noise: number,
): ModelOffset {
  const spread = variance + noise;
  const gain = variance / spread;
  const evidence = logDensity(above - mean, spread) - logDensity(above, noise);
  return {
    model,
    mean: mean + gain * (above - mean),
    variance: variance * (1 - gain),
    odds: clamp(odds + evidence, -MOST_ODDS, MOST_ODDS),
  };
}

/** Of a normal distribution, but for the constant. */
function logDensity(distance: number, variance: number): number {
  return -(Math.log(variance) + distance ** 2 / variance) / 2;
}
