import type { HullSteps } from './hull-steps.ts';

/**
 * The slope at which the room runs out when steps are taken steepest first: the price λ of a token in the linear
 * relaxation. 0 when all steps fit. Weighted quickselect, expected linear time; the pivot is a median of three, so
 * that the same steps always give the same work.
 */
export function criticalSlope(steps: HullSteps, room: number): number {
  const slope = steps.slope.slice(0, steps.count);
  const cost = steps.cost.slice(0, steps.count);
  let low = 0;
  let high = steps.count;
  let remaining = room;
  while (low < high) {
    const pivot = medianOfThree(
      slope[low] as number,
      slope[(low + high) >> 1] as number,
      slope[high - 1] as number,
    );
    let steeperEnd = low; // [low, steeperEnd) steeper, [steeperEnd, at) equal, [flatter, high) flatter
    let at = low;
    let flatter = high;
    let steeperCost = 0;
    let equalCost = 0;
    while (at < flatter) {
      const here = slope[at] as number;
      if (here > pivot) {
        steeperCost += cost[at] as number;
        swap(slope, cost, at++, steeperEnd++);
      } else if (here < pivot) {
        swap(slope, cost, at, --flatter);
      } else {
        equalCost += cost[at] as number;
        at++;
      }
    }
    if (steeperCost > remaining) {
      high = steeperEnd;
    } else if (steeperCost + equalCost > remaining) {
      return pivot;
    } else {
      remaining -= steeperCost + equalCost;
      low = at;
    }
  }
  return 0;
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

function swap(slope: Float64Array, cost: Float64Array, a: number, b: number): void {
  const slopeHeld = slope[a] as number;
  slope[a] = slope[b] as number;
  slope[b] = slopeHeld;
  const costHeld = cost[a] as number;
  cost[a] = cost[b] as number;
  cost[b] = costHeld;
}
