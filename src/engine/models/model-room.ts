import type { AskableModel } from '../../core/facts/askable-model.ts';
import { mostReserved } from '../../core/plan.ts';

/**
 * The output cap that is sent to a model, tokens: what the request may take, as far as the model can, and never so much
 * of a small window that no prompt is left.
 */
export function capFor(model: AskableModel, requestCap: number): number {
  const most = Math.min(model.maxOutputTokens ?? Infinity, mostReserved({ contextWindow: windowOf(model) }));
  return Math.max(1, Math.min(requestCap, most));
}

/** Tokens that a prompt may have beside an answer of so many; Infinity: nobody knows. */
export function inputLimit(model: AskableModel, cap: number): number {
  return Math.min(model.maxInputTokens ?? Infinity, (windowOf(model) ?? Infinity) - cap);
}

/** The window that prompt and answer share. Of an editor's model only the input limit is known, and stands for both. */
function windowOf({ contextWindow, maxInputTokens }: AskableModel): number | null {
  return contextWindow !== null && maxInputTokens !== null && contextWindow <= maxInputTokens
    ? null
    : contextWindow;
}
