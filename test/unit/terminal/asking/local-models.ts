import type { ServerResponse } from 'node:http';
import {
  data,
  events,
  type Heard,
  json,
  type LocalServer,
  startServer,
} from '../../node/providers/servers/local-server.ts';

/** A model on this machine that speaks as OpenAI's servers do. */
export interface LocalModel {
  readonly id: string;
  readonly server: LocalServer;
  /** As it stands in the configuration. */
  readonly entry: Readonly<Record<string, unknown>>;
}

export interface LocalModelOptions {
  /** Name of the key that it is asked with; absent: none. */
  readonly keyName?: string;
  /** Before it says a word, ms. */
  readonly delayMs?: number;
  readonly more?: Readonly<Record<string, unknown>>;
}

export type Says = (heard: Heard) => string;

/** What every answer is said to have taken. */
export const USAGE = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 } as const;

const PRICES = { inputUsdPerMillion: 1, outputUsdPerMillion: 4 } as const;

/** A model that answers what `says` makes of the request, whole or as a stream, as it is asked. */
export async function localModel(
  id: string,
  says: Says,
  { keyName, delayMs = 0, more = {} }: LocalModelOptions = {},
): Promise<LocalModel> {
  const server = await startServer((response, heard) => {
    setTimeout(() => answerAs(response, heard, says(heard)), delayMs);
  });
  return { id, server, entry: { ...entryOf(id, server, keyName), ...more } };
}

/** A model that does something else than to answer. */
export async function brokenModel(
  id: string,
  reply: (response: ServerResponse, heard: Heard) => void,
  keyName?: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<LocalModel> {
  const server = await startServer(reply);
  return { id, server, entry: { ...entryOf(id, server, keyName), ...more } };
}

function entryOf(id: string, server: LocalServer, keyName: string | undefined) {
  return {
    id,
    adapter: 'openai-compatible',
    baseUrl: `${server.url}/v1`,
    contextWindow: 64_000,
    maxOutputTokens: 1_000,
    ...PRICES,
    ...(keyName !== undefined && { keyName }),
  };
}

function answerAs(response: ServerResponse, heard: Heard, content: string): void {
  if (heard.body['stream'] !== true) {
    const message = { role: 'assistant', content };
    json({ id: '1', choices: [{ index: 0, message, finish_reason: 'stop' }], usage: USAGE })(response);
    return;
  }
  const chunk = (delta: unknown, more: object = {}): string =>
    data({ id: '1', choices: [{ index: 0, delta, ...more }] });
  const last = data({ id: '1', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage: USAGE });
  events([chunk({ role: 'assistant', content }), last, 'data: [DONE]\n\n'])(response, heard);
}

/** All text of a request's messages. */
export function promptIn({ body }: Heard): string {
  return JSON.stringify(body['messages']);
}

export function configOf(models: readonly LocalModel[], ask: object = {}): string {
  return JSON.stringify({ models: models.map(({ entry }) => entry), ask: { retryBaseMs: 1, ...ask } });
}
