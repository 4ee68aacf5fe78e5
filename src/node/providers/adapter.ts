import type { AskableModel } from '../../core/facts/askable-model.ts';
import type { ModelResponse } from '../../core/facts/model-response.ts';
import type { Result } from '../../core/facts/result.ts';

/** One call of one model. */
export interface AdapterCall {
  readonly requestId: string;
  readonly model: AskableModel;
  /** Instructions that stand apart from the prompt; null: none. */
  readonly system: string | null;
  /** All of the prompt: the pack, then the task. */
  readonly prompt: string;
  /** Output cap that is sent, tokens > 0. */
  readonly maxOutputTokens: number;
  /** Null: the model's own. */
  readonly temperature: number | null;
  /** Asks for extended thinking, where the model can. */
  readonly thinking: boolean;
  /** Runs for every piece of the answer as it comes, in order. */
  readonly onText?: (piece: string) => void;
}

export interface CallLimits {
  /** Aborted: by the caller (`adapter_cancelled`). */
  readonly signal: AbortSignal;
  /** What is left of the time limit, ms > 0: then `adapter_timeout`. */
  readonly timeoutMs: number;
}

/**
 * The port to a vendor (spec M2): one attempt, no retry. Every failure is a response with `success: false` and an
 * error; nothing throws. A new model needs nothing else.
 */
export interface Adapter {
  /** What models name: `qwen`. */
  readonly name: string;
  readonly provider: string;
  /** Time limit of its calls unless the model states one, ms. */
  readonly defaultTimeoutMs: number;
  call(call: AdapterCall, limits: CallLimits): Promise<ModelResponse>;
  /** Whether the model can be asked now. Errors: `adapter_missing_key`, `adapter_unavailable`, `adapter_no_permission`. */
  ready(model: AskableModel): Promise<Result<null>>;
  /** The vendor's own count, where it has one. */
  countTokens?(model: AskableModel, text: string): Promise<number>;
}
