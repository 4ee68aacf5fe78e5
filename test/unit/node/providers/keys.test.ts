import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ADAPTER_NAMES, type AdapterName } from '../../../../src/core/models/adapter-profiles.ts';
import { keyRedaction } from '../../../../src/node/providers/key-redaction.ts';
import { ask, KEY, listener, model } from './asking.ts';
import { data, events, json, type LocalServer, type Reply, startServer } from './servers/local-server.ts';

/** Where each vendor has the text of its answer; `said` is everything that the server was sent. */
const ECHOES: Readonly<Record<Exclude<AdapterName, 'vscode'>, (said: string) => Reply>> = {
  qwen: (said) => json({ output: { text: said } }),
  deepseek: (said) =>
    events([
      data({ choices: [{ delta: { content: said, reasoning_content: said }, finish_reason: 'stop' }] }),
    ]),
  doubao: (said) => json({ output: [{ type: 'message', content: [{ type: 'text', text: said }] }] }),
  openai: (said) =>
    json({
      id: 'r',
      created_at: 1,
      model: 'm',
      output: [
        {
          type: 'message',
          id: 'm',
          role: 'assistant',
          content: [{ type: 'output_text', text: said, annotations: [] }],
        },
      ],
      usage: { input_tokens: 1, output_tokens: 1 },
    }),
  anthropic: (said) =>
    json({
      type: 'message',
      id: 'm',
      model: 'm',
      content: [{ type: 'text', text: said }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 1, output_tokens: 1 },
    }),
  google: (said) => json({ candidates: [{ content: { parts: [{ text: said }] }, finishReason: 'STOP' }] }),
  'openai-compatible': (said) =>
    json({ choices: [{ message: { content: said, reasoning_content: said }, finish_reason: 'stop' }] }),
};

describe('a key', () => {
  let server: LocalServer;
  afterEach(() => server.close());

  for (const name of ADAPTER_NAMES) {
    if (name === 'vscode') continue;
    for (const status of [200, 400, 401, 429, 500]) {
      it(`is in nothing of ${name} that a server echoes with ${status}`, async () => {
        server = await startServer((response, heard) => {
          const said = JSON.stringify(heard.headers);
          assert.ok(said.includes(KEY));
          if (status === 200) ECHOES[name](said)(response, heard);
          else
            json({ code: KEY, error: { code: KEY, type: KEY, message: said } }, status, { 'x-echo': KEY })(
              response,
            );
        });
        const asked = model(name, { baseUrl: server.url, vendorId: 'm' });
        const { pieces, onText } = listener();
        for (const call of [{}, { onText }]) {
          const response = await ask({ model: asked, call });
          assert.doesNotMatch(JSON.stringify(response), new RegExp(KEY));
          if (status === 200 && !('onText' in call)) assert.match(response.content, /\[key\]/);
        }
        assert.ok(!pieces.join('').includes(KEY));
      });
    }
  }

  it('that is broken into pieces of a stream is taken out all the same, as a prompt is kept out of errors', async () => {
    const said = [`x ${KEY.slice(0, 5)}`, KEY.slice(5, 9), `${KEY.slice(9)} y`, ' sk-pro', 'of of it'];
    server = await startServer(
      events([
        ...said.map((content) => data({ choices: [{ delta: { content } }] })),
        data({ choices: [{ delta: {}, finish_reason: 'stop' }] }),
      ]),
    );
    const { pieces, onText } = listener();
    const response = await ask({
      model: model('openai-compatible', { baseUrl: server.url }),
      call: { onText },
    });
    assert.equal(response.content, 'x [key] y sk-proof of it');
    assert.equal(pieces.join(''), response.content);
  });

  it('and prompt are no words of an error', async () => {
    server = await startServer(json({ error: { code: 'Reveal_Project_Falcon', type: 'bad_thing' } }, 400));
    const asked = model('openai-compatible', { baseUrl: server.url });
    const response = await ask({ model: asked, call: { prompt: 'Say Reveal_Project_Falcon now' } });
    assert.match(response.error?.message ?? '', /HTTP 400, bad_thing/);
  });
});

describe('taking a key out of a text', () => {
  const keyArb = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', 'b', 'k') });
  const textArb = fc.array(fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', 'k', ' ') }), {
    maxLength: 12,
  });

  it('leaves nothing of it, however the text is broken into pieces', () => {
    fc.assert(
      fc.property(keyArb, textArb, (key, parts) => {
        const pieces = parts.flatMap((part) => [part, key, part]);
        const redaction = keyRedaction(key);
        const shown = pieces.map((piece) => redaction.take(piece)).join('') + redaction.rest();
        // what stands in its place may itself hold a key of one letter
        assert.ok(!shown.replaceAll('[key]', '\u0000').includes(key), shown);
      }),
      { numRuns: 300 },
    );
  });

  it('changes no text without it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 8 })), (pieces) => {
        const redaction = keyRedaction('sk-never-there-0123');
        assert.equal(
          pieces.map((piece) => redaction.take(piece)).join('') + redaction.rest(),
          pieces.join(''),
        );
      }),
      { numRuns: 200 },
    );
  });
});
