import { rarity, saturatedCount, termWeight } from './bm25.ts';
import type { CommitHistory } from './commit-history.ts';
import type { TaskTerms } from './task-terms.ts';

const B_MESSAGES = 0.5;
/** Past commits that are taken as like the task. */
const MOST_SIMILAR = 30;

/** Commits after which the last change of a file counts 1/e: about what a small team has in its hands. */
const FORGOTTEN_AFTER = 30;

/**
 * How lately the file was changed, in [0, 1]: work goes on where it was. It stands for the ranking study's frequency of
 * changes, which prefers the large files that everything touches, and these crowd others out of a budget.
 */
export function recencySignal(history: CommitHistory, ids: readonly string[]): Float64Array {
  return Float64Array.from(ids, (id) => {
    const last = history.files.get(id)?.commits[0];
    return last === undefined ? 0 : Math.exp(-last / FORGOTTEN_AFTER);
  });
}

/** BM25 of the task's stems over the messages of the commits that changed the file. */
export function messagesSignal(
  task: TaskTerms,
  history: CommitHistory,
  ids: readonly string[],
): Float64Array {
  const scores = new Float64Array(ids.length);
  const pasts = ids.flatMap((id, place) => {
    const past = history.files.get(id);
    return past === undefined || past.described.length === 0 ? [] : [{ place, past, times: 0 }];
  });
  const inCommit = new Uint32Array(history.commits.length);
  for (const { hash, count } of task.stems) {
    const inCommits = history.byStem.get(hash);
    if (inCommits === undefined) continue;
    for (const each of inCommits) inCommit[each.commit] = each.count;
    let having = 0;
    for (const each of pasts) {
      each.times = 0;
      for (const commit of each.past.described) each.times += inCommit[commit] ?? 0;
      if (each.times > 0) having++;
    }
    for (const { commit } of inCommits) inCommit[commit] = 0;
    const weight = saturatedCount(count) * rarity(history.described, having);
    for (const { place, past, times } of pasts) {
      if (times === 0) continue;
      const length = past.length / history.meanLength.file;
      scores[place] = (scores[place] ?? 0) + weight * termWeight(times, B_MESSAGES, length);
    }
  }
  return scores;
}

/** A past commit that reads like the task. */
export interface SimilarCommit {
  /** Place in the history. */
  readonly commit: number;
  /** In (0, 1], 1 for the most similar. */
  readonly likeness: number;
}

/** The commits whose messages are most like the task, best first. */
export function similarCommits(task: TaskTerms, history: CommitHistory): readonly SimilarCommit[] {
  const scores = new Map<number, number>();
  for (const { hash, count } of task.stems) {
    const found = history.byStem.get(hash) ?? [];
    const weight = saturatedCount(count) * rarity(history.commits.length, found.length);
    for (const each of found) {
      const length = (history.commits[each.commit]?.length ?? 0) / history.meanLength.commit;
      const added = weight * termWeight(each.count, B_MESSAGES, length);
      scores.set(each.commit, (scores.get(each.commit) ?? 0) + added);
    }
  }
  const best = [...scores].sort(([a, x], [b, y]) => y - x || a - b).slice(0, MOST_SIMILAR);
  const greatest = best[0]?.[1] ?? 0;
  return best.map(([commit, score]) => ({ commit, likeness: score / greatest }));
}

/** How much of the similar commits was in the file; a commit of many files says less of each. */
export function similarSignal(
  similar: readonly SimilarCommit[],
  history: CommitHistory,
  ids: readonly string[],
): Float64Array {
  const scores = new Map<string, number>();
  for (const { commit, likeness } of similar) {
    const files = history.commits[commit]?.files ?? [];
    for (const id of files) scores.set(id, (scores.get(id) ?? 0) + likeness ** 2 / Math.sqrt(files.length));
  }
  return Float64Array.from(ids, (id) => scores.get(id) ?? 0);
}
