import type { ModelResponse } from '../../core/facts/model-response.ts';
import type { Stage } from '../../core/facts/model-record.ts';
import type { AskedModel, AskedState, AskProgress } from '../../protocol/models.ts';
import type { AskWatch } from './ask.ts';
import type { ModelCall } from './call.ts';

/** Ten times a second at most (protocol). */
const PAUSE_MS = 100;

export interface AskingPorts {
  /** Ms, ever rising. */
  readonly now: () => number;
  readonly progress: (progress: AskProgress) => void;
  readonly text: (call: ModelCall, piece: string) => void;
}

/** A running request, told as it goes; `end` tells the last of it. */
export interface ToldAsking extends AskWatch {
  readonly end: () => void;
}

export function toldAsking(requestId: string, ports: AskingPorts): ToldAsking {
  const calls = new Map<string, AskedModel & { readonly begin: number }>();
  let stage: Stage = 'classify';
  let toldAt = -Infinity;
  let timer: NodeJS.Timeout | null = null;

  const tellNow = (done: boolean): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    toldAt = ports.now();
    const models = [...calls.values()].map(({ begin, ms, ...shown }): AskedModel => {
      const since = isOver(shown.state) ? ms : toldAt - begin;
      return Object.assign(shown, { ms: since });
    });
    ports.progress({ requestId, stage, models, done });
  };
  const tell = (): void => {
    if (timer !== null) return;
    timer = setTimeout(() => tellNow(false), Math.max(0, toldAt + PAUSE_MS - ports.now()));
    timer.unref();
  };
  const change = (call: ModelCall, to: Partial<AskedModel>): void => {
    const before = calls.get(call.callId) ?? begun(call, ports.now());
    calls.set(call.callId, { ...before, ...to });
    tell();
  };
  return {
    onStage: (next) => {
      stage = next;
      tell();
    },
    onAttempt: (call, attempt) => change(call, { state: attempt === 0 ? 'asking' : 'retrying' }),
    onText: (call, piece) => {
      change(call, { state: 'answering' });
      ports.text(call, piece);
    },
    onResponse: (call, response) => change(call, ended(response)),
    end: () => tellNow(true),
  };
}

function begun({ callId, model, work }: ModelCall, begin: number): AskedModel & { readonly begin: number } {
  const { id, name } = model;
  const nothing = { ms: 0, outputTokens: null, costMicroUsd: null, error: null };
  return { callId, model: id, name, work, state: 'waiting', ...nothing, begin };
}

function ended({
  success,
  responseMs,
  outputTokens,
  costMicroUsd,
  error,
}: ModelResponse): Partial<AskedModel> {
  const failed: AskedState = error?.code === 'adapter_cancelled' ? 'cancelled' : 'failed';
  const state = success ? 'answered' : failed;
  const told = error === undefined ? null : { code: error.code, message: error.message };
  return { state, ms: responseMs, outputTokens, costMicroUsd, error: told };
}

function isOver(state: AskedState): boolean {
  return state === 'answered' || state === 'failed' || state === 'cancelled';
}
