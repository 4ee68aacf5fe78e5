import { NOTHING, type Picks, type Problem } from './problem.ts';

/** A smaller problem made of some items of another one. */
export interface Part {
  readonly problem: Problem;
  /** Variant of the other problem for each variant here. */
  readonly variantOf: Int32Array;
  /** Item of the other problem for each item here. */
  readonly itemOf: ArrayLike<number>;
}

/** These items with all their variants and a room of their own. */
export function partOf(problem: Problem, itemOf: ArrayLike<number>, room: number): Part {
  return build(problem, itemOf, room, () => NOTHING);
}

/** All upgrades of any item, from the variant held or nothing to one of more value, within the room left. */
export function upgradesOf(problem: Problem, held: Picks, room: number): Part {
  const itemOf = Int32Array.from({ length: problem.items }, (_, item) => item);
  return build(problem, itemOf, room, (item) => held[item] as number);
}

/** Copies the part's solution into `picks` of the other problem. */
export function carryOver(part: Part, solution: Picks, picks: Picks): void {
  for (const [item, pick] of solution.entries()) {
    if (pick !== NOTHING) picks[part.itemOf[item] as number] = part.variantOf[pick] as number;
  }
}

function build(
  { offsets, costs, values }: Problem,
  itemOf: ArrayLike<number>,
  room: number,
  heldOf: (item: number) => number,
): Part {
  const items = itemOf.length;
  let most = 0;
  for (let at = 0; at < items; at++) {
    const item = itemOf[at] as number;
    most += (offsets[item + 1] as number) - (offsets[item] as number);
  }
  const partOffsets = new Int32Array(items + 1);
  const variantOf = new Int32Array(most);
  const partCosts = new Float64Array(most);
  const partValues = new Float64Array(most);
  let count = 0;
  for (let at = 0; at < items; at++) {
    const item = itemOf[at] as number;
    const held = heldOf(item);
    const heldCost = held === NOTHING ? 0 : (costs[held] as number);
    const heldValue = held === NOTHING ? 0 : (values[held] as number);
    const end = offsets[item + 1] as number;
    for (let k = offsets[item] as number; k < end; k++) {
      // An upgrade that even saves tokens counts as free: costs are never negative.
      const cost = Math.max(0, (costs[k] as number) - heldCost);
      const value = (values[k] as number) - heldValue;
      if (value <= 0 || cost > room) continue;
      variantOf[count] = k;
      partCosts[count] = cost;
      partValues[count] = value;
      count++;
    }
    partOffsets[at + 1] = count;
  }
  const problem = {
    items,
    offsets: partOffsets,
    costs: partCosts.subarray(0, count),
    values: partValues.subarray(0, count),
    room,
  };
  return { problem, variantOf, itemOf };
}
