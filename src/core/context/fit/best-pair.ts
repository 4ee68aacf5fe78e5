import { lossAllowed } from './certificate.ts';
import { emptyMoves, movesOf } from './moves.ts';
import { orderByKey } from './order-by-key.ts';
import type { Reduction, Solution } from './reduction.ts';

/** Moves looked at, those of least loss; more cost time and were not seen to find better pairs (study, section 2). */
const MOST_MOVES = 1500;

interface MoveList {
  readonly item: Int32Array;
  readonly variant: Int32Array;
  readonly cost: Float64Array;
  readonly value: Float64Array;
  readonly count: number;
}

/**
 * The base with the best two changes of different items that fit together and beat `best`, if any: moves sorted by
 * cost, and for each the best partner among those cheap enough. O(M log M).
 */
export function bestPair(reduction: Reduction, core: Int32Array, best: number): Solution | undefined {
  const { problem, relaxed } = reduction;
  const { item, variant, cost, value, count } = leastLosing(reduction, core, best);
  const order = Int32Array.from({ length: count }, (_, move) => move);
  orderByKey(order, cost);

  // Up to each rank the most valuable move, and the most valuable one of any other item.
  const first = new Int32Array(count);
  const second = new Int32Array(count).fill(-1);
  for (let rank = 0; rank < count; rank++) {
    const move = order[rank] as number;
    let top = rank > 0 ? (first[rank - 1] as number) : -1;
    let next = rank > 0 ? (second[rank - 1] as number) : -1;
    if (top < 0 || (value[move] as number) > (value[top] as number)) {
      if (top >= 0 && item[top] !== item[move]) next = top;
      top = move;
    } else if (item[move] !== item[top] && (next < 0 || (value[move] as number) > (value[next] as number))) {
      next = move;
    }
    first[rank] = top;
    second[rank] = next;
  }

  const left = problem.room - relaxed.cost;
  let most = best - relaxed.value;
  let pair: readonly [number, number] | undefined;
  let reach = count - 1;
  for (const move of order) {
    while (reach >= 0 && (cost[order[reach] as number] as number) > left - (cost[move] as number)) reach--;
    if (reach < 0) break;
    const top = first[reach] as number;
    const partner = item[top] === item[move] ? (second[reach] as number) : top;
    if (partner < 0) continue;
    const gained = (value[move] as number) + (value[partner] as number);
    if (gained <= most) continue;
    most = gained;
    pair = [move, partner];
  }
  if (pair === undefined) return undefined;
  const picks = relaxed.base.slice();
  for (const move of pair) picks[item[move] as number] = variant[move] as number;
  return { picks, value: relaxed.value + most };
}

/** The moves of the first items of the core, which is sorted by loss. */
function leastLosing(reduction: Reduction, core: Int32Array, best: number): MoveList {
  const allowed = lossAllowed(reduction.relaxed.bound, best);
  const moves = emptyMoves(reduction);
  const most = MOST_MOVES + moves.variant.length;
  const list = {
    item: new Int32Array(most),
    variant: new Int32Array(most),
    cost: new Float64Array(most),
    value: new Float64Array(most),
  };
  let count = 0;
  for (const item of core) {
    if (count >= MOST_MOVES) break;
    const found = movesOf(item, allowed, reduction, moves);
    for (let m = 0; m < found; m++) {
      list.item[count] = item;
      list.variant[count] = moves.variant[m] as number;
      list.cost[count] = moves.cost[m] as number;
      list.value[count] = moves.value[m] as number;
      count++;
    }
  }
  return { ...list, count };
}
