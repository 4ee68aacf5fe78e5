import { type Picks, type Problem, sumOf } from './problem.ts';
import { relax } from './relaxation.ts';

/** Sums of the same values in another order differ in the last places only. */
const SUMMING_NOISE = 1e-12;

export interface Bound {
  readonly upperBound: number;
  readonly proven: boolean;
}

/** Spec F4: the linear relaxation as the bound of a selection, which is proven when it reaches it. */
export function relaxationBound(problem: Problem, picks: Picks): Bound {
  const { base, cost, price } = relax(problem);
  const value = sumOf(picks, problem.values);
  const bound = sumOf(base, problem.values) + price * (problem.room - cost);
  if (bound - value <= SUMMING_NOISE * bound) return { upperBound: value, proven: true };
  return { upperBound: bound, proven: false };
}
