import type { MergedResult } from '../merge/merged-result.ts';

/**
 * Who is right or wrong with a merged answer when its user says so of the whole: models that it was made of and that no
 * data point of it contradicts. Were all outvoted somewhere, those that were least often.
 *
 * @returns ids, heaviest first
 */
export function standsBehind({
  contributingModels,
  provenance,
}: Pick<MergedResult, 'contributingModels' | 'provenance'>): readonly string[] {
  const outvoted = new Map(contributingModels.map((model) => [model, 0]));
  for (const { models, values } of Object.values(provenance)) {
    // a mean is made of all who gave a number: none of them is outvoted
    const others = new Set(
      values.flatMap((value) => value.models).filter((model) => !models.includes(model)),
    );
    for (const model of others) outvoted.set(model, (outvoted.get(model) ?? 0) + 1);
  }
  const least = Math.min(...contributingModels.map((model) => outvoted.get(model) ?? 0));
  return contributingModels.filter((model) => (outvoted.get(model) ?? 0) === least);
}
