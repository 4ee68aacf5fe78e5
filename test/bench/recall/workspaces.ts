import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Commit } from '../../../src/core/context/rank/commit-history.ts';
import { createTermIndexer } from '../../../src/core/context/rank/file-terms.ts';
import { readHistory } from '../../../src/core/context/rank/commit-history.ts';
import { pathTerms } from '../../../src/core/context/rank/path-terms.ts';
import type { RankIndex } from '../../../src/core/context/rank/rank-index.ts';
import { leftOutByContent, leftOutByPath } from '../../../src/core/context/kind/left-out.ts';
import { shownText } from '../../../src/core/context/render/shown-text.ts';
import { gitHistory } from '../../../src/node/git-history.ts';
import { ignoreRules } from '../../../src/node/ignore-rules.ts';
import { type IndexStore, openIndexStore } from '../../../src/node/index-store.ts';
import { readMany } from '../read-many.ts';
import { namedRoots } from '../../../src/node/roots.ts';
import { walkWorkspace } from '../../../src/node/walk.ts';
import type { WalkedFile } from '../../../src/node/walk-state.ts';
import { createTokenCounters } from '../../../src/tokens/token-counters.ts';
import { builtTokenAssets } from '../../unit/tokens/built-assets.ts';
import { type RecallPlaces, type RecallTask, snapshotOf } from './tasks.ts';

/** The workspace of a task as the engine would know it. */
export interface TaskWorkspace {
  readonly index: RankIndex;
  /** By the place of the file in the index. */
  readonly tokens: readonly number[];
}

interface Recorded {
  readonly files: readonly { readonly id: string; readonly sha256: string; readonly tokens: number }[];
  readonly commits: readonly Commit[];
}

/** Every text file that a fit would offer, up to this size. */
const MOST_BYTES = 1_000_000;

/**
 * Workspaces of tasks, from files beside the snapshots once they were read: what is kept is what the index holds, so
 * that any signal can be tried anew without reading 130 work trees.
 */
export async function openWorkspaces(places: RecallPlaces): Promise<{
  readonly of: (task: RecallTask) => Promise<TaskWorkspace>;
}> {
  const kept = join(places.snapshots, '.index');
  mkdirSync(kept, { recursive: true });
  const madeBy = sourceHash();
  const stores = new Map<string, Promise<IndexStore>>();
  const counter = createTokenCounters(await builtTokenAssets())('o200k_base');
  const index = createTermIndexer();

  const read = async (task: RecallTask, store: IndexStore): Promise<Recorded> => {
    const folder = snapshotOf(task, places);
    const rules = ignoreRules({ gitignore: true, editorExclude: [], include: [], exclude: [] });
    const roots = namedRoots([folder]);
    const walked: WalkedFile[] = [];
    for await (const slice of walkWorkspace(roots, rules)) walked.push(...slice.files);
    const files: { id: string; sha256: string; tokens: number }[] = [];
    const tokens = new Map<string, number>();
    for await (const { file, read } of readMany(walked, { maxBytes: MOST_BYTES })) {
      if ('reason' in read || leftOutByPath(file.path) !== null) continue;
      const text = shownText(read.text);
      if (leftOutByContent(file.path, text) !== null) continue;
      if (!store.has(read.sha256)) store.set(read.sha256, index(text));
      const count = tokens.get(read.sha256) ?? counter.count(text);
      tokens.set(read.sha256, count);
      files.push({ id: file.path, sha256: read.sha256, tokens: count });
    }
    return { files: files.sort((a, b) => (a.id < b.id ? -1 : 1)), commits: await gitHistory(folder) };
  };

  return {
    of: async (task) => {
      const repo = task.repo.replace('/', '+');
      const opened = stores.get(repo) ?? openIndexStore(join(kept, repo), { madeBy });
      stores.set(repo, opened);
      const store = await opened;
      const file = join(kept, `${task.id}.${madeBy}.json`);
      let recorded: Recorded;
      if (existsSync(file)) recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded;
      else {
        recorded = await read(task, store);
        await store.save(() => true);
        writeFileSync(file, JSON.stringify(recorded));
      }
      return {
        tokens: recorded.files.map(({ tokens }) => tokens),
        index: {
          history: readHistory(recorded.commits),
          files: recorded.files.map(({ id, sha256 }) => ({
            id,
            path: pathTerms(id),
            terms: store.get(sha256) ?? null,
          })),
        },
      };
    },
  };
}

/** Of the code that makes the terms: what was kept by other code is not used. */
export function sourceHash(): string {
  const rank = new URL('../../../src/core/context/rank/', import.meta.url);
  const sum = createHash('sha256');
  for (const name of ['letters', 'words', 'stem', 'term-hash', 'file-terms'])
    sum.update(readFileSync(new URL(`${name}.ts`, rank)));
  sum.update(readFileSync(new URL('../../../src/node/git-history.ts', import.meta.url)));
  return sum.digest('hex').slice(0, 12);
}
