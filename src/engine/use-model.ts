import { ok, type Result } from '../core/facts/result.ts';
import type { Engine } from './engine.ts';
import type { ChosenModel } from './model-choice.ts';

/** Counts by the chosen model from now on. Error: `unknown_model`. */
export async function useModel(engine: Engine): Promise<Result<ChosenModel>> {
  const { counting, documents, files, planner } = engine;
  const chosen = await engine.models.choose(engine.workspace.settings);
  if (!chosen.ok) return chosen;
  const changed = counting.use(chosen.value.counting);
  if (changed === 'encoding') {
    documents.recount();
    files.recount();
  }
  if (changed !== 'same') planner.touch(null);
  return ok({ model: chosen.value.model, counting: counting.value.counting });
}
