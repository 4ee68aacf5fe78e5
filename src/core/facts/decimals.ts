/**
 * Rounds to 6 decimals, half away from zero, before a comparison with a threshold: 0.5 + 0.1 is not above 0.6
 * (spec P1).
 *
 * @param value finite, |value| < 10⁹
 */
export function toSixDecimals(value: number): number {
  const millionths = Math.round(Math.abs(value) * 1e6) / 1e6;
  return value < 0 && millionths !== 0 ? -millionths : millionths;
}

/** Nearest integer, half away from zero (spec README): −2.5 is −3. */
export function roundHalfAway(value: number): number {
  const rounded = Math.round(Math.abs(value));
  return value < 0 && rounded !== 0 ? -rounded : rounded;
}

/** The nearest share of 1. NaN has none; it is the caller's bug. */
export function toUnitInterval(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/**
 * Percentile by linear interpolation at (n − 1)·p/100 (spec README).
 *
 * @param values at least one, in any order
 * @param percent in [0, 100]
 * @throws RangeError without values
 */
export function percentileOf(values: readonly number[], percent: number): number {
  // ten times as fast for numbers as a sort by a function
  const sorted = Float64Array.from(values).sort();
  const at = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  if (below === undefined || above === undefined)
    throw new RangeError('A percentile needs at least one value.');
  return below + (above - below) * (at - Math.floor(at));
}
