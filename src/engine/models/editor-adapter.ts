import type { AskableModel } from '../../core/facts/askable-model.ts';
import type { AdapterError, AdapterErrorCode, ModelResponse } from '../../core/facts/model-response.ts';
import { fail, ok } from '../../core/facts/result.ts';
import { answerSample } from '../../core/models/answer-sample.ts';
import type { OfferedModel } from '../../core/models/offered-model.ts';
import { costMicroUsd } from '../../core/models/price.ts';
import type { Adapter, AdapterCall, CallLimits } from '../../node/providers/adapter.ts';
import type { EditorAnswer, EditorCall } from '../../protocol/models.ts';
import { CANCELLED } from './failed-call.ts';
import { linkedSignal } from './linked-signal.ts';

export interface EditorPorts {
  /** What the editor offers under an id of ours; null: nothing any more. */
  readonly offerOf: (id: string) => Promise<OfferedModel | null>;
  /** Cancelled with the signal. */
  readonly ask: (call: EditorCall, signal: AbortSignal) => Promise<EditorAnswer>;
  /** Pieces of a call as they come. @returns stops it */
  readonly onPiece: (callId: string, listener: (text: string) => void) => () => void;
  readonly count: (model: AskableModel, text: string) => number;
  /** Epoch ms. */
  readonly now: () => number;
  readonly newId: () => string;
}

const TIMEOUT_MS = 30_000;

/** The editor's own language models (spec M2, `vscode`): the door asks them, and they cost what the user's plan says. */
export function editorAdapter(ports: EditorPorts): Adapter {
  return {
    name: 'vscode',
    provider: 'vscode',
    defaultTimeoutMs: TIMEOUT_MS,
    ready: async (model) =>
      (await ports.offerOf(model.id)) === null
        ? fail('adapter_unavailable', `The editor does not offer ${model.name} now.`)
        : ok(null),
    call: (call, limits) => asked(ports, call, limits),
  };
}

async function asked(ports: EditorPorts, call: AdapterCall, limits: CallLimits): Promise<ModelResponse> {
  const begin = ports.now();
  const { model } = call;
  const offer = await ports.offerOf(model.id);
  if (offer === null) {
    const message = `The editor does not offer ${model.name} now.`;
    return response(ports, call, begin, { text: '' }, { code: 'adapter_unavailable', message });
  }
  const callId = ports.newId();
  let text = '';
  const stop = ports.onPiece(callId, (piece) => {
    text += piece;
    call.onText?.(piece);
  });
  const linked = linkedSignal(limits.signal);
  const state = { isOver: false };
  const timer = setTimeout(() => {
    state.isOver = true;
    linked.end();
  }, limits.timeoutMs);
  try {
    const { system, prompt, maxOutputTokens, temperature } = call;
    const { vendor, family, id } = offer;
    const answer = await ports.ask(
      { callId, vendor, family, id, system, prompt, maxOutputTokens, temperature },
      linked.signal,
    );
    if (answer.ok) {
      const said = answer.text === '' ? text : answer.text;
      if (said.trim() !== '') return response(ports, call, begin, { ...answer, text: said }, null);
      return response(ports, call, begin, { text: '' }, EMPTY);
    }
    const { code, message } = answer;
    const own = ownEnd(state.isOver, limits) ?? { code, message };
    return response(ports, call, begin, { text: answer.text === '' ? text : answer.text }, own);
  } catch {
    // the door is gone, or the call was cancelled on its way
    const code: AdapterErrorCode = 'adapter_unavailable';
    const own = ownEnd(state.isOver, limits) ?? { code, message: 'The editor did not answer.' };
    return response(ports, call, begin, { text }, own);
  } finally {
    clearTimeout(timer);
    linked.end();
    stop();
  }
}

const EMPTY: AdapterError = { code: 'adapter_invalid_response', message: 'The answer was empty.' };

function ownEnd(isOver: boolean, { signal, timeoutMs }: CallLimits): AdapterError | null {
  if (signal.aborted) return CANCELLED;
  if (!isOver) return null;
  return { code: 'adapter_timeout', message: `It did not answer within ${Math.round(timeoutMs)} ms.` };
}

function response(
  ports: EditorPorts,
  { model, system, prompt }: AdapterCall,
  begin: number,
  said: {
    readonly text: string;
    readonly inputTokens?: number | null;
    readonly outputTokens?: number | null;
  },
  error: AdapterError | null,
): ModelResponse {
  const { inputTokens: told = null, outputTokens: counted = null } = said;
  const inputTokens = told ?? ports.count(model, `${system ?? ''}\n${prompt}`);
  const { part, times } = answerSample(said.text);
  const outputTokens = counted ?? (part === '' ? 0 : Math.ceil(ports.count(model, part) * times));
  const at = ports.now();
  return {
    id: ports.newId(),
    model: model.id,
    content: said.text,
    finish: error === null ? 'stop' : error.code === 'adapter_blocked' ? 'filtered' : 'unknown',
    responseMs: at - begin,
    inputTokens,
    outputTokens,
    cachedInputTokens: 0,
    reasoningTokens: 0,
    tokenCount: inputTokens + outputTokens,
    costMicroUsd: costMicroUsd(model.price, inputTokens, outputTokens),
    at,
    success: error === null,
    estimated: told === null || counted === null,
    ...(error === null ? {} : { error }),
  };
}
