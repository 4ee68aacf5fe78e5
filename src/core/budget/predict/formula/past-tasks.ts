import type { Characteristics } from '../../../facts/characteristics.ts';
import { toSixDecimals } from '../../../facts/decimals.ts';
import type { BudgetRecord } from '../../../facts/outcome-record.ts';
import type { BasisTask } from '../../../facts/prediction.ts';
import type { Unrated } from '../../../task/similarity.ts';
import type { FormulaParameters } from './parameters.ts';
import { type PastRow, pastColumns } from './past-columns.ts';

/**
 * The records as the formula sees them: asked linearly, some milliseconds for a hundred thousand. Owned by one
 * predictor.
 */
export interface PastTasks {
  add(record: BudgetRecord): void;
  /** The same of what a checkpoint kept of a record. */
  compareWith: (row: PastRow) => void;
  /** How similar the most similar task is before novelty is known (spec P2); null without one. */
  highestSimilarity(task: Unrated): number | null;
  /** What P5 needs of the similar tasks. @param now epoch ms */
  similarTo(task: Characteristics, agent: string | null, now: number): SimilarTasks;
  /** Oldest first, as plain JSON. */
  all(): readonly PastRow[];
}

/** The similar tasks of P5, step 1, and what came of them. */
export interface SimilarTasks {
  readonly count: number;
  /** Those that succeeded with enough quality. */
  readonly usable: number;
  /** Of these: tokens used, weighted by similarity; plain mean; standard deviation by mean; share of the last days. */
  readonly weightedMean: number;
  readonly mean: number;
  readonly variation: number;
  readonly recentShare: number;
  /** What they used, in no order; to be asked for before anything else is. */
  readonly used: () => readonly number[];
  /** The most similar, failed ones included. */
  readonly basis: readonly BasisTask[];
}

/** More are not compared: a year of work at three hundred tasks a day. The oldest go first. */
const MOST_PAST_TASKS = 100_000;
const MOST_BASIS = 5;
const DAY = 86_400_000;

export function pastTasks(
  parameters: FormulaParameters,
  rows: readonly PastRow[] = [],
  capacity: number = MOST_PAST_TASKS,
): PastTasks {
  const columns = pastColumns(capacity, parameters.qualityFloor);
  for (const row of rows) columns.add(row);

  return {
    add: ({ taskId, at, budgetUsed, outcome, agent, characteristics }) =>
      columns.add({
        taskId,
        at,
        used: budgetUsed,
        success: outcome.success,
        quality: outcome.quality,
        agent: agent ?? null,
        characteristics,
      }),
    compareWith: (row) => columns.add(row),
    highestSimilarity(task) {
      const similarities = columns.similarities(task, null);
      if (similarities.length === 0) return null;
      let highest = 0;
      for (let row = 0; row < similarities.length; row++) highest = Math.max(highest, similarities[row] ?? 0);
      return highest;
    },
    similarTo(task, agent, now) {
      const own = agent !== null && columns.countOf(agent) >= parameters.minHistory ? agent : null;
      const since = now - parameters.recentDays * DAY;
      const similarities = columns.similarities(task, own);
      const surelyNot = parameters.similarityThreshold - 1e-6;
      let [count, usable, recent, weight, weighted, mean, squares] = [0, 0, 0, 0, 0, 0, 0];
      for (let row = 0; row < similarities.length; row++) {
        const similarity = similarities[row] ?? 0;
        if (similarity < surelyNot || !isSimilar(similarity)) continue;
        count++;
        if (!columns.isUsable(row)) continue;
        const tokens = columns.used(row);
        usable++;
        weight += similarity;
        weighted += similarity * tokens;
        if (columns.at(row) >= since) recent++;
        // Welford's: the squares of large amounts would lose the digits that tell them apart
        const before = tokens - mean;
        mean += before / usable;
        squares += before * (tokens - mean);
      }
      return {
        count,
        usable,
        weightedMean: usable === 0 ? 0 : weighted / weight,
        mean,
        variation: usable === 0 || mean === 0 ? 1 : Math.sqrt(squares / usable) / mean,
        recentShare: usable === 0 ? 0 : recent / usable,
        used: () => usedBy(task, own),
        basis: mostSimilar(similarities).map(({ row, similarity }) =>
          Object.freeze({
            taskId: columns.taskId(row),
            similarity: toSixDecimals(similarity),
            budgetUsed: columns.used(row),
          }),
        ),
      };
    },
    all: () => columns.all(),
  };

  /** Of the similar and usable tasks, asked for anew: few answers need it, and the list is long. */
  function usedBy(task: Characteristics, own: string | null): readonly number[] {
    const similarities = columns.similarities(task, own);
    const used: number[] = [];
    for (let row = 0; row < similarities.length; row++)
      if (isSimilar(similarities[row] ?? 0) && columns.isUsable(row)) used.push(columns.used(row));
    return used;
  }

  /** In six decimals (spec P1), which only matter at the threshold itself. */
  function isSimilar(similarity: number): boolean {
    const above = similarity - parameters.similarityThreshold;
    return above >= 0 || (above > -1e-6 && toSixDecimals(similarity) >= parameters.similarityThreshold);
  }

  /** From the newest on, so that of many that are equally similar only the first are looked at closer. */
  function mostSimilar(similarities: ArrayLike<number>): readonly Ranked[] {
    const best: Ranked[] = [];
    let least = parameters.similarityThreshold - 1e-6;
    let leastAt = -Infinity;
    for (let row = similarities.length - 1; row >= 0; row--) {
      const similarity = similarities[row] ?? 0;
      if (similarity < least || (similarity === least && columns.at(row) < leastAt)) continue;
      if (!isSimilar(similarity)) continue;
      rank(best, row, similarity);
      const last = best.length === MOST_BASIS ? best[MOST_BASIS - 1] : undefined;
      if (last !== undefined) [least, leastAt] = [last.similarity, columns.at(last.row)];
    }
    return best;
  }

  /** Keeps the best in order: by similarity, then newer, then by name (spec P5). */
  function rank(best: Ranked[], row: number, similarity: number): void {
    const last = best.at(-1);
    if (best.length === MOST_BASIS && last !== undefined && !isBefore(row, similarity, last)) return;
    if (best.length === MOST_BASIS) best.pop();
    let at = best.length;
    for (; at > 0; at--) {
      const above = best[at - 1];
      if (above === undefined || !isBefore(row, similarity, above)) break;
    }
    best.splice(at, 0, { row, similarity });
  }

  function isBefore(row: number, similarity: number, other: Ranked): boolean {
    if (similarity !== other.similarity) return similarity > other.similarity;
    const [at, otherAt] = [columns.at(row), columns.at(other.row)];
    return at === otherAt ? columns.taskId(row) < columns.taskId(other.row) : at > otherAt;
  }
}

interface Ranked {
  readonly row: number;
  readonly similarity: number;
}
