import { ADAPTER_ERRORS, type AdapterError } from '../../facts/model-response.ts';

/** Settings of M13. Durations ms. */
export interface RetrySettings {
  /** After the first attempt, integer ≥ 0. */
  readonly retries: number;
  /** Mean of the first delay, > 0. */
  readonly retryBaseMs: number;
}

export const DEFAULT_RETRY_SETTINGS: RetrySettings = Object.freeze({ retries: 3, retryBaseMs: 1000 });

/**
 * How long to wait before a retry, ms (spec M6): doubling, and scattered so that calls that failed together do not come
 * back together.
 *
 * @param retry 0 for the first one
 * @param random in [0, 1)
 */
export function retryDelayMs(retry: number, random: number, retryBaseMs: number): number {
  return retryBaseMs * 2 ** retry * (0.5 + 0.5 * random);
}

/** What follows a failed attempt. */
export type AfterFailure =
  | { readonly kind: 'retry'; readonly delayMs: number }
  /** `pauseMs`: nobody asks the model for so long; null: at once again. */
  | { readonly kind: 'give_up'; readonly pauseMs: number | null };

/**
 * Whether a failed call is tried again (spec M6): only what another try may cure, and only within its time. What the
 * vendor asks to wait takes the place of our own delay; when it is too long the model pauses until then.
 *
 * @param retriesDone of this call, integer ≥ 0
 * @param leftMs of the call's time limit, over all its attempts
 */
export function afterFailure(
  error: AdapterError,
  retriesDone: number,
  leftMs: number,
  random: number,
  { retries, retryBaseMs }: RetrySettings,
): AfterFailure {
  if (!ADAPTER_ERRORS[error.code].retried || retriesDone >= retries)
    return { kind: 'give_up', pauseMs: null };
  const delayMs = error.retryAfterMs ?? retryDelayMs(retriesDone, random, retryBaseMs);
  if (delayMs < leftMs) return { kind: 'retry', delayMs };
  return { kind: 'give_up', pauseMs: error.retryAfterMs ?? null };
}
