import type { AskableModel } from '../../../../src/core/facts/askable-model.ts';
import { exactBy } from '../../../../src/core/facts/model-profile.ts';
import type { ModelResponse } from '../../../../src/core/facts/model-response.ts';
import type { AdapterCall } from '../../../../src/node/providers/adapter.ts';
import { providers } from '../../../../src/node/providers/providers.ts';
import type { ProviderPorts } from '../../../../src/node/providers/ports.ts';

export const KEY = 'sk-proof-0123456789abcdef';

/** Counts a token per character, so that every estimate can be told by hand. */
export function ports(changes: Partial<ProviderPorts> = {}): ProviderPorts {
  let ids = 0;
  return {
    keyOf: () => Promise.resolve(KEY),
    count: (_model, text) => text.length,
    now: () => Date.now(),
    newId: () => `response-${++ids}`,
    ...changes,
  };
}

export function model(adapter: string, changes: Partial<AskableModel> = {}): AskableModel {
  return {
    id: 'model-1',
    name: 'Model One',
    provider: 'somebody',
    counting: exactBy('o200k_base'),
    contextWindow: 100_000,
    maxInputTokens: null,
    maxOutputTokens: null,
    price: {
      kind: 'perToken',
      inputUsdPerMillion: 2,
      outputUsdPerMillion: 10,
      cachedInputUsdPerMillion: 0.5,
    },
    sources: [],
    disagreements: [],
    avgResponseMs: 1000,
    enabled: true,
    adapter,
    vendorId: 'vendor-model-1',
    timeoutMs: null,
    baseUrl: null,
    search: false,
    keyName: 'PROOF_API_KEY',
    ...changes,
  };
}

export interface Asked {
  readonly model: AskableModel;
  readonly call?: Partial<AdapterCall>;
  readonly ports?: Partial<ProviderPorts>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** One call through the table of adapters, as the engine makes it. */
export async function ask({
  model: asked,
  call,
  ports: changes,
  timeoutMs,
  signal,
}: Asked): Promise<ModelResponse> {
  const adapter = providers(ports(changes)).get(asked.adapter);
  if (adapter === undefined) throw new Error(`no adapter ${asked.adapter}`);
  return adapter.call(
    {
      requestId: 'request-1',
      model: asked,
      system: null,
      prompt: 'What is up?',
      maxOutputTokens: 500,
      temperature: null,
      thinking: false,
      ...call,
    },
    { signal: signal ?? new AbortController().signal, timeoutMs: timeoutMs ?? 5000 },
  );
}

/** The pieces that a call streams. */
export function listener(): { readonly pieces: string[]; readonly onText: (piece: string) => void } {
  const pieces: string[] = [];
  return { pieces, onText: (piece) => pieces.push(piece) };
}
