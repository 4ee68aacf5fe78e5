import type { ContextItem } from '../item.ts';
import { byCodeUnit } from '../../facts/text-order.ts';
import { orderByKey } from './order-by-key.ts';

/**
 * Spec F3, step 7: pinned items first, then `score` descending, fewer tokens, `sourceId` by code units. The
 * sourceIds are unique, so the order is the same for any order of the input.
 */
export function rankOrder(items: readonly ContextItem[]): readonly ContextItem[] {
  const ranked: ContextItem[] = [];
  for (const index of rankIndices(items)) ranked.push(items[index] as ContextItem);
  return ranked;
}

/** The same as indices of `items`. */
export function rankIndices(items: readonly ContextItem[]): Int32Array {
  const order = new Int32Array(items.length);
  const tokens = new Float64Array(items.length);
  const lowness = new Float64Array(items.length);
  const unpinned = new Float64Array(items.length);
  let index = 0;
  for (const item of items) {
    order[index] = index;
    tokens[index] = item.tokenCount;
    lowness[index] = -(item.score ?? item.probability);
    unpinned[index++] = item.pinned === true ? 0 : 1;
  }
  for (const key of [tokens, lowness, unpinned]) orderByKey(order, key);

  const sameRank = (a: number, b: number): boolean =>
    tokens[a] === tokens[b] && lowness[a] === lowness[b] && unpinned[a] === unpinned[b];
  const sourceIdAt = (index: number): string => items[index]?.sourceId ?? '';
  let start = 0;
  for (let at = 1; at <= order.length; at++) {
    if (at < order.length && sameRank(order[start] as number, order[at] as number)) continue;
    if (at - start > 1) order.subarray(start, at).sort((a, b) => byCodeUnit(sourceIdAt(a), sourceIdAt(b)));
    start = at;
  }
  return order;
}
