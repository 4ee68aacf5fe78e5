import { exactBy, type Price } from '../../../../src/core/facts/model-profile.ts';
import type { AskableModel } from '../../../../src/core/facts/askable-model.ts';
import type { AdapterErrorCode, ModelResponse } from '../../../../src/core/facts/model-response.ts';
import { ok } from '../../../../src/core/facts/result.ts';
import { costMicroUsd } from '../../../../src/core/models/price.ts';
import type { Adapter, AdapterCall, CallLimits } from '../../../../src/node/providers/adapter.ts';
import type { ModelCall } from '../../../../src/engine/models/call.ts';
import type { FakeClock } from './fake-clock.ts';

export function perToken(inputUsdPerMillion: number, outputUsdPerMillion: number): Price {
  return { kind: 'perToken', inputUsdPerMillion, outputUsdPerMillion, cachedInputUsdPerMillion: null };
}

export function askable(id: string, more: Partial<AskableModel> = {}): AskableModel {
  return {
    id,
    name: id.toUpperCase(),
    provider: 'test',
    counting: exactBy('o200k_base'),
    contextWindow: 100_000,
    maxInputTokens: null,
    maxOutputTokens: 8_000,
    price: perToken(1, 10),
    sources: ['settings'],
    disagreements: [],
    avgResponseMs: 1_000,
    enabled: true,
    adapter: 'fake',
    vendorId: id,
    timeoutMs: null,
    baseUrl: null,
    search: false,
    keyName: null,
    ...more,
  };
}

/** What a fake model does in one attempt. */
export interface Act {
  readonly ms: number;
  readonly text?: string;
  readonly code?: AdapterErrorCode;
  readonly retryAfterMs?: number;
  readonly outputTokens?: number;
  /** It does not even notice that its time is over. */
  readonly hangs?: boolean;
  /** Text that comes before the end. */
  readonly pieces?: readonly string[];
}

export interface Attempt {
  readonly model: string;
  readonly call: AdapterCall;
  readonly at: number;
}

/** An adapter whose models act as they are told, on a clock of its own making. */
export function fakeAdapter(
  clock: FakeClock,
  acts: (call: AdapterCall, attempt: number) => Act,
): Adapter & { readonly attempts: Attempt[]; readonly running: () => number } {
  const attempts: Attempt[] = [];
  let running = 0;
  let id = 0;
  const call = async (asked: AdapterCall, { signal, timeoutMs }: CallLimits): Promise<ModelResponse> => {
    const begin = clock.now();
    const before = attempts.filter(
      ({ model, call: { requestId } }) => model === asked.model.id && requestId === asked.requestId,
    ).length;
    attempts.push({ model: asked.model.id, call: asked, at: begin });
    const act = acts(asked, before);
    running++;
    if (act.hangs === true)
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    for (const piece of act.pieces ?? []) asked.onText?.(piece);
    await clock.sleep(Math.min(act.ms, timeoutMs), signal);
    running--;
    const code = signal.aborted ? 'adapter_cancelled' : act.ms > timeoutMs ? 'adapter_timeout' : act.code;
    const inputTokens = code === undefined || code === 'adapter_truncated' ? 100 : 0;
    const outputTokens = inputTokens === 0 ? 0 : (act.outputTokens ?? 10);
    return {
      id: `response-${asked.requestId}-${id++}`,
      model: asked.model.id,
      content: inputTokens === 0 ? '' : (act.text ?? `answer of ${asked.model.id}`),
      finish: code === undefined ? 'stop' : code === 'adapter_truncated' ? 'length' : 'unknown',
      responseMs: clock.now() - begin,
      inputTokens,
      outputTokens,
      cachedInputTokens: 0,
      reasoningTokens: 0,
      tokenCount: inputTokens + outputTokens,
      costMicroUsd: costMicroUsd(asked.model.price, inputTokens, outputTokens),
      at: clock.now(),
      success: code === undefined,
      estimated: false,
      ...(code === undefined
        ? {}
        : {
            error: {
              code,
              message: `${asked.model.id}: ${code}`,
              ...(act.retryAfterMs === undefined ? {} : { retryAfterMs: act.retryAfterMs }),
            },
          }),
    };
  };
  return {
    name: 'fake',
    provider: 'test',
    defaultTimeoutMs: 30_000,
    call,
    ready: () => Promise.resolve(ok(null)),
    attempts,
    running: () => running,
  };
}

export function callOf(model: AskableModel, more: Partial<ModelCall> = {}): ModelCall {
  return {
    callId: `call-${model.id}`,
    requestId: 'request',
    work: 'answer',
    model,
    system: null,
    prompt: 'What is it?',
    promptTokens: 100,
    maxOutputTokens: 1_000,
    temperature: null,
    thinking: false,
    ...more,
  };
}
