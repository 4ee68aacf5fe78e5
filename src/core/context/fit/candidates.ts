import type { ContextItem, Level, Variant } from '../item.ts';
import { hullSteps } from './hull-steps.ts';
import type { Problem } from './problem.ts';
import type { Candidates } from './strategy.ts';
import { usefulVariants } from './useful-variants.ts';
import { costOf, fullestFirst, variantsOf } from './variants.ts';

/** Products of a floor and a slope are compared with this much grace: 0.3 / 3 is worth a floor of 0.1. */
const FLOOR_NOISE = 1e-12;

export interface OfferOptions {
  readonly floor: number;
  /** undefined: all. */
  readonly levels: readonly Level[] | undefined;
  /** Tokens beside the pinned items. */
  readonly room: number;
  readonly pinnedValue: number;
}

/**
 * Spec F3, step 6: variants of the allowed levels, none dearer than the last step of the item's upper hull that is
 * worth the floor. Items of which nothing is offered are below the floor. `order` has the indices of the items that
 * are offered, in rank order.
 */
export function candidatesFrom(
  items: readonly ContextItem[],
  order: Int32Array,
  { floor, levels, room, pinnedValue }: OfferOptions,
): { readonly candidates: Candidates; readonly belowFloor: readonly ContextItem[] } {
  const { variants, problem: all } = laidOut(items, levels);
  const mostCost = floor > 0 ? mostWorth(all, floor) : new Float64Array(items.length).fill(Infinity);
  const total = all.costs.length;
  const offsets = new Int32Array(order.length + 1);
  const costs = new Float64Array(total);
  const values = new Float64Array(total);
  const original = new Int32Array(total);
  const offered: ContextItem[] = [];
  const belowFloor: ContextItem[] = [];
  let k = 0;
  for (const index of order) {
    const start = k;
    const end = all.offsets[index + 1] as number;
    for (let x = all.offsets[index] as number; x < end; x++) {
      if ((all.costs[x] as number) > (mostCost[index] as number)) continue;
      costs[k] = all.costs[x] as number;
      values[k] = all.values[x] as number;
      original[k++] = x;
    }
    (k > start ? offered : belowFloor).push(items[index] as ContextItem);
    offsets[offered.length] = k;
  }
  const problem: Problem = {
    items: offered.length,
    offsets: offsets.subarray(0, offered.length + 1),
    costs: costs.subarray(0, k),
    values: values.subarray(0, k),
    room,
  };
  const variantAt = (pick: number): Variant => variants[original[pick] as number] as Variant;
  return { candidates: { items: offered, variantAt, problem, pinnedValue }, belowFloor };
}

/**
 * The allowed variants of all items in one row, with their costs and values. In the order the items came in, because
 * that is how they mostly lie in memory: walking 200,000 objects in rank order takes longer than the search.
 */
function laidOut(
  items: readonly ContextItem[],
  levels: readonly Level[] | undefined,
): { readonly variants: readonly Variant[]; readonly problem: Problem } {
  const offsets = new Int32Array(items.length + 1);
  let most = 0;
  for (const { variants } of items) most += variants === undefined ? 1 : variants.length;
  const costs = new Float64Array(most);
  const values = new Float64Array(most);
  const variants: Variant[] = [];
  let index = 0;
  for (const item of items) {
    for (const variant of fullestFirst(variantsOf(item))) {
      if (levels !== undefined && !levels.includes(variant.level)) continue;
      costs[variants.length] = costOf(variant);
      values[variants.length] = variant.value;
      variants.push(variant);
    }
    offsets[++index] = variants.length;
  }
  const problem = {
    items: items.length,
    offsets,
    costs: costs.subarray(0, variants.length),
    values: values.subarray(0, variants.length),
    room: Infinity,
  };
  return { variants, problem };
}

/** Per item the cost of the last step of its hull that is worth the floor; less than nothing when no step is. */
function mostWorth(problem: Problem, floor: number): Float64Array {
  const steps = hullSteps(problem, usefulVariants(problem));
  const mostCost = new Float64Array(problem.items).fill(-1);
  for (let step = 0; step < steps.count; step++) {
    if ((steps.slope[step] as number) < floor * (1 - FLOOR_NOISE)) continue;
    // Slopes fall inside an item: the last step that is worth the floor stays.
    mostCost[steps.item[step] as number] = problem.costs[steps.variant[step] as number] as number;
  }
  return mostCost;
}
