import { setTimeout as sleep } from 'node:timers/promises';
import { data, json, startServer } from '../unit/node/providers/servers/local-server.ts';
import type { Heard, Reply } from '../unit/node/providers/servers/local-server.ts';

/** A model on a server of this machine that answers when the test lets it. */
export interface TalkingModel {
  /** What goes into `baseUrl`. */
  readonly url: string;
  readonly heard: readonly Heard[];
  /** From now on it says this, in so many pieces. */
  says(pieces: readonly string[]): void;
  /** From now on it stops after the first piece of an answer until `goOn`. */
  hold(): void;
  goOn(): void;
  close(): Promise<void>;
}

export interface TalkingModelOptions {
  /** It refuses whoever does not bring this key. */
  readonly key?: string;
}

const USAGE = { prompt_tokens: 1000, completion_tokens: 40, total_tokens: 1040 };
/** Between two pieces, as of a model that thinks. */
const PAUSE_MS = 20;

interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

function closedGate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Speaks as OpenAI's chat completions do: streamed where it is asked for, else whole. */
export async function talkingModel({ key }: TalkingModelOptions = {}): Promise<TalkingModel> {
  let pieces: readonly string[] = ['Nothing was said yet.'];
  let gate: Gate | null = null;

  const stream: Reply = (response) => {
    const now = pieces;
    const chunk = (delta: object, finish: string | null = null): void => {
      const choices = [{ index: 0, delta, finish_reason: finish }];
      response.write(data({ id: 'chat-1', object: 'chat.completion.chunk', choices }));
    };
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const tell = async (): Promise<void> => {
      for (const [at, content] of now.entries()) {
        chunk(at === 0 ? { role: 'assistant', content } : { content });
        await (at === 0 && gate ? gate.opened : sleep(PAUSE_MS));
      }
      chunk({}, 'stop');
      response.write(data({ id: 'chat-1', choices: [], usage: USAGE }));
      response.end('data: [DONE]\n\n');
    };
    void tell();
  };
  const server = await startServer((response, heard) => {
    const { headers, body } = heard;
    if (key !== undefined && headers.authorization !== `Bearer ${key}`) {
      // Some vendors repeat the key that they refuse.
      const message = `Incorrect API key provided: ${headers.authorization}`;
      json({ error: { message, type: 'invalid_request_error', code: 'invalid_api_key' } }, 401)(response);
    } else if (body['stream'] === true) stream(response, heard);
    else {
      const message = { role: 'assistant', content: pieces.join('') };
      json({ id: 'chat-1', choices: [{ index: 0, message, finish_reason: 'stop' }], usage: USAGE })(response);
    }
  });
  return {
    url: `${server.url}/v1`,
    heard: server.heard,
    says: (next) => {
      pieces = next;
    },
    hold: () => {
      gate ??= closedGate();
    },
    goOn: () => {
      gate?.open();
      gate = null;
    },
    async close() {
      gate?.open();
      await server.close();
    },
  };
}
