import type { ModelProfile } from '../facts/model-profile.ts';
import { countingOf } from './counting.ts';

/** A model that the editor's language-model API offers. */
export interface OfferedModel {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  readonly family: string;
  /** Tokens of the whole request, integer > 0; anything else is taken as unknown. */
  readonly maxInputTokens: number;
}

/**
 * The profile of an offered model: its input limit is the editor's, and its price is included in what the user has
 * there. What the packages know of the model of the same name fills in the rest.
 *
 * @param known the profile of the same model from the packages
 */
export function profileFromEditor(
  model: OfferedModel,
  id: string,
  known: ModelProfile | undefined,
): ModelProfile {
  const limit =
    Number.isSafeInteger(model.maxInputTokens) && model.maxInputTokens > 0 ? model.maxInputTokens : null;
  const window = known?.contextWindow ?? null;
  return {
    id,
    name: model.name,
    provider: model.vendor,
    counting: countingOf(model.id, model.family),
    // A window smaller than what the editor takes would be another offer's.
    contextWindow: window !== null && window >= (limit ?? 0) ? window : limit,
    maxInputTokens: limit,
    maxOutputTokens: known?.maxOutputTokens ?? null,
    price: { kind: 'included' },
    sources: ['editor', ...(known?.sources ?? [])],
    disagreements: [],
  };
}
