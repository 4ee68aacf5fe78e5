import type { AskableModel } from '../../core/facts/askable-model.ts';
import type { AdapterError, ModelResponse } from '../../core/facts/model-response.ts';
import { afterFailure } from '../../core/models/execute-rules/retry.ts';
import { capAfterTruncation } from '../../core/models/execute-rules/truncated.ts';
import type { Adapter } from '../../node/providers/adapter.ts';
import { CANCELLED, failedCall, together } from './failed-call.ts';
import { linkedSignal } from './linked-signal.ts';
import type { CallPorts, CallSettings } from './ports.ts';

/** What a call is for (spec C10). */
export type CallWork = 'answer' | 'verification' | 'refinement';

/** One answer that is asked for. */
export interface ModelCall {
  /** Unique in its request. */
  readonly callId: string;
  readonly requestId: string;
  readonly work: CallWork;
  readonly model: AskableModel;
  readonly system: string | null;
  readonly prompt: string;
  /** Tokens of `prompt` as they were counted. */
  readonly promptTokens: number;
  /** Output cap, tokens > 0. */
  readonly maxOutputTokens: number;
  readonly temperature: number | null;
  readonly thinking: boolean;
}

/** Who watches a call; nothing of it decides anything. */
export interface CallWatch {
  /** An attempt begins; from the second on it is a retry. */
  readonly onAttempt?: (call: ModelCall, attempt: number) => void;
  readonly onText?: (call: ModelCall, piece: string) => void;
}

export interface CallOptions extends CallWatch {
  readonly settings: CallSettings;
  readonly signal: AbortSignal;
  /** Whether a truncated answer may be asked again with so many output tokens: window, limits and reservation. */
  readonly mayEnlarge?: (call: ModelCall, maxOutputTokens: number) => Promise<boolean>;
}

/** An adapter knows its own timeouts best: what was used by then. One that does not end by itself is left so long after. */
const GRACE_MS = 100;

/** Who asks knows what limits leave, and is asked. */
const NO_LIMIT = { microUsd: null, outputTokens: null };

/**
 * Asks one model until it answers, its retries or its time limit are used up (spec M6). Never fails: a failure is a
 * response. Time, tokens and cost are those of all attempts.
 */
export async function callModel(
  call: ModelCall,
  ports: CallPorts,
  options: CallOptions,
): Promise<ModelResponse> {
  const { model } = call;
  const begin = ports.now();
  const adapter = ports.adapterOf(model);
  if (adapter === null) {
    const message = `Nothing reaches the model ${model.id} any more: it was removed.`;
    return failedCall(call, ports, begin, { code: 'adapter_unavailable', message }, null);
  }
  const { settings, signal, mayEnlarge } = options;
  const deadline = begin + (model.timeoutMs ?? settings.timeoutMs ?? adapter.defaultTimeoutMs);
  const attempts: ModelResponse[] = [];
  let cap = call.maxOutputTokens;
  let retries = 0;
  for (;;) {
    options.onAttempt?.(call, attempts.length);
    const before = attempts.at(-1)?.error ?? null;
    const asked = { ...call, maxOutputTokens: cap };
    const response = overTime(
      await attempt(adapter, asked, deadline, ports, options),
      deadline - begin,
      before,
    );
    attempts.push(response);
    const { error } = response;
    const done = together(attempts, model, begin, ports.now());
    if (response.success || error === undefined || signal.aborted) return done;
    if (error.code === 'adapter_truncated') {
      const reached = { cap, inputTokens: call.promptTokens, retried: cap !== call.maxOutputTokens };
      const larger = capAfterTruncation(reached, model, NO_LIMIT);
      if (larger === null || ports.now() >= deadline) return done;
      if (mayEnlarge !== undefined && !(await mayEnlarge(call, larger))) return done;
      cap = larger;
      continue;
    }
    const next = afterFailure(error, retries, deadline - ports.now(), ports.random(), settings);
    if (next.kind === 'give_up') {
      if (next.pauseMs !== null) ports.pause(model, ports.now() + next.pauseMs);
      return done;
    }
    retries++;
    await ports.sleep(next.delayMs, signal);
    if (signal.aborted) {
      attempts.push(failedCall(call, ports, ports.now(), CANCELLED, null));
      return together(attempts, model, begin, ports.now());
    }
  }
}

/** One attempt, which ends by its time limit or the caller's signal even when the adapter does not. */
async function attempt(
  adapter: Adapter,
  call: ModelCall,
  deadline: number,
  ports: CallPorts,
  { signal, onText }: CallOptions,
): Promise<ModelResponse> {
  const begin = ports.now();
  if (signal.aborted) return failedCall(call, ports, begin, CANCELLED, null);
  const timeoutMs = Math.max(1, deadline - begin);
  const inner = linkedSignal(signal);
  const ended = new AbortController();
  let text = '';
  const takeText = (piece: string): void => {
    if (ended.signal.aborted) return;
    text += piece;
    onText?.(call, piece);
  };
  const { requestId, model, system, prompt, maxOutputTokens, temperature, thinking } = call;
  const asked = {
    requestId,
    model,
    system,
    prompt,
    maxOutputTokens,
    temperature,
    thinking,
    onText: takeText,
  };
  const answered = async (): Promise<ModelResponse> => {
    try {
      return await adapter.call(asked, { signal: inner.signal, timeoutMs });
    } catch {
      // against its contract; it must not take the request with it, and what it says may hold a key
      const message = `The adapter ${adapter.name} broke off.`;
      return failedCall(call, ports, begin, { code: 'adapter_invalid_response', message }, text);
    }
  };
  const overdue = async (): Promise<ModelResponse | null> => {
    await ports.sleep(timeoutMs + GRACE_MS, inner.signal);
    if (signal.aborted) await ports.sleep(GRACE_MS, ended.signal);
    // nothing is to be said, and a long text not to be counted, of one that has answered
    if (ended.signal.aborted) return null;
    const error = signal.aborted ? CANCELLED : timedOut(model.id, timeoutMs);
    return failedCall(call, ports, begin, error, text);
  };
  const answer = answered().finally(() => ended.abort());
  const response = (await Promise.race([answer, overdue()])) ?? (await answer);
  ended.abort();
  inner.end();
  return response;
}

/** The time limit is that of all attempts, however little of it the last one had; what was wrong before is told. */
function overTime(response: ModelResponse, limitMs: number, before: AdapterError | null): ModelResponse {
  if (response.error?.code !== 'adapter_timeout') return response;
  const { message } = timedOut(response.model, limitMs);
  const told = before === null ? message : `${message} Before: ${before.message}`;
  return { ...response, error: { ...response.error, message: told } };
}

function timedOut(model: string, timeoutMs: number): AdapterError {
  return { code: 'adapter_timeout', message: `${model} did not answer within ${Math.round(timeoutMs)} ms.` };
}
