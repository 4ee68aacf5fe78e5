import { type Commit, readHistory } from '../../../../src/core/context/rank/commit-history.ts';
import { createTermIndexer } from '../../../../src/core/context/rank/file-terms.ts';
import { pathTerms } from '../../../../src/core/context/rank/path-terms.ts';
import type { RankIndex } from '../../../../src/core/context/rank/rank-index.ts';

/** Files by path and text, ready to be ranked. */
export function indexOf(files: Readonly<Record<string, string>>, commits: readonly Commit[] = []): RankIndex {
  const index = createTermIndexer();
  return {
    history: readHistory(commits),
    files: Object.entries(files).map(([id, text]) => ({ id, path: pathTerms(id), terms: index(text) })),
  };
}
