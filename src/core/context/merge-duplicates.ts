import type { Content, Load } from './contents.ts';
import { contentOf } from './contents.ts';
import { rankOrder } from './fit/rank-order.ts';
import { type DuplicateCluster, nearDuplicates } from './levels/duplicates.ts';
import type { OfferedItem } from './offers.ts';

export interface Merged {
  readonly contents: ReadonlyMap<string, Content>;
  readonly clusters: readonly DuplicateCluster[];
  /** Ids of what is out. */
  readonly duplicates: ReadonlySet<string>;
}

/**
 * Step 5 of spec F3: of what is nearly the same one stays. Every candidate is read, once for the whole fit; what cannot
 * be read stays, for the step that reads what was chosen.
 *
 * @param known contents that are already read.
 */
export async function mergeDuplicates(
  offers: Iterable<OfferedItem>,
  known: ReadonlyMap<string, Content>,
  load: Load,
): Promise<Merged> {
  const ranked = rankOrder([...offers]);
  const contents = new Map(known);
  const loaded = await load(ranked.map(({ sourceId }) => sourceId).filter((id) => !contents.has(id)));
  for (const [id, entry] of loaded) if ('text' in entry) contents.set(id, contentOf(entry));
  const { clusters } = nearDuplicates(
    ranked.flatMap(({ sourceId, pinned = false, metadata }) => {
      const content = contents.get(sourceId)?.text;
      return content === undefined ? [] : [{ sourceId, pinned, content, embedding: metadata?.embedding }];
    }),
  );
  return { contents, clusters, duplicates: new Set(clusters.flatMap(({ mergedIds }) => mergedIds)) };
}
