import type { Reduction, Solution } from './reduction.ts';

/**
 * Good solutions found fast, so that the search has much to beat and little left to look at: the base with its best
 * single change, and the base filled up. The best pair of changes has a file of its own.
 */
export function bestSingleChange({ problem, relaxed, baseCost, baseValue }: Reduction): Solution {
  const { items, costs, values, room } = problem;
  const { base, useful } = relaxed;
  const left = room - relaxed.cost;
  let mostGained = 0;
  let changedItem = -1;
  let changedTo = -1;
  for (let item = 0; item < items; item++) {
    const mostCost = left + (baseCost[item] as number);
    const leastValue = mostGained + (baseValue[item] as number);
    // By rising cost and value: the last that fits is the item's best.
    for (let x = (useful.offsets[item + 1] as number) - 1; x >= (useful.offsets[item] as number); x--) {
      const k = useful.variants[x] as number;
      if ((costs[k] as number) > mostCost) continue;
      if ((values[k] as number) > leastValue) {
        mostGained = (values[k] as number) - (baseValue[item] as number);
        changedItem = item;
        changedTo = k;
      }
      break;
    }
  }
  const picks = base.slice();
  if (changedItem >= 0) picks[changedItem] = changedTo;
  return { picks, value: relaxed.value + mostGained };
}

/** The base and, item by item in the order of `core`, the dearer variant of least loss that still fits. */
export function filledUp(reduction: Reduction, core: Int32Array): Solution {
  const { problem, relaxed, baseCost, baseValue, loss } = reduction;
  const { costs, values, room } = problem;
  const { base, useful } = relaxed;
  const picks = base.slice();
  let { cost, value } = relaxed;
  for (const item of core) {
    const heldCost = baseCost[item] as number;
    const end = useful.offsets[item + 1] as number;
    let least = Infinity;
    let pick = -1;
    for (let x = useful.offsets[item] as number; x < end; x++) {
      const k = useful.variants[x] as number;
      const extra = (costs[k] as number) - heldCost;
      if (extra <= 0 || extra > room - cost || (loss[x] as number) >= least) continue;
      least = loss[x] as number;
      pick = k;
    }
    if (pick < 0) continue;
    cost += (costs[pick] as number) - heldCost;
    value += (values[pick] as number) - (baseValue[item] as number);
    picks[item] = pick;
  }
  return { picks, value };
}
