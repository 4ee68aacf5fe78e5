import type { HashKey } from '../../core/budget/predict/keyed-hash.ts';
import { textFeatures } from '../../core/budget/predict/text-features.ts';
import { checkRecord } from '../../core/facts/check-record.ts';
import { ACTIVITIES, type Activity } from '../../core/facts/outcome-record.ts';
import { ok, type Result } from '../../core/facts/result.ts';
import { describeTask } from '../../core/task/describe.ts';
import { outcomeEntry, type OutcomeEntry } from '../store/workspace-record.ts';
import type { ByWork } from './logged-session.ts';

/** A finished task as an importer found it. Null: the log does not tell. */
export interface LoggedTask {
  readonly id: string;
  readonly taskId: string;
  /** Epoch ms of its beginning. */
  readonly at: number;
  readonly text: string | null;
  readonly images: number;
  readonly session: string | null;
  readonly turn: number;
  readonly agent: string | null;
  readonly model: string | null;
  readonly output: number;
  readonly input: number | null;
  /** Output tokens by kind of work; null when nothing is known of it. */
  readonly work: ByWork | null;
  readonly thinkingIsHidden: boolean;
  /** Fields of spec P2 that the log has besides the text, such as `type` and `complexity`. */
  readonly described?: Readonly<Record<string, unknown>>;
  readonly success?: boolean | null;
  readonly quality?: number | null;
}

/**
 * A record of it: hashed by this store's key; the words are given along, for the history to keep or to leave out.
 * Success and quality are unknown unless the log tells them; a price is never guessed.
 * Errors: those of the check, `invalid_<field>`.
 */
export function recordOf(task: LoggedTask, key: HashKey): Result<OutcomeEntry> {
  const { id, taskId, at, text, output, input, agent, model, session, turn, images } = task;
  const { thinking = 0, ...activity } = task.work ?? {};
  const description = { ...task.described, ...(text === null ? {} : { description: text }) };
  const checked = checkRecord({
    id,
    taskId,
    at,
    characteristics: describeTask(description).characteristics,
    prediction: null,
    budgetAllocated: null,
    budgetUsed: output,
    ...(input === null ? {} : { totalTokens: input + output }),
    thinkingTokens: task.work === null || task.thinkingIsHidden ? null : thinking,
    ...(task.work === null ? {} : { activity: activityOf(activity) }),
    outcome: { success: task.success ?? null, quality: task.quality ?? null },
    features: text === null ? null : textFeatures(text, { session, turn, images }, key),
    ...(agent === null ? {} : { agent }),
    ...(model === null ? {} : { model }),
    costMicroUsd: null,
    ...(text === null ? {} : { text }),
  });
  return checked.ok ? ok(outcomeEntry(checked.value)) : checked;
}

function activityOf(activity: Activity): Activity {
  return Object.fromEntries(ACTIVITIES.map((kind) => [kind, activity[kind] ?? 0]));
}
