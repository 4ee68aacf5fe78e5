import type { Problem } from './problem.ts';

/** Bits of the largest value when values are no short decimals (spec F4). */
const BITS = 30;
/** Sums stay below 2^48, so that a bound computed in doubles is off by far less than half a unit. */
const SUM_BITS = 48;
/** Decimals of up to 6 places count exactly (spec F4). */
const MOST_PLACES = 1e6;
/** A product such as 0.9 · 0.05 is a few units in the last place off its decimal; measured data are far more. */
const DECIMAL_NOISE = 1e-14;

/** A problem whose values are integers without a common divisor: sums are exact, whatever their order. */
export interface WholeProblem extends Problem {
  /** Whether the integers stand for the values exactly. */
  readonly exact: boolean;
  /** The real value that a total of `whole` units stands for, at most: rounding of the values included. */
  readonly atMost: (whole: number) => number;
}

/**
 * Scales decimals of up to 6 places exactly, else so that the largest value that fits becomes 2³⁰, and divides by
 * the greatest common divisor. Values of variants that cannot fit are of no account.
 */
export function toIntegers(problem: Problem): WholeProblem {
  const { items, costs, values, room } = problem;
  const bits = Math.min(BITS, SUM_BITS - Math.ceil(Math.log2(items + 1)));
  const offered = values.slice();
  let largest = 0;
  for (let k = 0; k < offered.length; k++) {
    if ((costs[k] as number) > room) offered[k] = 0;
    else if ((offered[k] as number) > largest) largest = offered[k] as number;
  }
  const power = decimalPower(offered, 2 ** bits / largest);
  const exact = power > 0 || largest === 0;
  // Values below 2^-1000 would overflow the scale; they are not told apart from nothing.
  const scale = exact ? Math.max(power, 1) : Math.min(2 ** bits / largest, Number.MAX_VALUE);

  let step = 0;
  for (let k = 0; k < offered.length; k++) {
    const whole = Math.round((offered[k] as number) * scale);
    offered[k] = whole;
    if (step !== 1 && whole > 0) step = greatestCommonDivisor(step, whole);
  }
  const unit = Math.max(step, 1);
  if (unit > 1) for (let k = 0; k < offered.length; k++) offered[k] = (offered[k] as number) / unit;
  const rounding = exact ? 0 : 0.5 * items;
  return { ...problem, values: offered, exact, atMost: (whole) => (whole * unit + rounding) / scale };
}

/** The least power of ten that makes every value an integer, or 0 when none up to both limits does. */
function decimalPower(values: Float64Array, limit: number): number {
  const most = Math.min(limit, MOST_PLACES);
  let power = 1;
  for (const value of values) {
    while (power <= most && !isWhole(value * power)) power *= 10;
    if (power > most) return 0;
  }
  return power;
}

function isWhole(scaled: number): boolean {
  return Math.abs(scaled - Math.round(scaled)) <= DECIMAL_NOISE * scaled;
}

function greatestCommonDivisor(a: number, b: number): number {
  let larger = a;
  let smaller = b;
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
