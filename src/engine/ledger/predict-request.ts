import type { ModelProfile } from '../../core/facts/model-profile.ts';
import { ok, type Result } from '../../core/facts/result.ts';
import { readTask } from '../../core/task/read-task.ts';
import type { PredictedTask, PredictRequest } from '../../protocol/ledger.ts';
import type { TaskQuestion } from './asked.ts';
import type { Keeper } from './keeper.ts';
import type { OpenedStore } from './opened-store.ts';

/**
 * Predicts a task that somebody asks about, from everything that is recorded. Changes nothing.
 * Errors: `unknown_model`, and those of `predictedTask`. Without a readable history it predicts all the same.
 */
export async function predictAsked(
  keeper: Keeper,
  { task, ...beside }: PredictRequest,
): Promise<Result<PredictedTask>> {
  const question = await questionAbout(keeper, task, beside);
  if (!question.ok) return question;
  const { store } = keeper;
  if (store.ok) await ready(store.value);
  const foresight = keeper.foresee(question.value);
  return foresight.ok ? ok(foresight.value.answer) : foresight;
}

/** Waits until everything is known that an answer rests on; what cannot be read is told apart from it. */
export async function ready({ learning, limits, levels }: OpenedStore): Promise<void> {
  await Promise.all([learning.learn(), limits.opened(), levels.opened()]);
}

/** A question about a task that is not on show, of the model that is named, else of the task's own. */
export async function questionAbout(
  keeper: Keeper,
  task: unknown,
  { level, difficulty, model, tenant }: Omit<PredictRequest, 'task'>,
): Promise<Result<TaskQuestion>> {
  const named = model ?? readTask(task).model;
  const found: Result<ModelProfile | null> = named === null ? ok(null) : await keeper.ports.model(named);
  if (!found.ok) return found;
  return ok({ sources: [task], level, difficulty, tenant, model: found.value, promptTokens: null });
}
