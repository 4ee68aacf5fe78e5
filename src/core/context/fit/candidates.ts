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
 * worth the floor. Items of which nothing is offered are below the floor.
 */
export function candidatesFrom(
  ranked: readonly ContextItem[],
  { floor, levels, room, pinnedValue }: OfferOptions,
): { readonly candidates: Candidates; readonly belowFloor: readonly ContextItem[] } {
  const allowed = ranked.map((item) => {
    const variants = variantsOf(item);
    return fullestFirst(
      levels === undefined ? variants : variants.filter(({ level }) => levels.includes(level)),
    );
  });
  const lists = floor > 0 ? worthFloor(allowed, floor) : allowed;
  const belowFloor = ranked.filter((_, index) => lists[index]?.length === 0);
  const noneBelow = belowFloor.length === 0;
  const items = noneBelow ? ranked : ranked.filter((_, index) => lists[index]?.length !== 0);
  const offered = noneBelow ? lists : lists.filter((list) => list.length > 0);
  const candidates = { items, variants: offered.flat(), problem: problemOf(offered, room), pinnedValue };
  return { candidates, belowFloor };
}

function problemOf(lists: readonly (readonly Variant[])[], room: number): Problem {
  const offsets = new Int32Array(lists.length + 1);
  for (const [item, list] of lists.entries()) offsets[item + 1] = (offsets[item] as number) + list.length;
  const total = offsets[lists.length] as number;
  const costs = new Float64Array(total);
  const values = new Float64Array(total);
  let k = 0;
  for (const list of lists) {
    for (const variant of list) {
      costs[k] = costOf(variant);
      values[k] = variant.value;
      k++;
    }
  }
  return { items: lists.length, offsets, costs, values, room };
}

function worthFloor(lists: readonly (readonly Variant[])[], floor: number): readonly (readonly Variant[])[] {
  const problem = problemOf(lists, Infinity);
  const steps = hullSteps(problem, usefulVariants(problem));
  const mostCost = new Float64Array(lists.length).fill(-1);
  for (let step = 0; step < steps.count; step++) {
    if ((steps.slope[step] as number) < floor * (1 - FLOOR_NOISE)) continue;
    // Slopes fall inside an item: the last step that is worth the floor stays.
    mostCost[steps.item[step] as number] = problem.costs[steps.variant[step] as number] as number;
  }
  return lists.map((list, item) => list.filter((variant) => costOf(variant) <= (mostCost[item] as number)));
}
