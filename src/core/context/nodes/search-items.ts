import type { ContextItem, ItemMetadata } from '../item.ts';
import type { NodeMetadata } from './node.ts';
import type { NodeIndex } from './node-index.ts';
import type { SearchResult } from './search-nodes.ts';

/** A found node as an item of a fit, with the text it stands for (spec F9). */
export interface SearchedItem extends ContextItem {
  readonly content: string;
  readonly metadata: ItemMetadata &
    Pick<NodeMetadata, 'range' | 'span' | 'ordinal'> & {
      readonly confidence: number;
      readonly summary: string;
    };
}

export type SkipReason = 'unknown_node' | 'low_confidence' | 'empty' | 'contained';

export interface SearchedItems {
  /** In the order of the results. */
  readonly items: readonly SearchedItem[];
  readonly skipped: readonly { readonly nodeId: string; readonly reason: SkipReason }[];
}

export interface ItemsOptions {
  readonly countTokens: (text: string) => number;
  /** Put the summary in front of the content; default false. */
  readonly includeSummary?: boolean;
  /** Results below are skipped; default 0. */
  readonly minConfidence?: number;
}

/**
 * Items for a fit from the results of a search (spec F9). Every result becomes an item or is skipped with its reason; no
 * text comes twice: of a node and one inside of it only the better is taken, of equals the wider.
 */
export function createItemsFromSearch(
  results: readonly SearchResult[],
  index: Pick<NodeIndex, 'get'>,
  { countTokens, includeSummary = false, minConfidence = 0 }: ItemsOptions,
): SearchedItems {
  const made = results.map((result) => {
    const { nodeId, score, confidence } = result;
    const node = index.get(nodeId);
    if (node === null) return { result, reason: 'unknown_node' as const };
    if (confidence < minConfidence) return { result, reason: 'low_confidence' as const };
    const summary = node.summary.trim();
    const body = node.content.trim();
    const content = body === '' || (includeSummary && summary !== '') ? joined(summary, body) : body;
    if (content === '') return { result, reason: 'empty' as const };
    const { path, range, span, title, language, ordinal } = node.metadata;
    const item: SearchedItem = {
      sourceId: nodeId,
      content,
      probability: score,
      score,
      tokenCount: countTokens(content),
      nodeKind: node.nodeKind,
      metadata: {
        path,
        range,
        span,
        title,
        ...(language === null ? {} : { language }),
        ordinal,
        confidence,
        summary: node.summary,
      },
    };
    return { result, item };
  });
  const contained = containedIn(made.flatMap(({ item }) => item ?? []));
  const items: SearchedItem[] = [];
  const skipped: { nodeId: string; reason: SkipReason }[] = [];
  for (const { result, item, reason } of made) {
    if (item !== undefined && !contained.has(item)) items.push(item);
    else skipped.push({ nodeId: result.nodeId, reason: reason ?? 'contained' });
  }
  return { items, skipped };
}

function joined(summary: string, body: string): string {
  return [summary, body].filter((part) => part !== '').join('\n\n');
}

/** Those that overlap with a better one; nodes overlap when one lies inside of the other. */
function containedIn(items: readonly SearchedItem[]): ReadonlySet<SearchedItem> {
  const contained = new Set<SearchedItem>();
  const kept = new Map<string, SearchedItem[]>();
  const best = [...items].sort((a, b) => b.probability - a.probability || widthOf(b) - widthOf(a));
  for (const item of best) {
    const { path = '', span } = item.metadata;
    const beside = kept.get(path) ?? [];
    kept.set(path, beside);
    const overlaps = beside.some(
      ({ metadata: { span: other } }) =>
        span === null || other === null || (span[0] < other[1] && other[0] < span[1]),
    );
    if (overlaps) contained.add(item);
    else beside.push(item);
  }
  return contained;
}

function widthOf({ metadata: { span } }: SearchedItem): number {
  return span === null ? Number.POSITIVE_INFINITY : span[1] - span[0];
}
