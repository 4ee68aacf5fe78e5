import { certified, lossAllowed } from './certificate.ts';
import { coreBySlope, laterItems, type LaterItems } from './core-order.ts';
import { emptyMoves, type Moves, movesOf } from './moves.ts';
import type { Reduction, Solution } from './reduction.ts';
import { cut, emptyStates, type States } from './states.ts';
import { addNode, emptyTrail, makeRoom, picksAt, START, type Trail } from './trail.ts';

export interface ProgrammeLimits {
  /** States times moves merged. Never exceeded. */
  readonly workLimit: number;
  /** Longest list of states; a longer one is cut to half of this. */
  readonly width: number;
}

export interface ProgrammeResult {
  /** `start`, or better. */
  readonly solution: Solution;
  /** Certified: no solution is worth more. Equal to the solution's value when that is the optimum. */
  readonly upper: number;
  readonly work: number;
}

/** Bookkeeping of one run. */
interface Run {
  readonly reduction: Reduction;
  readonly later: LaterItems;
  readonly moves: Moves;
  /** Value and cost of the next merged state of each move; move 0 leaves the item as the base has it. */
  readonly nextCost: Float64Array;
  readonly nextValue: Float64Array;
  readonly cursor: Int32Array;
  readonly trail: Trail;
  best: number;
  bestNode: number;
}

/**
 * Dynamic programming over the items that can still differ from the base (the core, after Pisinger 1995): a list of
 * states without dominated ones is merged with its copies shifted by each move of the next item. A state goes when
 * no completion can beat the best solution known. A list cut for its length leaves a bound on what was dropped.
 */
export function coreProgramme(
  reduction: Reduction,
  start: Solution,
  limits: ProgrammeLimits,
): ProgrammeResult {
  const { problem, relaxed, leastLoss } = reduction;
  const core = coreBySlope(reduction, start.value);
  const moves = emptyMoves(reduction);
  const run: Run = {
    reduction,
    later: laterItems(reduction, core, start.value),
    moves,
    nextCost: new Float64Array(moves.cost.length + 1),
    nextValue: new Float64Array(moves.cost.length + 1),
    cursor: new Int32Array(moves.cost.length + 1),
    trail: emptyTrail(),
    best: start.value,
    bestNode: START,
  };
  let states = emptyStates(256);
  let spare = emptyStates(256);
  states.cost[0] = relaxed.cost;
  states.value[0] = relaxed.value;
  states.node[0] = START;
  states.count = 1;
  let leastLive = 0;
  let stopped = false;
  let leastDropped = Infinity;
  let work = 0;

  for (let t = 0; t < core.length && states.count > 0; t++) {
    const item = core[t] as number;
    const allowed = lossAllowed(relaxed.bound, run.best);
    if ((run.later.leastLoss[t] as number) > allowed) break;
    if ((leastLoss[item] as number) > allowed) continue;
    const count = movesOf(item, allowed, reduction, moves);
    const produced = states.count * (count + 1);
    if (work + produced > limits.workLimit) {
      stopped = true;
      break;
    }
    work += produced;
    if (produced > spare.cost.length) spare = emptyStates(2 ** Math.ceil(Math.log2(produced)));
    run.bestNode = makeRoom(run.trail, produced, states.node, states.count, run.bestNode);
    leastLive = merge(run, states, spare, item, t, count);
    [states, spare] = [spare, states];
    if (states.count > limits.width) {
      leastDropped = Math.min(leastDropped, cut(states, limits.width, relaxed.price, problem.room));
    }
  }

  const improved = run.bestNode !== START;
  const solution = improved
    ? { picks: picksAt(run.trail, run.bestNode, relaxed.base), value: run.best }
    : start;
  // States still alive at the end have no completion that is better: only a stopped run leaves them open.
  const leastOpen = stopped ? Math.min(leastLive, leastDropped) : leastDropped;
  const upper = Math.max(run.best, certified(relaxed.bound - leastOpen));
  return { solution, upper, work };
}

/**
 * Merges `states` with its copies shifted by the item's moves into `into`, by rising cost. Returns the least loss
 * of any completion of the states kept.
 */
function merge(run: Run, states: States, into: States, item: number, t: number, count: number): number {
  const { reduction, later, moves, nextCost, nextValue, cursor, trail } = run;
  const { room } = reduction.problem;
  const { price, bound } = reduction.relaxed;
  const loseOnRoomLeft = price - (later.steepestGain[t + 1] as number);
  const loseOnExcess = (later.flattestSaving[t + 1] as number) - price;
  const mostSaved = later.mostSaved[t + 1] as number;
  const laterLoss = later.leastLoss[t + 1] as number;
  const stateCost = states.cost;
  const stateValue = states.value;
  const length = states.count;
  for (let m = 0; m <= count; m++) {
    cursor[m] = 0;
    nextCost[m] = (stateCost[0] as number) + (m === 0 ? 0 : (moves.cost[m - 1] as number));
    nextValue[m] = (stateValue[0] as number) + (m === 0 ? 0 : (moves.value[m - 1] as number));
  }
  let allowed = lossAllowed(bound, run.best);
  let kept = 0;
  let leastLoss = Infinity;
  let lastValue = -Infinity;
  for (;;) {
    let move = 0;
    let cost = nextCost[0] as number;
    let value = nextValue[0] as number;
    for (let m = 1; m <= count; m++) {
      const otherCost = nextCost[m] as number;
      if (otherCost > cost || (otherCost === cost && (nextValue[m] as number) <= value)) continue;
      move = m;
      cost = otherCost;
      value = nextValue[m] as number;
    }
    if (cost === Infinity) break;
    const from = cursor[move] as number;
    const following = from + 1;
    cursor[move] = following;
    if (following < length) {
      nextCost[move] = (stateCost[following] as number) + (move === 0 ? 0 : (moves.cost[move - 1] as number));
      nextValue[move] =
        (stateValue[following] as number) + (move === 0 ? 0 : (moves.value[move - 1] as number));
    } else {
      nextCost[move] = Infinity;
    }

    if (value <= lastValue) continue;
    const left = room - cost;
    const lost = bound - value - price * left;
    if (lost > allowed) continue;
    const better = left >= 0 && value > run.best;
    if (better) {
      run.best = value;
      allowed = lossAllowed(bound, value);
    }
    lastValue = value;
    // A state that fills the room exactly cannot be improved: later moves only lose.
    let loss = Infinity;
    if (left > 0) loss = lost + Math.max(left * loseOnRoomLeft, laterLoss);
    else if (left < 0 && -left <= mostSaved) loss = lost + Math.max(-left * loseOnExcess, laterLoss);
    const promising = loss <= allowed;
    if (!better && !promising) continue;
    const parent = states.node[from] as number;
    const node = move === 0 ? parent : addNode(trail, parent, item, moves.variant[move - 1] as number);
    if (better) run.bestNode = node;
    if (!promising) continue;
    into.cost[kept] = cost;
    into.value[kept] = value;
    into.node[kept] = node;
    into.loss[kept] = loss;
    kept++;
    if (loss < leastLoss) leastLoss = loss;
  }
  into.count = kept;
  return leastLoss;
}
