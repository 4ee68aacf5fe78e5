import type { Problem } from './problem.ts';
import type { UsefulVariants } from './useful-variants.ts';

/**
 * The upper hulls of value over cost, from nothing: every step leads from the variant before it (or nothing) to a
 * dearer one, and inside an item each is flatter than the one before.
 */
export interface HullSteps {
  readonly count: number;
  readonly item: Int32Array;
  /** The variant that the step leads to. */
  readonly variant: Int32Array;
  /** Tokens more than before the step. */
  readonly cost: Float64Array;
  /** Value per token; infinite for a step that costs nothing. */
  readonly slope: Float64Array;
}

export function hullSteps({ items, costs, values }: Problem, useful: UsefulVariants): HullSteps {
  const total = useful.offsets[items] as number;
  const steps = {
    item: new Int32Array(total),
    variant: new Int32Array(total),
    cost: new Float64Array(total),
    slope: new Float64Array(total),
  };
  const { item: stepItem, variant: stepVariant, cost: stepCost, slope } = steps;
  let count = 0;
  for (let item = 0; item < items; item++) {
    const first = count;
    const end = useful.offsets[item + 1] as number;
    for (let x = useful.offsets[item] as number; x < end; x++) {
      const k = useful.variants[x] as number;
      const cost = costs[k] as number;
      const value = values[k] as number;
      for (;;) {
        const before = count > first ? (stepVariant[count - 1] as number) : -1;
        const extra = before < 0 ? cost : cost - (costs[before] as number);
        const gain = before < 0 ? value : value - (values[before] as number);
        const steepness = extra === 0 ? Infinity : gain / extra;
        if (before >= 0 && steepness >= (slope[count - 1] as number)) {
          count--;
          continue;
        }
        stepItem[count] = item;
        stepVariant[count] = k;
        stepCost[count] = extra;
        slope[count] = steepness;
        count++;
        break;
      }
    }
  }
  return { count, ...steps };
}
