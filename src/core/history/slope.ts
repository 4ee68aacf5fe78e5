/** Least-squares slope of values over their place, 0, 1, …; 0 for fewer than two. */
export function slopeOf(values: readonly number[]): number {
  const n = values.length;
  if (n < 2) return 0;
  const middle = (n - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  let product = 0;
  let square = 0;
  for (const [place, value] of values.entries()) {
    product += (place - middle) * (value - mean);
    square += (place - middle) ** 2;
  }
  return product / square;
}

/** A slope below this, in either direction, is none; so is one through fewer points than these (spec P9). */
export const LEAST_SLOPE = 0.01;
export const LEAST_POINTS = 3;
