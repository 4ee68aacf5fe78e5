import { byCodeUnit } from '../../facts/text-order.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import type { NodeKind } from '../item.ts';
import type { DocumentNodes } from './document-nodes.ts';
import { type IndexNode, NODE_KINDS } from './node.ts';
import { idAt, nodeAt, type NodeIndex } from './node-index.ts';
import { queryTerms, termsIn } from './node-terms.ts';

/** Okapi BM25's usual k1 and b (Robertson and Zaragoza 2009, 3.4), as spec F9 has them. */
const SATURATION = 1.2;
const LENGTH_SHARE = 0.75;
const DEFAULT_TOP = 5;
/** Spec F8: more results are not given. */
const MOST_RESULTS = 1_000;

export interface SearchOptions {
  /** Default `block`. */
  readonly nodeKind?: NodeKind;
  /** At least 1; default 5; at most 1,000 are given. */
  readonly topK?: number;
  /** Which nodes may be found; scores are as without it. */
  readonly filter?: (node: IndexNode) => boolean;
}

export interface SearchResult {
  readonly nodeId: string;
  /** In (0, 1). */
  readonly score: number;
  /** The score: it is not made relative to the other hits (spec F9). */
  readonly confidence: number;
}

/** A node with a term of the query. */
interface Match {
  readonly document: DocumentNodes;
  readonly place: number;
  /** Terms of the node. */
  readonly length: number;
  /** How often it has each term of the query. */
  readonly counts: readonly number[];
}

/**
 * The nodes of one kind that have terms of the query, best first: by score, then by id (spec F9). A score is the share of
 * the query's terms, weighed by how rare they are among the nodes of the kind, that the node has, less the longer it is.
 *
 * Error: `invalid_query` for a blank query and for less than one result.
 */
export function searchNodes(
  index: Pick<NodeIndex, 'documents'>,
  query: string,
  { nodeKind = 'block', topK = DEFAULT_TOP, filter }: SearchOptions = {},
): Result<readonly SearchResult[]> {
  const checked = checkSearch(query, topK);
  if (!checked.ok) return checked;
  const most = checked.value;
  const { matches, nodes, averageLength } = matchesIn(index.documents(), queryTerms(query), nodeKind);
  const scored = scoresOf(matches, nodes, averageLength);
  const results: SearchResult[] = [];
  for (const { match, nodeId, score } of scored) {
    if (results.length === most) break;
    if (filter === undefined || filter(nodeAt(match.document, match.place)))
      results.push({ nodeId, score, confidence: score });
  }
  return ok(results);
}

/** How many results there can be; the errors of `searchNodes`, for whoever would prepare much for nothing. */
export function checkSearch(query: string, topK: number): Result<number> {
  if (query.trim() === '') return fail('invalid_query', 'There is nothing to search for: type some words.');
  if (!(topK >= 1)) return fail('invalid_query', `Ask for at least 1 result, not ${topK}.`, { topK });
  return ok(Math.min(Math.floor(topK), MOST_RESULTS));
}

function matchesIn(
  documents: Iterable<DocumentNodes>,
  wanted: readonly number[],
  nodeKind: NodeKind,
): { readonly matches: readonly Match[]; readonly nodes: number; readonly averageLength: number } {
  const kind = NODE_KINDS.indexOf(nodeKind);
  const placeOf = new Map(wanted.map((hash, place) => [hash, place]));
  const matches: Match[] = [];
  let nodes = 0;
  let length = 0;
  for (const document of documents) {
    const { byKind, from, to, terms } = document;
    byKind[kind]?.forEach((place) => {
      const [first, end] = termsIn(terms, [from[place] ?? 0, to[place] ?? 0]);
      nodes++;
      length += end - first;
      let counts: number[] | null = null;
      for (let at = first; at < end; at++) {
        const term = placeOf.get(terms.hashes[at] ?? 0);
        if (term === undefined) continue;
        counts ??= wanted.map(() => 0);
        counts[term] = (counts[term] ?? 0) + 1;
      }
      if (counts !== null) matches.push({ document, place, length: end - first, counts });
    });
  }
  return { matches, nodes, averageLength: length / nodes };
}

function scoresOf(
  matches: readonly Match[],
  nodes: number,
  averageLength: number,
): readonly { readonly match: Match; readonly nodeId: string; readonly score: number }[] {
  const having = (matches[0]?.counts ?? []).map(
    (_, term) => matches.filter(({ counts }) => (counts[term] ?? 0) > 0).length,
  );
  const rarities = having.map((n) => Math.log(1 + (nodes - n + 0.5) / (n + 0.5)));
  const all = rarities.reduce((sum, rarity) => sum + rarity, 0);
  return matches
    .map((match) => {
      const { document, place, length, counts } = match;
      const damping = SATURATION * (1 - LENGTH_SHARE + (LENGTH_SHARE * length) / averageLength);
      const found = counts.reduce((sum, tf, term) => sum + ((rarities[term] ?? 0) * tf) / (tf + damping), 0);
      return { match, nodeId: idAt(document, place), score: found / all };
    })
    .sort((a, b) => b.score - a.score || byCodeUnit(a.nodeId, b.nodeId));
}
