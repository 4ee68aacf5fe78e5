import { createHash } from 'node:crypto';
import type { AskedTask } from '../../core/budget/predict/asked-task.ts';
import { hash64, type HashKey } from '../../core/budget/predict/keyed-hash.ts';
import { textFeatures } from '../../core/budget/predict/text-features.ts';
import type { ModelProfile } from '../../core/facts/model-profile.ts';
import { type Described, textOf } from '../../core/task/describe.ts';
import { describeSources } from '../../core/task/sources.ts';

/** A task that somebody asks about, and what is known around it. */
export interface TaskQuestion {
  /** What tells of the task, the first first: texts, or objects with its fields (spec P2). */
  readonly sources: readonly unknown[];
  /** Level of the compute budget; null: the difficulty says. */
  readonly level: string | null;
  /** An estimate that came with the task (spec C11). */
  readonly difficulty?: unknown;
  readonly tenant: string;
  readonly model: ModelProfile | null;
  /** Of the prompt that goes with it; null: there is none. */
  readonly promptTokens: number | null;
}

/** A task as predictor and records take it. */
export interface ReadQuestion {
  readonly described: Described;
  readonly asked: AskedTask;
  readonly text: string;
  readonly taskId: string;
}

/** @param key of the store: hashes in place of words */
export function readQuestion({ sources, model }: TaskQuestion, key: HashKey): ReadQuestion {
  const described = describeSources(sources);
  const { task } = described;
  const text = textOf(task);
  const asked: AskedTask = {
    ...described,
    features: text === '' ? null : textFeatures(text, {}, key),
    override: task.override,
    agent: task.agent,
    model: model === null ? null : { id: model.id, maxOutputTokens: model.maxOutputTokens },
  };
  const given = task.taskId?.trim() ?? '';
  return { described, asked, text, taskId: given === '' ? `task:${hash64(key, text)}` : given };
}

/** A text as a number in [0, 1), the same everywhere: the first 32 bits of its SHA-256 (spec, common rules). */
export function stableHash(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}
