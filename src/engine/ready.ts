import type { FitSettings } from '../core/context/fit-settings.ts';
import type { ModelProfile } from '../core/facts/model-profile.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import type { Counting } from './counting.ts';
import type { Engine } from './engine.ts';
import { untilCounted } from './until-counted.ts';
import { useModel } from './use-model.ts';

/** What belongs together in one answer: settings, the model that they name, and how it counts. */
export interface Ready {
  readonly settings: FitSettings;
  readonly model: ModelProfile | null;
  readonly counting: Counting;
}

/**
 * Waits until every candidate is counted by the chosen model. Settings that change meanwhile are those that the
 * user wants: it waits again, so that nothing is counted by one model and labelled with another.
 *
 * Errors: what kept the workspace from being opened, `unknown_model`, `cancelled`.
 */
export async function whenReady(engine: Engine, isCancelled: () => boolean): Promise<Result<Ready>> {
  for (;;) {
    const { opened, settings } = engine.workspace;
    if (!opened.ok) return opened;
    const chosen = await useModel(engine);
    if (!chosen.ok) return chosen;
    if (!(await untilCounted(engine, isCancelled))) return fail('cancelled', 'Cancelled while counting.');
    const counting = engine.counting.value;
    if (engine.workspace.settings === settings && counting.counting === chosen.value.counting)
      return ok({ settings, model: chosen.value.model, counting });
  }
}
