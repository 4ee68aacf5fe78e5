import { lossAllowed } from './certificate.ts';
import { orderByKey } from './order-by-key.ts';
import { NOTHING, type Picks } from './problem.ts';
import type { WholeProblem } from './integer-values.ts';
import type { Relaxation } from './relaxation.ts';

/** A set of picks with its total of integer values. */
export interface Solution {
  readonly picks: Picks;
  readonly value: number;
}

/**
 * What every change of the base loses against the bound: λ · (tokens more) − (value more). A solution better than
 * the best known one cannot lose more than bound − best, so most variants are out before the search begins.
 */
export interface Reduction {
  readonly problem: WholeProblem;
  readonly relaxed: Relaxation;
  /** Of the base's pick per item, 0 for nothing. */
  readonly baseCost: Float64Array;
  readonly baseValue: Float64Array;
  /** Loss of each useful variant, same index as `relaxed.useful.variants`. */
  readonly loss: Float64Array;
  /** Loss of leaving the item out; infinite where the base leaves it out. */
  readonly lossOfNothing: Float64Array;
  /** Least loss over all changes of the item. */
  readonly leastLoss: Float64Array;
}

export function reduce(problem: WholeProblem, relaxed: Relaxation): Reduction {
  const { items, costs, values } = problem;
  const { base, price, useful } = relaxed;
  const baseCost = new Float64Array(items);
  const baseValue = new Float64Array(items);
  const loss = new Float64Array(useful.variants.length);
  const lossOfNothing = new Float64Array(items);
  const leastLoss = new Float64Array(items);
  for (let item = 0; item < items; item++) {
    const held = base[item] as number;
    const heldCost = held === NOTHING ? 0 : (costs[held] as number);
    const heldValue = held === NOTHING ? 0 : (values[held] as number);
    let least = held === NOTHING ? Infinity : heldValue - price * heldCost;
    baseCost[item] = heldCost;
    baseValue[item] = heldValue;
    lossOfNothing[item] = least;
    const end = useful.offsets[item + 1] as number;
    for (let x = useful.offsets[item] as number; x < end; x++) {
      const k = useful.variants[x] as number;
      const lost = price * ((costs[k] as number) - heldCost) - ((values[k] as number) - heldValue);
      loss[x] = lost;
      if (k !== held && lost < least) least = lost;
    }
    leastLoss[item] = least;
  }
  return { problem, relaxed, baseCost, baseValue, loss, lossOfNothing, leastLoss };
}

/** The items whose change can still beat `best`, by rising loss. */
export function coreItems({ problem, relaxed, leastLoss }: Reduction, best: number): Int32Array {
  const allowed = lossAllowed(relaxed.bound, best);
  const core = new Int32Array(problem.items);
  let count = 0;
  for (let item = 0; item < problem.items; item++) {
    if ((leastLoss[item] as number) <= allowed) core[count++] = item;
  }
  const items = core.slice(0, count);
  orderByKey(items, leastLoss);
  return items;
}
