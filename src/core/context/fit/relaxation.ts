import { criticalSlope } from './critical-slope.ts';
import { type HullSteps, hullSteps } from './hull-steps.ts';
import { NOTHING, type Picks, type Problem } from './problem.ts';
import { usefulVariants, type UsefulVariants } from './useful-variants.ts';

/**
 * The linear relaxation of the multiple-choice knapsack (Sinha and Zoltners 1979): steps of the upper hulls taken
 * steepest first, the last one in part. Without that part it is a solution, the base of the search.
 */
export interface Relaxation {
  readonly base: Picks;
  readonly cost: number;
  readonly value: number;
  /** λ: value of one more token. */
  readonly price: number;
  /** No solution is worth more: value + λ · (room − cost). */
  readonly bound: number;
  /** Every item gets its best variant: the base is the optimum. */
  readonly everythingFits: boolean;
  readonly useful: UsefulVariants;
}

export function relax(problem: Problem): Relaxation {
  const useful = usefulVariants(problem);
  const steps = hullSteps(problem, useful);
  let wholeCost = 0;
  for (let step = 0; step < steps.count; step++) wholeCost += steps.cost[step] as number;
  const everythingFits = wholeCost <= problem.room;
  const price = everythingFits ? 0 : criticalSlope(steps, problem.room);
  const { base, cost, value } = baseAt(price, problem, steps);
  const bound = value + price * (problem.room - cost);
  return { base, cost, value, price, bound, everythingFits, useful };
}

/** Every step steeper than the price, then steps at the price that still fit. */
function baseAt(
  price: number,
  { items, costs, values, room }: Problem,
  steps: HullSteps,
): { base: Picks; cost: number; value: number } {
  const base = new Int32Array(items).fill(NOTHING);
  let cost = 0;
  let value = 0;
  for (const atPrice of [false, true]) {
    for (let step = 0; step < steps.count; step++) {
      const slope = steps.slope[step] as number;
      if (atPrice ? slope !== price : slope <= price) continue;
      const item = steps.item[step] as number;
      const variant = steps.variant[step] as number;
      const held = base[item] as number;
      const extra = (costs[variant] as number) - (held < 0 ? 0 : (costs[held] as number));
      if (atPrice && extra > room - cost) continue;
      cost += extra;
      value += (values[variant] as number) - (held < 0 ? 0 : (values[held] as number));
      base[item] = variant;
    }
  }
  return { base, cost, value };
}
