import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request as it came. */
export interface Heard {
  readonly authorization: string;
  readonly body: string;
  /** The client went away before its answer was whole. */
  left: boolean;
}

export interface OpenAiServer {
  /** `http://127.0.0.1:PORT/v1` */
  readonly baseUrl: string;
  readonly heard: readonly Heard[];
  readonly close: () => void;
}

/**
 * A server on this machine that speaks OpenAI's protocol, as Ollama, vLLM and LM Studio do. It refuses what does not
 * come with `key`, and every prompt that says "refuse this"; one that says "take forever" it never ends.
 *
 * @param answerOf pieces of the answer of a model, by the name that goes over the wire
 */
export async function startOpenAiServer(
  key: string,
  answerOf: (model: string) => readonly string[],
  pauseMs = 0,
): Promise<OpenAiServer> {
  const heard: Heard[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const entry = { authorization: request.headers.authorization ?? '', body, left: false };
    heard.push(entry);
    response.on('close', () => (entry.left = !response.writableFinished));
    if (entry.authorization !== `Bearer ${key}` || body.includes('refuse this')) {
      response.writeHead(401, { 'content-type': 'application/json' });
      // Some vendors repeat the key, or a part of it.
      const message = `Incorrect API key provided: ${entry.authorization.slice('Bearer '.length)}`;
      response.end(JSON.stringify({ error: { message, type: 'invalid_request_error' } }));
      return;
    }
    const { model } = JSON.parse(body) as { readonly model: string };
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const content of answerOf(model)) {
      if (pauseMs > 0) await sleep(pauseMs);
      response.write(chunk(model, { delta: { role: 'assistant', content } }, null));
    }
    if (body.includes('take forever')) return;
    const usage = { prompt_tokens: 11, completion_tokens: 2, total_tokens: 13 };
    response.write(chunk(model, { delta: {}, finish_reason: 'stop' }, usage));
    response.end('data: [DONE]\n\n');
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object', 'The server has no port.');
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    heard,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function chunk(model: string, choice: object, usage: object | null): string {
  const choices = [{ index: 0, finish_reason: null, ...choice }];
  const data = { id: '1', object: 'chat.completion.chunk', created: 1, model, choices, usage };
  return `data: ${JSON.stringify(data)}\n\n`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request) body += String(part);
  return body;
}
