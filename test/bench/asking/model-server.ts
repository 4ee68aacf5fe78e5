import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A model on this machine, asked as OpenAI's servers are. */
export interface ModelServer {
  readonly url: string;
  readonly asked: () => number;
  /** Connections that are open now. */
  readonly connections: () => Promise<number>;
  close(): Promise<void>;
}

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
}

/**
 * @param delayMs from the request to the answer
 * @param answer to the text of all messages; null: never a word
 */
export async function modelServer(
  delayMs: number,
  usage: Usage,
  answer: (prompt: string) => string | null,
): Promise<ModelServer> {
  let asked = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked += 1;
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Asked;
      const text = answer(JSON.stringify(body.messages));
      if (text !== null) setTimeout(() => send(response, body.stream === true, text, usage), delayMs);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked: () => asked,
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Asked {
  readonly stream?: boolean;
  readonly messages: unknown;
}

function send(response: ServerResponse, isStream: boolean, content: string, usage: Usage): void {
  // who asked may be gone
  if (response.destroyed) return;
  const total = { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens };
  const choice = { index: 0, finish_reason: 'stop' };
  if (!isStream) {
    const message = { role: 'assistant', content };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ id: '1', choices: [{ ...choice, message }], usage: total }));
    return;
  }
  const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(event({ id: '1', choices: [{ index: 0, delta: { role: 'assistant', content } }] }));
  response.write(event({ id: '1', choices: [{ ...choice, delta: {} }], usage: total }));
  response.end('data: [DONE]\n\n');
}
