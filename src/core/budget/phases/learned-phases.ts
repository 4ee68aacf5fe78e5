import type { TaskType } from '../../facts/characteristics.ts';
import { percentileOf } from '../../facts/decimals.ts';
import type { BudgetRecord } from '../../facts/outcome-record.ts';
import { type Phase, type PhaseRange, PHASES } from '../../facts/prediction.ts';

/** Shares of the phases in one task, in the order of the phases; they sum to 1. */
export type SpentShares = readonly number[];

/** What is learned of the phases: the latest tasks of each type whose tokens are known by activity. Plain JSON. */
export type PhaseHistory = Readonly<Partial<Record<TaskType, readonly SpentShares[]>>>;

export const NO_PHASES: PhaseHistory = {};

/** Tasks of a type that are remembered. */
const KEPT_TASKS = 200;
/** What was spent by activity in the prediction study (section 1), by phase; where all types start. */
const STUDY_SHARES =
  sharesByPhase({ thinking: 0.27, explore: 0.06, edit: 0.43, run: 0.06, text: 0.14 }) ?? [];
/** A mean over fewer tasks than these leans to what it starts from by half or more. */
const SHRINK = 5;
/** The range holds the middle 80 % of tasks. */
const RANGE_PERCENT = [10, 90] as const;

/** The history with a further task; unchanged when its tokens are not known by activity. */
export function learnPhases(history: PhaseHistory, record: BudgetRecord): PhaseHistory {
  const spent = spentShares(record);
  if (spent === null) return history;
  const { taskType } = record.characteristics;
  return { ...history, [taskType]: [...(history[taskType] ?? []), spent].slice(-KEPT_TASKS) };
}

/**
 * The share of each phase in what a task of this type will take, with the range of past tasks: the type's own mean,
 * shrunk to that of all types, and that to what the study found (spec P6). An estimate: shares vary from task to
 * task by a quarter of the whole.
 *
 * @returns null without a single task whose activity is known
 */
export function learnedShares(
  history: PhaseHistory,
  type: TaskType,
): Readonly<Record<Phase, PhaseRange>> | null {
  const all = Object.values(history).flat();
  if (all.length === 0) return null;
  const own = history[type] ?? [];
  const everywhere = PHASES.map((_, at) => shrunkMean(all, at, STUDY_SHARES[at] ?? 0));
  const mean = PHASES.map((_, at) => shrunkMean(own, at, everywhere[at] ?? 0));
  // Too few of the type to say how far they lie apart: those of all types stand in.
  const ranged = own.length >= SHRINK ? own : all;
  const ranges = PHASES.map((phase, at): [Phase, PhaseRange] => {
    const share = mean[at] ?? 0;
    const [low, high] = RANGE_PERCENT.map((percent) =>
      percentileOf(
        ranged.map((spent) => spent[at] ?? 0),
        percent,
      ),
    );
    return [phase, { share, low: Math.min(share, low ?? share), high: Math.max(share, high ?? share) }];
  });
  return Object.freeze(Object.fromEntries(ranges) as Record<Phase, PhaseRange>);
}

function shrunkMean(tasks: readonly SpentShares[], at: number, towards: number): number {
  const sum = tasks.reduce((total, spent) => total + (spent[at] ?? 0), 0);
  return (sum + SHRINK * towards) / (tasks.length + SHRINK);
}

/** Null when it is not known what the tokens went into, or there are none. */
function spentShares({ thinkingTokens, activity, budgetUsed }: BudgetRecord): SpentShares | null {
  if (activity === undefined) return null;
  const { explore = 0, edit = 0, run = 0, text = 0, other = 0 } = activity;
  const known = explore + edit + run + text + other;
  if (thinkingTokens === null && known < budgetUsed) return null;
  return sharesByPhase({ thinking: thinkingTokens ?? 0, explore, edit, run, text });
}

/** Shares by phase of what was spent by activity (spec P6); other work is shared among them in proportion. */
export function sharesByPhase(spent: {
  readonly thinking: number;
  readonly explore: number;
  readonly edit: number;
  readonly run: number;
  readonly text: number;
}): SpentShares | null {
  const byPhase = [spent.thinking, spent.explore, spent.edit, spent.run + spent.text];
  const sum = byPhase.reduce((total, tokens) => total + tokens, 0);
  return sum > 0 ? byPhase.map((tokens) => tokens / sum) : null;
}
