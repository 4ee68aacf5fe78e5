import type { Level } from '../item.ts';

/** u(level), the worth of a level against the full text (spec F10, the column of the goldens). */
export const LEVEL_UTILITY: Readonly<Record<Level, number>> = {
  full: 1,
  chunks: 0.8,
  outline: 0.5,
  path: 0.05,
};

/** Value of a variant: probability · u(level) (spec F1), in [0, 1] for a probability in [0, 1]. */
export function valueOf(probability: number, level: Level): number {
  return probability * LEVEL_UTILITY[level];
}
