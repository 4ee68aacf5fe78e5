/** The levels that are forecast, ascending (spec P4). */
export const LEVELS = [0.05, 0.1, 0.5, 0.8, 0.9, 0.95] as const;

/** Where those levels lie in a standard normal distribution. */
export const NORMAL_AT_LEVELS = [
  -1.6448536269514722, -1.2815515655446004, 0, 0.8416212335729143, 1.2815515655446004, 1.6448536269514722,
] as const;

export function clamp(x: number, low: number, high: number): number {
  return x < low ? low : x > high ? high : x;
}

export function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** 0 for no values. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}

export function ascending(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}

/** Linear interpolation at (n − 1)·p between sorted values (common rules of the spec); 0 for none. */
export function quantileOf(sorted: ArrayLike<number>, p: number): number {
  return between(sorted, p * (sorted.length - 1));
}

/** The value at a fractional position of sorted values, kept inside them. */
export function between(sorted: ArrayLike<number>, position: number): number {
  const at = clamp(position, 0, Math.max(0, sorted.length - 1));
  const low = Math.floor(at);
  const below = sorted[low] ?? 0;
  return below + ((sorted[low + 1] ?? below) - below) * (at - low);
}

/** Loss of a forecast of quantile p whose outcome was `error` above it; never negative. */
export function pinball(p: number, error: number): number {
  return Math.max(p * error, (p - 1) * error);
}

/** Weights that sum to 1 and fall by e for every 1/sharpness of loss. */
export function softmin(losses: readonly number[], sharpness: number): readonly number[] {
  const least = Math.min(...losses);
  const weights = losses.map((loss) => Math.exp(-sharpness * (loss - least)));
  const total = sum(weights);
  return weights.map((weight) => weight / total);
}

export function weighted(weights: readonly number[], values: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += (weights[i] ?? 0) * (values[i] ?? 0);
  return total;
}

/** Φ(x) by erf(t) = 2/√π · e^(−t²) · Σ 2ⁿ t^(2n+1) / (2n+1)!!, a series without cancellation. */
export function normalCdf(x: number): number {
  const t = Math.abs(x) / Math.SQRT2;
  if (t > 6) return x > 0 ? 1 : 0;
  let term = t;
  let series = t;
  for (let n = 1; term > 1e-17 * series && n < 400; n++) {
    term *= (2 * t * t) / (2 * n + 1);
    series += term;
  }
  const erf = (2 / Math.sqrt(Math.PI)) * Math.exp(-t * t) * series;
  return x > 0 ? (1 + erf) / 2 : (1 - erf) / 2;
}

/** The latest `most` values, oldest first. */
export function appended(values: readonly number[], value: number, most: number): readonly number[] {
  return values.length < most ? [...values, value] : [...values.slice(values.length - most + 1), value];
}

/** The first place of sorted values whose value is not below. */
export function placeOf(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
