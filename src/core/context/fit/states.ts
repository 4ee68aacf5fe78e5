import { nthSmallest } from './nth-smallest.ts';

/** Half-made solutions of the core: cost and value strictly rising, so that none is matched by a cheaper one. */
export interface States {
  readonly cost: Float64Array;
  readonly value: Float64Array;
  /** Where in the trail the state stands. */
  readonly node: Int32Array;
  /** What every completion of the state loses at least. */
  readonly loss: Float64Array;
  count: number;
}

/** Among equal losses a state closer to the room is kept: a small part of λ per token of distance. */
const TIE_WEIGHT = 1e-3;

export function emptyStates(size: number): States {
  return {
    cost: new Float64Array(size),
    value: new Float64Array(size),
    node: new Int32Array(size),
    loss: new Float64Array(size),
    count: 0,
  };
}

/**
 * Keeps the half of `width` with the least loss and returns the least loss among the dropped: no solution that came
 * of them loses less. A cut by threshold alone would drop everything when all losses tie.
 */
export function cut(states: States, width: number, price: number, room: number): number {
  const { cost, value, node, loss, count } = states;
  const keep = width >> 1;
  const rank = new Float64Array(count);
  for (let j = 0; j < count; j++) {
    rank[j] = (loss[j] as number) + TIE_WEIGHT * price * Math.abs(room - (cost[j] as number));
  }
  const threshold = nthSmallest(rank.slice(), count, keep);
  let kept = 0;
  let leastDropped = Infinity;
  for (let j = 0; j < count; j++) {
    if ((rank[j] as number) <= threshold && kept < keep) {
      cost[kept] = cost[j] as number;
      value[kept] = value[j] as number;
      node[kept] = node[j] as number;
      loss[kept] = loss[j] as number;
      kept++;
    } else if ((loss[j] as number) < leastDropped) {
      leastDropped = loss[j] as number;
    }
  }
  states.count = kept;
  return leastDropped;
}
