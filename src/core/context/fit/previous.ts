import { NOTHING, type Picks, sumOf } from './problem.ts';
import type { Candidates } from './strategy.ts';

/** A selection within 0.1 % of the bound is kept (spec F4): at 1.01 × budget a fresh one changes up to a quarter. */
const CLOSE_ENOUGH = 0.001;

/**
 * The last selection among today's candidates, if it still fits. Variants that are gone, worthless now or of a
 * pinned item are passed over; two variants of one item or with one id, or none left, are no selection.
 */
export function previousPicks(
  { items, variantAt, problem }: Candidates,
  ids: readonly string[],
): Picks | undefined {
  if (ids.length === 0) return undefined;
  const { offsets, costs, values, room } = problem;
  const wanted = new Set(ids);
  const picks = new Int32Array(items.length).fill(NOTHING);
  let found = 0;
  for (let item = 0; item < items.length; item++) {
    for (let k = offsets[item] as number; k < (offsets[item + 1] as number); k++) {
      if ((values[k] as number) <= 0 || !wanted.has(variantAt(k).id)) continue;
      if (picks[item] !== NOTHING) return undefined;
      picks[item] = k;
      found++;
    }
  }
  return found > 0 && found <= wanted.size && sumOf(picks, costs) <= room ? picks : undefined;
}

/** Whether a selection is so close to the bound that it is kept. Both count the pinned items. */
export function isCloseTo(bound: number, value: number): boolean {
  return bound - value <= CLOSE_ENOUGH * bound;
}
