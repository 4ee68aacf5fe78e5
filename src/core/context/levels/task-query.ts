import type { TaskTerms } from '../rank/task-terms.ts';
import { type ChunkQuery, chunkQuery } from './chunk-query.ts';

/** How rare terms are in a workspace. */
export interface Rarities {
  /** All files of the workspace. */
  readonly files: number;
  /** Those with a term; lower case, not stemmed. */
  readonly having: (term: string) => number;
}

/**
 * What the task looks for inside of files; null: nothing.
 * @param rarities null: its terms all count alike.
 */
export function taskQuery(task: TaskTerms, rarities: Rarities | null): ChunkQuery | null {
  if (task.terms.length + task.places.length === 0) return null;
  return chunkQuery(task, rarities?.files ?? 0, rarities?.having ?? (() => 0));
}

/** Tells one query from another, roughly: one file more among thousands is no reason to make everything anew. */
export function queryKey({ weights, names, places }: ChunkQuery): string {
  const rough = [...weights].map(([stem, weight]) => [stem, weight.toFixed(1)]);
  return JSON.stringify([rough, [...names], places]);
}
