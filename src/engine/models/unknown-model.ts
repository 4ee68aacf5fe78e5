import { fail } from '../../core/facts/result.ts';
import type { Advisor } from './advisor.ts';

/** A slip of the pen in a list of models is told by its name: the others would be asked without it. */
export function unknownModel({ models, adapters }: Advisor, ids: readonly string[]) {
  for (const id of ids) {
    const model = models.find((one) => one.id === id);
    if (model === undefined)
      return fail('unknown_model', `There is no model ${JSON.stringify(id)} that can be asked.`, {
        name: id,
      });
    if (!adapters.has(model.adapter))
      return fail('unknown_model', `Nothing speaks "${model.adapter}", the adapter of ${id}.`, { name: id });
  }
  return null;
}
