import { setImmediate as nextTurn } from 'node:timers/promises';
import { contentOf } from '../core/context/contents.ts';
import type { NodeKind } from '../core/context/item.ts';
import { createNodeIndex, type NodeIndex } from '../core/context/nodes/node-index.ts';
import { checkSearch, searchNodes } from '../core/context/nodes/search-nodes.ts';
import { rankJudged } from '../core/context/rank/rank-files.ts';
import { shownPath } from '../core/context/render/shown-path.ts';
import { exactCount } from '../core/facts/readable-number.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import type { FoundNode, FoundNodes } from '../protocol/search.ts';
import type { Engine } from './engine.ts';
import { judgedFor } from './judging.ts';
import { loadShown } from './load.ts';
import { whenReady } from './ready.ts';

export interface SearchRequest {
  readonly query: string;
  readonly nodeKind: Exclude<NodeKind, 'workspace'>;
  /** At most so many nodes come back. */
  readonly top: number;
  readonly isCancelled: () => boolean;
}

/** Files whose nodes are searched: their texts are held for the time of one search. */
const MOST_FILES = 100;
/** Loaded together. */
const BATCH = 16;
/** Files between two looks at what else the thread has to do; each takes some ms. */
const FILES_A_TURN = 2;

/**
 * Searches in two stages: the index of terms ranks all files for the query, then the nodes of the best are searched.
 *
 * Errors: `invalid_query`, those of `whenReady`, `invalid_option` for a workspace that is not read for ranking.
 */
export async function searchWorkspace(engine: Engine, request: SearchRequest): Promise<Result<FoundNodes>> {
  const { query, nodeKind, top, isCancelled } = request;
  const checked = checkSearch(query, top);
  if (!checked.ok) return checked;
  const ready = await whenReady(engine, isCancelled);
  if (!ready.ok) return ready;
  const judged = await judgedFor(engine, query);
  if (judged === null) return fail('invalid_option', 'This workspace was not opened for ranking.');
  const ranked = rankJudged(judged, { reasonsFor: 0 });
  const ids = ranked.slice(0, MOST_FILES).map(({ id }) => id);

  const index = createNodeIndex(engine.outlineOf);
  const notes = await indexFiles(engine, index, ids, isCancelled);
  if (notes === null) return fail('cancelled', 'The search was cancelled.');
  const found = searchNodes(index, query, { nodeKind, topK: top });
  if (!found.ok) return found;
  return ok({
    nodes: found.value.flatMap(({ nodeId, score }) => nodeOf(index, nodeId, score) ?? []),
    searched: ids.length,
    total: ranked.length,
    notes,
  });
}

/** @returns what was not searched, for the user; null: cancelled, which it can be between any two files. */
async function indexFiles(
  engine: Engine,
  index: NodeIndex,
  ids: readonly string[],
  isCancelled: () => boolean,
): Promise<readonly string[] | null> {
  const partly: { readonly id: string; readonly why: string }[] = [];
  const { allowSecrets } = engine.workspace.settings;
  for (let at = 0; at < ids.length; at += BATCH) {
    const batch = ids.slice(at, at + BATCH);
    const loaded = await loadShown(engine, batch, { secrets: 'mask', allowSecrets });
    for (const [place, id] of batch.entries()) {
      if (isCancelled()) return null;
      if (place % FILES_A_TURN === 0) await nextTurn();
      const entry = loaded.get(id) ?? { reason: 'vanished' };
      // A file without a text any more has no nodes, and one that is blank has nothing to find.
      if ('reason' in entry) continue;
      const indexed = await index.index(contentOf(entry).text, id);
      const [why] = indexed.ok ? indexed.value.notes : [];
      if (why !== undefined) partly.push({ id, why });
    }
  }
  const [first] = partly;
  if (first === undefined) return [];
  const others = partly.length === 1 ? '' : ` So were ${exactCount(partly.length - 1)} more files.`;
  return [`${shownPath(first.id)} was searched with limits: ${first.why}${others}`];
}

function nodeOf(index: NodeIndex, id: string, score: number): FoundNode | null {
  const node = index.get(id);
  if (node === null || node.metadata.range === null) return null;
  const { nodeKind, summary } = node;
  const { path, range, title } = node.metadata;
  return { id, nodeKind, path, range, score, title, summary };
}
