import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the server had it. */
export interface Heard {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
  /** Settles when the connection of the request closed, or its answer was sent. */
  readonly gone: Promise<void>;
}

/** What a server does with one request. */
export type Reply = (response: ServerResponse, heard: Heard) => void;

export interface LocalServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly heard: readonly Heard[];
  close(): Promise<void>;
}

/** Starts a server on a free port of the loopback that answers every POST the same way. */
export async function startServer(reply: Reply): Promise<LocalServer> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const one: Heard = {
        path: request.url ?? '',
        headers: request.headers,
        body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
        gone: new Promise((resolve) => {
          response.on('close', resolve);
        }),
      };
      heard.push(one);
      reply(response, one);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const json =
  (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

/** Takes the request and never says a word. */
export const hang: Reply = () => undefined;

export const resetAtOnce: Reply = (response) => {
  response.socket?.resetAndDestroy();
};

export type StreamEnd = 'clean' | 'reset' | 'hang' | 'close-delimited';

/** Server-sent events, every text as it is, then one of the ways in which streams end. */
export const events =
  (texts: readonly string[], end: StreamEnd = 'clean'): Reply =>
  (response) => {
    if (end === 'close-delimited') {
      response.useChunkedEncodingByDefault = false;
      response.shouldKeepAlive = false;
      response.removeHeader('transfer-encoding');
    }
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      ...(end === 'close-delimited' && { connection: 'close' }),
    });
    for (const text of texts) response.write(text);
    if (end === 'reset') setTimeout(() => response.socket?.destroy(), 5);
    else if (end !== 'hang') response.end();
  };

export const data = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
