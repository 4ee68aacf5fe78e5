import { rarity, saturatedCount } from '../rank/bm25.ts';
import { stem } from '../rank/stem.ts';
import type { TaskTerms } from '../rank/task-terms.ts';
import { plainWord } from '../rank/words.ts';

/** What a task looks for inside of files. */
export interface ChunkQuery {
  /** Stem → its rarity among the files times its saturated count in the task. */
  readonly weights: ReadonlyMap<string, number>;
  /** Code identifiers, as `plainWord` folds them. */
  readonly names: ReadonlySet<string>;
  readonly places: TaskTerms['places'];
}

/**
 * @param files all files of the workspace.
 * @param having those that have a term of the task (lower case, not stemmed).
 */
export function chunkQuery(
  task: Pick<TaskTerms, 'terms' | 'stems' | 'names' | 'places'>,
  files: number,
  having: (term: string) => number,
): ChunkQuery {
  /** A stem is at least as common as the commonest of its forms in the task. */
  const most = new Map<string, number>();
  for (const { text } of task.terms) {
    const root = stem(text);
    most.set(root, Math.max(most.get(root) ?? 0, having(text)));
  }
  const weights = new Map<string, number>();
  for (const { text, count } of task.stems) {
    weights.set(
      text,
      rarity(Math.max(files, 1), Math.min(files, most.get(text) ?? 0)) * saturatedCount(count),
    );
  }
  return { weights, names: new Set(task.names.map(({ text }) => plainWord(text))), places: task.places };
}
