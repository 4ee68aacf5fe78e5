/** Why a call gave no answer (spec M2), and whether it is worth another try. */
export const ADAPTER_ERRORS = {
  adapter_timeout: { retried: false },
  adapter_cancelled: { retried: false },
  adapter_rate_limited: { retried: true },
  adapter_server: { retried: true },
  adapter_network: { retried: true },
  adapter_request: { retried: false },
  adapter_auth: { retried: false },
  adapter_missing_key: { retried: false },
  adapter_invalid_response: { retried: false },
  // once, with twice the cap (spec M6): by a rule of its own
  adapter_truncated: { retried: false },
  adapter_unavailable: { retried: false },
  adapter_no_permission: { retried: false },
  adapter_blocked: { retried: false },
} as const;
export type AdapterErrorCode = keyof typeof ADAPTER_ERRORS;

export interface AdapterError {
  readonly code: AdapterErrorCode;
  /** For people; holds no key and nothing of the prompt. */
  readonly message: string;
  /** HTTP status. */
  readonly status?: number;
  /** What the server asks to wait, ms ≥ 0. */
  readonly retryAfterMs?: number;
}

export const FINISHES = ['stop', 'length', 'filtered', 'unknown'] as const;
export type Finish = (typeof FINISHES)[number];

/** What came of asking one model (spec M1 `Response`), an answer or a failure. Integers ≥ 0, durations ms. */
export interface ModelResponse {
  /** Unique. */
  readonly id: string;
  /** Id of the model. */
  readonly model: string;
  /** Also of a truncated answer; empty when nothing came. */
  readonly content: string;
  readonly finish: Finish;
  readonly responseMs: number;
  /** All input tokens, cached ones included. */
  readonly inputTokens: number;
  /** All output tokens, reasoning included. */
  readonly outputTokens: number;
  readonly cachedInputTokens: number;
  readonly reasoningTokens: number;
  /** inputTokens + outputTokens, or the total that the vendor states. */
  readonly tokenCount: number;
  /** Micro-USD over all attempts; null unless the price is known per token. */
  readonly costMicroUsd: number | null;
  /** Epoch ms of its end. */
  readonly at: number;
  readonly success: boolean;
  /** Tokens, and the cost with them, were counted here: the vendor told no usage. */
  readonly estimated: boolean;
  readonly reasoning?: string;
  readonly error?: AdapterError;
}
