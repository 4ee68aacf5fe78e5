import { lossAllowed } from './certificate.ts';
import { emptyMoves, movesOf } from './moves.ts';
import { orderByKey } from './order-by-key.ts';
import { coreItems, type Reduction } from './reduction.ts';

/** What the moves of all later items of the core can do at best, per position in the core. */
export interface LaterItems {
  readonly leastLoss: Float64Array;
  /** Most value per token spent. */
  readonly steepestGain: Float64Array;
  /** Least value per token saved. */
  readonly flattestSaving: Float64Array;
  readonly mostSaved: Float64Array;
}

/**
 * The items that can still beat `best`, those with a move whose slope is closest to λ first. Ordered by loss, as the
 * literature does, peaky values were left with gaps of up to 18 % (study, section 4).
 */
export function coreBySlope(reduction: Reduction, best: number): Int32Array {
  const { problem, relaxed } = reduction;
  const allowed = lossAllowed(relaxed.bound, best);
  const core = coreItems(reduction, best);
  const moves = emptyMoves(reduction);
  const distance = new Float64Array(problem.items);
  for (const item of core) {
    const count = movesOf(item, allowed, reduction, moves);
    let closest = Infinity;
    for (let m = 0; m < count; m++) {
      const cost = moves.cost[m] as number;
      const value = moves.value[m] as number;
      let away = 0;
      if (cost > 0) away = 1 - value / (cost * relaxed.price);
      else if (cost < 0) away = 1 - (cost * relaxed.price) / value;
      if (away < closest) closest = away;
    }
    distance[item] = closest;
  }
  orderByKey(core, distance);
  return core;
}

export function laterItems(reduction: Reduction, core: Int32Array, best: number): LaterItems {
  const allowed = lossAllowed(reduction.relaxed.bound, best);
  const count = core.length;
  const later = {
    leastLoss: new Float64Array(count + 1).fill(Infinity),
    steepestGain: new Float64Array(count + 1).fill(-Infinity),
    flattestSaving: new Float64Array(count + 1).fill(Infinity),
    mostSaved: new Float64Array(count + 1),
  };
  const moves = emptyMoves(reduction);
  for (let t = count - 1; t >= 0; t--) {
    const item = core[t] as number;
    const found = movesOf(item, allowed, reduction, moves);
    let steepest = later.steepestGain[t + 1] as number;
    let flattest = later.flattestSaving[t + 1] as number;
    let saved = 0;
    for (let m = 0; m < found; m++) {
      const cost = moves.cost[m] as number;
      const slope = (moves.value[m] as number) / cost;
      if (cost > 0) {
        if (slope > steepest) steepest = slope;
      } else if (cost < 0) {
        if (slope < flattest) flattest = slope;
        if (-cost > saved) saved = -cost;
      }
    }
    const least = later.leastLoss[t + 1] as number;
    later.leastLoss[t] = Math.min(least, reduction.leastLoss[item] as number);
    later.steepestGain[t] = steepest;
    later.flattestSaving[t] = flattest;
    later.mostSaved[t] = (later.mostSaved[t + 1] as number) + saved;
  }
  return later;
}
