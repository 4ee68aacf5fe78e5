import { bestPair } from './best-pair.ts';
import { certified } from './certificate.ts';
import { countBound } from './count-bound.ts';
import { coreProgramme } from './core-programme.ts';
import { bestSingleChange, filledUp } from './incumbents.ts';
import { toIntegers, type WholeProblem } from './integer-values.ts';
import type { Picks, Problem } from './problem.ts';
import { coreItems, reduce, type Reduction, type Solution } from './reduction.ts';
import { relax, type Relaxation } from './relaxation.ts';

/**
 * Longest lists of states, pass by pass: most problems are proven by the first. Found on the hard classes of the
 * bench at a million units: 2,000, 12,000 and 100,000, as in the study, left twice the gap at 1,000 items.
 */
const WIDTHS: readonly number[] = [8_000, 100_000];
/** With a smaller core the programme is faster than looking for a pair. */
const WORTH_A_PAIR = 40;

export interface SearchLimits {
  readonly workLimit: number;
  readonly widths?: readonly number[];
}

/** Solutions found elsewhere, and the work that took. */
export interface OtherSolutions {
  readonly solutions: readonly Solution[];
  readonly work: number;
}

export interface Optimum {
  readonly picks: Picks;
  /** Total of the integer values. */
  readonly value: number;
  /** Certified bound on that total; equal to it when proven. */
  readonly upper: number;
  readonly proven: boolean;
  /** States times moves merged. */
  readonly work: number;
}

/** The optimum of a problem with any values, as far as the work limit lets it be found. */
export function optimumOf(problem: Problem, limits: SearchLimits): Optimum {
  const whole = toIntegers(problem);
  return search(whole, relax(whole), limits);
}

/**
 * Passes with longer and longer lists, each from the best solution so far; the bound is the least over the passes.
 * Stops by units of work, never by the clock, so that the same input gives the same selection on any machine.
 * `others` gives more solutions to start from; it is asked only when the first pass leaves the optimum unproven.
 */
export function search(
  problem: WholeProblem,
  relaxed: Relaxation,
  { workLimit, widths = WIDTHS }: SearchLimits,
  others: () => OtherSolutions = () => ({ solutions: [], work: 0 }),
): Optimum {
  if (relaxed.everythingFits) {
    return { picks: relaxed.base, value: relaxed.value, upper: relaxed.value, proven: true, work: 0 };
  }
  const reduction = reduce(problem, relaxed);
  let best = firstSolution(reduction);
  let upper = certified(relaxed.bound);
  let work = 0;
  for (const [pass, width] of widths.entries()) {
    if (upper <= best.value) break;
    const result = coreProgramme(reduction, best, { width, workLimit: workLimit - work });
    work += result.work;
    best = result.solution;
    upper = Math.min(upper, result.upper);
    if (pass === 0 && upper > best.value) upper = Math.min(upper, countBound(reduction, best.value));
    if (pass === 0 && upper > best.value) {
      const { solutions, work: spent } = others();
      work += spent;
      best = bestOf([best, ...solutions]);
    }
  }
  return { picks: best.picks, value: best.value, upper, proven: upper <= best.value, work };
}

function firstSolution(reduction: Reduction): Solution {
  const { bound } = reduction.relaxed;
  let best = bestSingleChange(reduction);
  if (certified(bound) <= best.value) return best;
  const core = coreItems(reduction, best.value);
  best = bestOf([best, filledUp(reduction, core)]);
  if (core.length <= WORTH_A_PAIR || certified(bound) <= best.value) return best;
  return bestPair(reduction, core, best.value) ?? best;
}

/** The first among those of most value. */
function bestOf(solutions: readonly [Solution, ...Solution[]]): Solution {
  let best = solutions[0];
  for (const solution of solutions) if (solution.value > best.value) best = solution;
  return best;
}
