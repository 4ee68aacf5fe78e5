import type { FitSettings } from '../core/context/fit-settings.ts';
import type { ModelProfile } from '../core/facts/model-profile.ts';
import { mostReserved } from '../core/plan.ts';

/**
 * The settings with the room that the answer to the task will probably take (spec F2, P4), unless the user said how much
 * is to be kept free, or nobody can say.
 *
 * @param expect output tokens of the task's answer by a model
 */
export async function reservingFor(
  settings: FitSettings,
  model: ModelProfile | null,
  expect: (task: string, model: ModelProfile) => Promise<number | null> | undefined,
): Promise<FitSettings> {
  const { reserve, task } = settings;
  if (reserve !== null || model === null || task.trim() === '') return settings;
  const tokens = await expect(task, model);
  if (tokens === undefined || tokens === null) return settings;
  return { ...settings, reserve: Math.min(tokens, mostReserved(model)) };
}
