import { ok, type Result } from '../../facts/result.ts';
import type { Audit } from '../audit.ts';
import { fitContext, type FitPorts } from '../fit-context.ts';
import type { FitOptions } from '../fit-options.ts';
import type { NodeIndex } from './node-index.ts';
import {
  createItemsFromSearch,
  type ItemsOptions,
  type SearchedItem,
  type SearchedItems,
} from './search-items.ts';
import { searchNodes, type SearchOptions } from './search-nodes.ts';

/** Spec F9: so many nodes go from the search into the fit. */
const CANDIDATES = 100;

export interface SearchAndFitOptions {
  readonly search?: Pick<SearchOptions, 'nodeKind' | 'filter'>;
  readonly items?: Omit<ItemsOptions, 'countTokens'>;
  readonly fit: FitOptions;
}

export interface SearchedContext extends Pick<SearchedItems, 'skipped'> {
  /** What got in, in rank order. */
  readonly items: readonly SearchedItem[];
  /** Items that the fit chose from. */
  readonly candidates: number;
  readonly tookMs: { readonly search: number; readonly fit: number };
  /** Of what got in; 0 for none. */
  readonly meanProbability: number;
  readonly audit: Audit;
  /** Null without a renderer. */
  readonly text: string | null;
}

/**
 * The best nodes for a query that fit a budget, in two stages: search, then fit (spec F9).
 *
 * Errors: those of `searchNodes` and of `fitContext`.
 */
export async function searchAndFit(
  index: Pick<NodeIndex, 'documents' | 'get'>,
  query: string,
  options: SearchAndFitOptions,
  ports: Omit<FitPorts, 'load' | 'revise'>,
): Promise<Result<SearchedContext>> {
  const { now, count } = ports;
  const started = now();
  const found = searchNodes(index, query, { ...options.search, topK: CANDIDATES });
  if (!found.ok) return found;
  const { items, skipped } = createItemsFromSearch(found.value, index, {
    ...options.items,
    countTokens: count,
  });
  const searched = now();
  const byId = new Map(items.map((item) => [item.sourceId, item]));
  const fitted = await fitContext(items, options.fit, {
    ...ports,
    load: (ids) =>
      Promise.resolve(
        new Map(ids.map((id) => [id, { text: byId.get(id)?.content ?? '', fileSha256: null }])),
      ),
  });
  if (!fitted.ok) return fitted;
  const { audit, text, chosenVariants } = fitted.value;
  return ok({
    items: chosenVariants.flatMap((id) => byId.get(id) ?? []),
    skipped,
    candidates: items.length,
    tookMs: { search: Math.max(0, searched - started), fit: audit.elapsedMs },
    meanProbability: audit.avgRelevanceIncluded,
    audit,
    text,
  });
}
