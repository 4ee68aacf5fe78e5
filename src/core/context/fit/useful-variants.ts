import type { Problem } from './problem.ts';

/** Per item the variants that fit, by rising cost and rising value: every other one is matched by a cheaper one. */
export interface UsefulVariants {
  /** Those of item i are variants[offsets[i]] … variants[offsets[i + 1] − 1]. */
  readonly offsets: Int32Array;
  readonly variants: Int32Array;
  /** Most useful variants of one item. */
  readonly most: number;
}

export function usefulVariants({ items, offsets: all, costs, values, room }: Problem): UsefulVariants {
  const offsets = new Int32Array(items + 1);
  const variants = new Int32Array(all[items] as number);
  let count = 0;
  let most = 0;
  for (let item = 0; item < items; item++) {
    const start = count;
    // Backwards, because variants come fullest first, which is mostly the dearest first.
    for (let k = (all[item + 1] as number) - 1; k >= (all[item] as number); k--) {
      const cost = costs[k] as number;
      const value = values[k] as number;
      if (cost > room || value <= 0) continue;
      let at = count++;
      while (at > start) {
        const other = variants[at - 1] as number;
        const otherCost = costs[other] as number;
        const otherValue = values[other] as number;
        if (otherCost < cost || (otherCost === cost && otherValue > value)) break;
        variants[at] = other;
        at--;
      }
      variants[at] = k;
    }
    let kept = start;
    let best = 0;
    for (let x = start; x < count; x++) {
      const k = variants[x] as number;
      if ((values[k] as number) <= best) continue;
      best = values[k] as number;
      variants[kept++] = k;
    }
    count = kept;
    most = Math.max(most, count - start);
    offsets[item + 1] = count;
  }
  return { offsets, variants, most };
}
