import assert from 'node:assert/strict';
import { ask, KEY, model } from './asking.ts';
import { events, json, type LocalServer, type Reply, startServer } from './servers/local-server.ts';

const event = (type: string, fields: object = {}) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
const START = event('message_start', {
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-5',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: {
      input_tokens: 60,
      cache_read_input_tokens: 20,
      cache_creation_input_tokens: 0,
      output_tokens: 1,
    },
  },
});
const TEXT = event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
const delta = (text: string) =>
  event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } });
const end = (reason: string) =>
  event('content_block_stop', { index: 0 }) +
  event('message_delta', {
    delta: { stop_reason: reason, stop_sequence: null },
    usage: { output_tokens: 9 },
  }) +
  event('message_stop');
const answer = (reason: string, text = 'Fine.') => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5',
  content: [{ type: 'text', text }],
  stop_reason: reason,
  stop_sequence: null,
  usage: { input_tokens: 60, cache_read_input_tokens: 20, cache_creation_input_tokens: 0, output_tokens: 9 },
});

describe('the adapter for Anthropic', () => {
  let server: LocalServer;
  const serve = async (reply: Reply) => {
    server = await startServer(reply);
    return model('anthropic', { baseUrl: `${server.url}/v1`, vendorId: 'claude-sonnet-5' });
  };
  afterEach(() => server.close());
  const onText = () => undefined;

  it('asks the messages, with the key in its own header', async () => {
    await ask({ model: await serve(json(answer('end_turn'))), call: { system: 'Be short.' } });
    const [{ path, headers, body } = assert.fail()] = server.heard;
    assert.equal(path, '/v1/messages');
    assert.equal(headers['x-api-key'], KEY);
    assert.equal(headers.authorization, undefined);
    assert.equal(body['max_tokens'], 500);
    assert.deepEqual(body['system'], [{ type: 'text', text: 'Be short.' }]);
    assert.equal(body['thinking'], undefined);
  });

  it('counts cached tokens as input too', async () => {
    const response = await ask({ model: await serve(json(answer('end_turn'))) });
    assert.deepEqual([response.inputTokens, response.cachedInputTokens, response.outputTokens], [80, 20, 9]);
    assert.equal(response.costMicroUsd, 220);
    assert.equal(response.estimated, false);
  });

  it('lets newer models decide how long they think, and keeps older ones within the cap', async () => {
    const asked = await serve(json(answer('end_turn')));
    await ask({ model: asked, call: { thinking: true, maxOutputTokens: 8000 } });
    await ask({
      model: { ...asked, vendorId: 'claude-sonnet-4-5' },
      call: { thinking: true, maxOutputTokens: 8000 },
    });
    await ask({
      model: { ...asked, vendorId: 'claude-sonnet-4-5' },
      call: { thinking: true, maxOutputTokens: 1500 },
    });
    assert.deepEqual(
      server.heard.map(({ body }) => [body['thinking'], body['max_tokens']]),
      [
        [{ type: 'adaptive' }, 8000],
        [{ type: 'enabled', budget_tokens: 4000 }, 8000],
        [undefined, 1500],
      ],
    );
  });

  for (const [reason, code] of [
    ['max_tokens', 'adapter_truncated'],
    ['model_context_window_exceeded', 'adapter_truncated'],
    ['refusal', 'adapter_blocked'],
  ] as const) {
    it(`tells the reason ${reason} as ${code}, streamed or not`, async () => {
      assert.equal((await ask({ model: await serve(json(answer(reason))) })).error?.code, code);
      await server.close();
      const streamed = await ask({
        model: await serve(events([START, TEXT, delta('Fi'), end(reason)])),
        call: { onText },
      });
      assert.equal(streamed.error?.code, code);
      assert.equal(streamed.content, 'Fi');
      assert.deepEqual([streamed.inputTokens, streamed.outputTokens], [80, 9]);
    });
  }

  for (const [what, texts, code] of [
    ['a whole stream', [delta('ne.'), end('end_turn')], undefined],
    ['a clean end in the middle', [], 'adapter_invalid_response'],
    [
      'an overload',
      [event('error', { error: { type: 'overloaded_error', message: 'x' } })],
      'adapter_server',
    ],
    [
      'a rate limit',
      [event('error', { error: { type: 'rate_limit_error', message: 'x' } })],
      'adapter_rate_limited',
    ],
    ['a piece that is no JSON', ['event: content_block_delta\ndata: {"type\n\n'], 'adapter_invalid_response'],
  ] as const) {
    it(`tells ${what} after a beginning as ${code ?? 'an answer'}`, async () => {
      const response = await ask({
        model: await serve(events([START, TEXT, delta('Fi'), ...texts])),
        call: { onText },
      });
      assert.equal(response.error?.code, code);
      assert.equal(response.content, code === undefined ? 'Fine.' : 'Fi');
    });
  }

  it('tells an overload before the first word', async () => {
    const overloaded = event('error', { error: { type: 'overloaded_error', message: 'x' } });
    const response = await ask({ model: await serve(events([overloaded])), call: { onText } });
    assert.equal(response.error?.code, 'adapter_server');
  });

  it('sends no empty key where none is named', async () => {
    const asked = { ...(await serve(json(answer('end_turn')))), keyName: null };
    assert.equal((await ask({ model: asked })).success, true);
    assert.equal(server.heard[0]?.headers['x-api-key'], undefined);
  });
});
