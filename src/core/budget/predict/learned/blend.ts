import { MEMBERS } from './experts.ts';
import { clamp, LEVELS, pinball, softmin, weighted } from './statistics.ts';

/** How the members are weighed at each level, and the last correction of each level (prediction study, section 3.8). */
export interface Blend {
  /** Decayed loss of every member, by level. */
  readonly losses: readonly (readonly number[])[];
  /** What is added at each level so that it is passed as often as it says: adaptive conformal inference. */
  readonly shifts: readonly number[];
}

export const NEW_BLEND: Blend = {
  losses: LEVELS.map(() => Array.from({ length: MEMBERS }, () => 0)),
  shifts: LEVELS.map(() => 0),
};

const SHARPNESS = 6;
const DECAY = 0.99;
const STEP = 0.016;
const MOST_SHIFT = 0.6;

/** One quantile a level, ascending: sorting them is what keeps them from crossing. */
export function blended(state: Blend, candidates: readonly (readonly number[])[]): readonly number[] {
  return LEVELS.map((_, level) => {
    const weights = softmin(state.losses[level] ?? [], SHARPNESS);
    return weighted(weights, candidates[level] ?? []) + (state.shifts[level] ?? 0);
  }).toSorted((a, b) => a - b);
}

export function learnBlend(
  state: Blend,
  candidates: readonly (readonly number[])[],
  forecast: readonly number[],
  log: number,
): Blend {
  return {
    losses: LEVELS.map((p, level) => {
      const comparable = 0.5 / (2 * p * (1 - p) + 0.1); // losses of different levels in one measure
      const members = candidates[level] ?? [];
      return (state.losses[level] ?? []).map(
        (loss, member) => DECAY * loss + comparable * pinball(p, log - (members[member] ?? 0)),
      );
    }),
    shifts: LEVELS.map((p, level) => {
      const covered = log <= (forecast[level] ?? 0) ? 1 : 0;
      return clamp((state.shifts[level] ?? 0) + STEP * (p - covered), -MOST_SHIFT, MOST_SHIFT);
    }),
  };
}
