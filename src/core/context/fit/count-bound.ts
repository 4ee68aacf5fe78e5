import { certified } from './certificate.ts';
import { orderByKey } from './order-by-key.ts';
import { partOf } from './part.ts';
import { NOTHING, type Problem } from './problem.ts';
import { coreItems, type Reduction } from './reduction.ts';
import { relax, type Relaxation } from './relaxation.ts';

/** Halvings of golden section: the fee is then known to a millionth of the greatest value. */
const STEPS = 28;
const DOUBLINGS = 30;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * A certified bound that knows that items are counted in whole. The relaxation takes a part of one more item, which
 * leaves a gap when values grow with the tokens or all items cost alike (Martello and Toth 1997, Pisinger 1999). A
 * solution has at most as many items as the base, or at least one more: each case has a bound of its own. Only the
 * items that can still change are looked at; the others are as in the base in whatever is better than `best`.
 */
export function countBound(reduction: Reduction, best: number): number {
  const { problem, relaxed, baseCost, baseValue } = reduction;
  const core = coreItems(reduction, best);
  let room = problem.room - relaxed.cost;
  let outside = relaxed.value;
  for (const item of core) {
    room += baseCost[item] as number;
    outside -= baseValue[item] as number;
  }
  const part = partOf(problem, core, room).problem;
  const base = relax(part);
  let taken = 0;
  for (const pick of base.base) if (pick !== NOTHING) taken++;
  const fewer = leastBound(part, taken, 1);
  const more = mostItems(part, base) > taken ? leastBound(part, taken + 1, -1) : -Infinity;
  return Math.max(best, certified(outside + Math.max(fewer, more)));
}

/**
 * Bound for at most `count` items (sign 1) or at least `count` (sign −1), by Lagrange: every item pays a fee μ and
 * μ · count is given back, or every item gets μ and μ · count is taken. Convex in μ ≥ 0, and valid for each.
 */
function leastBound(problem: Problem, count: number, sign: 1 | -1): number {
  const values = new Float64Array(problem.values.length);
  const boundAt = (fee: number): number => {
    for (let k = 0; k < values.length; k++) values[k] = (problem.values[k] as number) - sign * fee;
    return sign * fee * count + relax({ ...problem, values }).bound;
  };
  let low = 0;
  // No fee above the greatest value changes anything, but a reward may have to outweigh the price of all tokens.
  let high = problem.values.reduce((largest, value) => Math.max(largest, value), 0);
  if (sign < 0) {
    for (let at = boundAt(high), tries = 0; tries < DOUBLINGS; tries++) {
      const atDouble = boundAt(2 * high);
      high *= 2;
      if (atDouble >= at) break;
      at = atDouble;
    }
  }
  let left = high - GOLDEN * (high - low);
  let right = low + GOLDEN * (high - low);
  let atLeft = boundAt(left);
  let atRight = boundAt(right);
  let least = Math.min(atLeft, atRight);
  for (let step = 0; step < STEPS; step++) {
    if (atLeft <= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - GOLDEN * (high - low);
      atLeft = boundAt(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + GOLDEN * (high - low);
      atRight = boundAt(right);
    }
    least = Math.min(least, atLeft, atRight);
  }
  return least;
}

/** How many items fit together when each shows its cheapest useful variant. */
function mostItems({ items, costs, room }: Problem, { useful }: Relaxation): number {
  const cheapest = new Float64Array(items).fill(Infinity);
  for (let item = 0; item < items; item++) {
    const first = useful.offsets[item] as number;
    if (first === useful.offsets[item + 1]) continue;
    cheapest[item] = costs[useful.variants[first] as number] as number;
  }
  const order = Int32Array.from(cheapest.keys());
  orderByKey(order, cheapest);
  let left = room;
  let count = 0;
  for (const item of order) {
    left -= cheapest[item] as number;
    if (left < 0) break;
    count++;
  }
  return count;
}
