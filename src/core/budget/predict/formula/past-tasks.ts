import type { Characteristics } from '../../../facts/characteristics.ts';
import { percentileOf, toSixDecimals } from '../../../facts/decimals.ts';
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
  /** Percentile of what they used; only with usable ones. */
  percentile(percent: number): number;
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
    highestSimilarity(task) {
      let highest: number | null = null;
      columns.eachSimilarity(task, null, (_, similarity) => {
        if (highest === null || similarity > highest) highest = similarity;
      });
      return highest;
    },
    similarTo(task, agent, now) {
      const own = agent !== null && columns.countOf(agent) >= parameters.minHistory ? agent : null;
      const since = now - parameters.recentDays * DAY;
      const used: number[] = [];
      const basis: Ranked[] = [];
      let [count, recent, weight, weighted, mean, squares] = [0, 0, 0, 0, 0, 0];
      columns.eachSimilarity(task, own, (row, similarity) => {
        if (toSixDecimals(similarity) < parameters.similarityThreshold) return;
        count++;
        rank(basis, { row, similarity, at: columns.at(row), taskId: () => columns.taskId(row) });
        if (!columns.isUsable(row)) return;
        const tokens = columns.used(row);
        used.push(tokens);
        weight += similarity;
        weighted += similarity * tokens;
        if (columns.at(row) >= since) recent++;
        // Welford's: the squares of large amounts would lose the digits that tell them apart
        const before = tokens - mean;
        mean += before / used.length;
        squares += before * (tokens - mean);
      });
      const usable = used.length;
      return {
        count,
        usable,
        weightedMean: usable === 0 ? 0 : weighted / weight,
        mean,
        variation: usable === 0 || mean === 0 ? 1 : Math.sqrt(squares / usable) / mean,
        recentShare: usable === 0 ? 0 : recent / usable,
        percentile: (percent) => percentileOf(used, percent),
        basis: basis.map(({ row, similarity }) =>
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
}

interface Ranked {
  readonly row: number;
  readonly similarity: number;
  readonly at: number;
  readonly taskId: () => string;
}

/** Keeps the best in order: by similarity, then newer, then by name (spec P5). */
function rank(best: Ranked[], next: Ranked): void {
  const last = best.at(-1);
  if (best.length === MOST_BASIS && last !== undefined && !isBefore(next, last)) return;
  if (best.length === MOST_BASIS) best.pop();
  let at = best.length;
  for (; at > 0; at--) {
    const above = best[at - 1];
    if (above === undefined || !isBefore(next, above)) break;
  }
  best.splice(at, 0, next);
}

function isBefore(a: Ranked, b: Ranked): boolean {
  if (a.similarity !== b.similarity) return a.similarity > b.similarity;
  if (a.at !== b.at) return a.at > b.at;
  return a.taskId() < b.taskId();
}
