import { balancedPicks } from './balanced.ts';
import { certified } from './certificate.ts';
import { greedyPicks } from './greedy.ts';
import { toIntegers, type WholeProblem } from './integer-values.ts';
import { isCloseTo, previousPicks } from './previous.ts';
import { type Picks, sumOf } from './problem.ts';
import { relax } from './relaxation.ts';
import { roomFilled } from './room-left.ts';
import { search } from './search.ts';
import type { Candidates, Selection, Strategy } from './strategy.ts';

/**
 * The greatest total value within the room, proven or with a certified bound (spec F4). Never worse than greedy and
 * balanced, which are asked only when the first pass of the search leaves the optimum unproven.
 */
export const optimal: Strategy = (candidates, options) => {
  const { problem } = candidates;
  const whole = toIntegers(problem);
  const relaxed = relax(whole);
  // When everything fits there is nothing to choose, and so nothing to hold on to.
  const previous = relaxed.everythingFits ? undefined : previousPicks(candidates, options.previous);
  const kept = keptFrom(previous, certified(relaxed.bound), whole, candidates, 0);
  if (kept !== undefined) return kept;

  const optimum = search(whole, relaxed, { workLimit: options.workLimit }, () => {
    const fair = balancedPicks(candidates, options);
    const starts = [greedyPicks(problem), fair.picks, ...(previous === undefined ? [] : [previous])];
    const solutions = starts.map((picks) => ({ picks, value: sumOf(picks, whole.values) }));
    return { solutions, work: fair.work };
  });
  const keptNow = keptFrom(previous, optimum.upper, whole, candidates, optimum.work);
  if (keptNow !== undefined) return keptNow;

  // Of a proven optimum in exact values nothing can be left; rounding and the work limit may leave something.
  const complete = optimum.proven && whole.exact;
  const picks = complete ? optimum.picks : roomFilled(problem, optimum.picks);
  const value = sumOf(picks, problem.values);
  const proven = optimum.proven || sumOf(picks, whole.values) >= optimum.upper;
  const upperBound = proven ? value : Math.max(value, whole.atMost(optimum.upper));
  return { picks, upperBound, proven, work: optimum.work, inTurn: false };
};

function keptFrom(
  previous: Picks | undefined,
  upper: number,
  whole: WholeProblem,
  { problem, pinnedValue }: Candidates,
  work: number,
): Selection | undefined {
  if (previous === undefined) return undefined;
  const bound = whole.atMost(upper);
  const value = sumOf(previous, problem.values);
  if (!isCloseTo(bound + pinnedValue, value + pinnedValue)) return undefined;
  const picks = roomFilled(problem, previous);
  const upperBound = Math.max(bound, sumOf(picks, problem.values));
  return { picks, upperBound, proven: false, work, inTurn: false };
}
