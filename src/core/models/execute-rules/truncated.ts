import type { ModelProfile, Price } from '../../facts/model-profile.ts';
import { costMicroUsd } from '../price.ts';

/** A call whose answer ended at its cap. Tokens. */
export interface TruncatedCall {
  /** Output cap that was reached. */
  readonly cap: number;
  /** Of the prompt: a retry sends it again. */
  readonly inputTokens: number;
  /** Whether this call was the retry already. */
  readonly retried: boolean;
}

/** What limits and reservation leave for one more attempt, both attempts being charged; null: no limit. */
export interface LeftForRetry {
  readonly microUsd: number | null;
  readonly outputTokens: number | null;
}

/** Spec M6. */
const LARGER = 2;

/**
 * The cap of the one retry of a truncated answer (spec M6): twice as large, as far as the model can, and only when its
 * window and the limits have room for that.
 *
 * @returns null: no retry
 */
export function capAfterTruncation(
  { cap, inputTokens, retried }: TruncatedCall,
  model: Pick<ModelProfile, 'maxOutputTokens' | 'contextWindow'> & { readonly price: Price },
  left: LeftForRetry,
): number | null {
  const larger = Math.min(LARGER * cap, model.maxOutputTokens ?? Infinity);
  if (retried || larger <= cap) return null;
  if (model.contextWindow !== null && inputTokens + larger > model.contextWindow) return null;
  if (left.outputTokens !== null && larger > left.outputTokens) return null;
  const cost = costMicroUsd(model.price, inputTokens, larger) ?? 0;
  return left.microUsd !== null && cost > left.microUsd ? null : larger;
}
