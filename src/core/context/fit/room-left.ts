import { NOTHING, type Picks, type Problem, sumOf } from './problem.ts';

/**
 * Spends what is left of the room on single upgrades, in rank order, until none fits: of any item, from the variant
 * picked, or nothing, to the one of most value. After it no reason "the room was used better" is untrue.
 */
export function roomFilled(problem: Problem, picks: Picks): Picks {
  const { items, offsets, costs, values, room } = problem;
  const filled = picks.slice();
  let left = room - sumOf(filled, costs);
  for (let changed = true; changed;) {
    changed = false;
    for (let item = 0; item < items; item++) {
      const held = filled[item] as number;
      const heldCost = held === NOTHING ? 0 : (costs[held] as number);
      let best = held;
      let bestValue = held === NOTHING ? 0 : (values[held] as number);
      const end = offsets[item + 1] as number;
      for (let k = offsets[item] as number; k < end; k++) {
        if ((values[k] as number) <= bestValue || (costs[k] as number) - heldCost > left) continue;
        best = k;
        bestValue = values[k] as number;
      }
      if (best === held) continue;
      left -= (costs[best] as number) - heldCost;
      filled[item] = best;
      changed = true;
    }
  }
  return filled;
}
