import { clamp } from './statistics.ts';

/**
 * How much more or less than the first one each model takes, in log tokens. A change of model then moves every
 * forecast at once after a few tasks, and what was learned under the old one keeps its use: the members see only
 * what the reference model would have taken.
 *
 * One Kalman filter a model: a new one is expected to take what the reference takes, give or take
 * {@link START_VARIANCE}, and each outcome moves the estimate by its share of what is uncertain.
 */
export interface ModelOffsets {
  /** The first model is the reference: its offset stays 0. */
  readonly known: readonly ModelOffset[];
  /** Running mean square of the median's errors: how much an outcome can tell. */
  readonly noise: number;
}

export interface ModelOffset {
  readonly model: string;
  readonly mean: number;
  readonly variance: number;
}

export const START_VARIANCE = 0.25;
const START_NOISE = 1;
const NOISE_STEP = 0.02;
const MOST_SURPRISE = 2.5;
/** More models than this are not told apart; those that came first go first. */
const KEPT_MODELS = 50;

export const NEW_OFFSETS: ModelOffsets = { known: [], noise: START_NOISE };

/** Log tokens above the reference model; 0 for one that was never seen. */
export function offsetOf({ known }: ModelOffsets, model: string | null): number {
  return known.find((each) => each.model === (model ?? ''))?.mean ?? 0;
}

/** @param error log tokens minus the median that was forecast with the offset. */
export function learnOffset(state: ModelOffsets, model: string | null, error: number): ModelOffsets {
  const name = model ?? '';
  const { known, noise } = state;
  const surprise = clamp(error, -MOST_SURPRISE, MOST_SURPRISE);
  const nextNoise = noise + NOISE_STEP * (surprise ** 2 - noise);
  if (known.length === 0) return { known: [{ model: name, mean: 0, variance: 0 }], noise: nextNoise };
  const before = known.find((each) => each.model === name) ?? {
    model: name,
    mean: 0,
    variance: START_VARIANCE,
  };
  const gain = before.variance / (before.variance + noise);
  const now = { model: name, mean: before.mean + gain * surprise, variance: before.variance * (1 - gain) };
  const [reference, ...others] = known;
  const rest = others.filter((each) => each.model !== name);
  const next =
    reference?.model === name ? [now, ...rest] : [...known.slice(0, 1), ...rest.slice(-KEPT_MODELS), now];
  return { known: next, noise: nextNoise };
}
