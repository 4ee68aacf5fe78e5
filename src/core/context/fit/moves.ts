import { NOTHING } from './problem.ts';
import type { Reduction } from './reduction.ts';

/** The changes of one item against the base, in arrays that are filled again for every item. */
export interface Moves {
  /** Tokens more than the base's pick, negative when it saves. */
  readonly cost: Float64Array;
  /** Value more than the base's pick, of the same sign as the cost or 0 cost and more value. */
  readonly value: Float64Array;
  /** The variant, or NOTHING. */
  readonly variant: Int32Array;
}

/** Room for the moves of any one item: its useful variants and leaving it out. */
export function emptyMoves({ relaxed }: Reduction): Moves {
  const most = relaxed.useful.most + 1;
  return { cost: new Float64Array(most), value: new Float64Array(most), variant: new Int32Array(most) };
}

/** Fills in the item's changes that lose at most `allowed`, and says how many there are. */
export function movesOf(item: number, allowed: number, reduction: Reduction, moves: Moves): number {
  const { problem, relaxed, baseCost, baseValue, loss, lossOfNothing } = reduction;
  const { offsets, variants } = relaxed.useful;
  const held = relaxed.base[item] as number;
  const heldCost = baseCost[item] as number;
  const heldValue = baseValue[item] as number;
  const end = offsets[item + 1] as number;
  let count = 0;
  for (let x = offsets[item] as number; x < end; x++) {
    const k = variants[x] as number;
    if (k === held || (loss[x] as number) > allowed) continue;
    moves.cost[count] = (problem.costs[k] as number) - heldCost;
    moves.value[count] = (problem.values[k] as number) - heldValue;
    moves.variant[count] = k;
    count++;
  }
  if ((lossOfNothing[item] as number) <= allowed) {
    moves.cost[count] = -heldCost;
    moves.value[count] = -heldValue;
    moves.variant[count] = NOTHING;
    count++;
  }
  return count;
}
