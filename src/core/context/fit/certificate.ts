/**
 * How far a bound computed in doubles may be off: totals are integers below 2^48, whose products with a slope are
 * exact to 2^-4 or better.
 */
const ROUNDING = 0.1;

/** The greatest total of integer values that a computed bound allows. The only place where a bound is rounded. */
export function certified(bound: number): number {
  return Math.floor(bound + ROUNDING);
}

/** The most that a solution better than `best` may lose against `bound`: certified(bound − loss) > best. */
export function lossAllowed(bound: number, best: number): number {
  return bound + ROUNDING - (best + 1);
}
