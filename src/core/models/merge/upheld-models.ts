import type { MergedResult } from './merged-result.ts';

/**
 * Models whose word stands wherever they gave one: a user's word on the merged answer is about them. One that was
 * outvoted on a data point said something else than what the user accepts or rejects. When each of them was outvoted
 * somewhere, all that the answer is made of.
 */
export function upheldModels({
  contributingModels,
  provenance,
}: Pick<MergedResult, 'contributingModels' | 'provenance'>): readonly string[] {
  const outvoted = new Set<string>();
  for (const { models, values } of Object.values(provenance))
    for (const said of values)
      for (const model of said.models) if (!models.includes(model)) outvoted.add(model);
  const upheld = contributingModels.filter((model) => !outvoted.has(model));
  return upheld.length === 0 ? contributingModels : upheld;
}
