import type { ContextItem } from '../item.ts';
import { byCodeUnit } from '../../facts/text-order.ts';
import { orderByKey } from './order-by-key.ts';

/**
 * Spec F3, step 7: pinned items first, then `score` descending, fewer tokens, `sourceId` by code units. The
 * sourceIds are unique, so the order is the same for any order of the input.
 */
export function rankOrder(items: readonly ContextItem[]): readonly ContextItem[] {
  const order = Int32Array.from(items.keys());
  const tokens = Float64Array.from(items, (item) => item.tokenCount);
  const lowness = Float64Array.from(items, (item) => -(item.score ?? item.probability));
  const unpinned = Float64Array.from(items, (item) => (item.pinned === true ? 0 : 1));
  for (const key of [tokens, lowness, unpinned]) orderByKey(order, key);

  const ranked = Array.from(order, (index) => items[index] as ContextItem);
  const sameRank = (a: number, b: number): boolean =>
    tokens[a] === tokens[b] && lowness[a] === lowness[b] && unpinned[a] === unpinned[b];
  let start = 0;
  for (let at = 1; at <= order.length; at++) {
    if (at < order.length && sameRank(order[start] as number, order[at] as number)) continue;
    if (at - start > 1) {
      const tied = ranked.slice(start, at).sort((a, b) => byCodeUnit(a.sourceId, b.sourceId));
      for (const [offset, item] of tied.entries()) ranked[start + offset] = item;
    }
    start = at;
  }
  return ranked;
}
