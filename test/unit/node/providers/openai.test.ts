import assert from 'node:assert/strict';
import { ask, KEY, model } from './asking.ts';
import { data, events, json, type LocalServer, type Reply, startServer } from './servers/local-server.ts';

const USAGE = {
  input_tokens: 90,
  input_tokens_details: { cached_tokens: 30 },
  output_tokens: 15,
  output_tokens_details: { reasoning_tokens: 6 },
  total_tokens: 105,
};
const message = (text: string) => ({
  type: 'message',
  id: 'msg_1',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text, annotations: [] }],
});
const answer = (changes: object = {}) => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  model: 'gpt-6-sol',
  status: 'completed',
  output: [message('Fine.')],
  usage: USAGE,
  ...changes,
});
const CREATED = data({
  type: 'response.created',
  sequence_number: 0,
  response: { id: 'resp_1', created_at: 1, model: 'gpt-6-sol' },
});
const ADDED = data({
  type: 'response.output_item.added',
  output_index: 0,
  item: { type: 'message', id: 'msg_1' },
});
const delta = (text: string) =>
  data({
    type: 'response.output_text.delta',
    item_id: 'msg_1',
    output_index: 0,
    content_index: 0,
    delta: text,
  });
const DONE = data({
  type: 'response.output_item.done',
  output_index: 0,
  item: { type: 'message', id: 'msg_1' },
});
const completed = (changes: object = {}) => data({ type: 'response.completed', response: answer(changes) });
const incomplete = (reason: string) =>
  data({
    type: 'response.incomplete',
    response: answer({ status: 'incomplete', incomplete_details: { reason } }),
  });

describe('the adapter for OpenAI', () => {
  let server: LocalServer;
  const serve = async (reply: Reply) => {
    server = await startServer(reply);
    return model('openai', { baseUrl: `${server.url}/v1`, vendorId: 'gpt-6-sol' });
  };
  afterEach(() => server.close());
  const onText = () => undefined;

  it('asks the responses, keeps nothing there, and thinks hard only when asked to', async () => {
    const asked = await serve(json(answer()));
    await ask({ model: asked, call: { system: 'Be short.' } });
    await ask({ model: asked, call: { thinking: true } });
    const [plain = assert.fail(), thinking = assert.fail()] = server.heard;
    assert.equal(plain.path, '/v1/responses');
    assert.equal(plain.headers.authorization, `Bearer ${KEY}`);
    assert.equal(plain.body['model'], 'gpt-6-sol');
    assert.equal(plain.body['store'], false);
    assert.equal(plain.body['max_output_tokens'], 500);
    assert.equal(plain.body['reasoning'], undefined);
    assert.deepEqual(plain.body['input'], [
      { role: 'developer', content: 'Be short.' },
      { role: 'user', content: [{ type: 'input_text', text: 'What is up?' }] },
    ]);
    assert.deepEqual(thinking.body['reasoning'], { effort: 'high' });
  });

  it('tells cached and reasoning tokens', async () => {
    const response = await ask({ model: await serve(json(answer())) });
    assert.deepEqual(
      [
        response.inputTokens,
        response.outputTokens,
        response.cachedInputTokens,
        response.reasoningTokens,
        response.tokenCount,
      ],
      [90, 15, 30, 6, 105],
    );
    assert.equal(response.costMicroUsd, 285);
  });

  for (const [reason, code] of [
    ['max_output_tokens', 'adapter_truncated'],
    ['content_filter', 'adapter_blocked'],
  ] as const) {
    it(`tells an answer that is incomplete by ${reason} as ${code}, streamed or not`, async () => {
      const whole = await ask({
        model: await serve(json(answer({ status: 'incomplete', incomplete_details: { reason } }))),
      });
      assert.equal(whole.error?.code, code);
      assert.equal(whole.content, 'Fine.');
      await server.close();
      const asked = await serve(events([CREATED, ADDED, delta('Fi'), DONE, incomplete(reason)]));
      const streamed = await ask({ model: asked, call: { onText } });
      assert.equal(streamed.error?.code, code);
      assert.equal(streamed.content, 'Fi');
      assert.equal(streamed.inputTokens, 90);
    });
  }

  for (const [what, texts, code] of [
    ['a whole stream', [delta('ne.'), DONE, completed()], undefined],
    ['a clean end in the middle', [], 'adapter_invalid_response'],
    [
      'trouble of the server',
      [
        data({
          type: 'error',
          sequence_number: 3,
          error: { type: 'server_error', code: 'server_error', message: 'x', param: null },
        }),
      ],
      'adapter_server',
    ],
    [
      'a rate limit',
      [
        data({
          type: 'error',
          sequence_number: 3,
          error: { type: 'rate_limit', code: 'rate_limit_exceeded', message: 'x', param: null },
        }),
      ],
      'adapter_rate_limited',
    ],
    [
      'a failed response',
      [
        data({
          type: 'response.failed',
          sequence_number: 3,
          response: answer({ status: 'failed', error: { code: 'server_error', message: 'x' } }),
        }),
      ],
      'adapter_server',
    ],
    ['a piece that is no JSON', ['data: {"type\n\n'], 'adapter_invalid_response'],
  ] as const) {
    it(`tells ${what} after a beginning as ${code ?? 'an answer'}`, async () => {
      const response = await ask({
        model: await serve(events([CREATED, ADDED, delta('Fi'), ...texts])),
        call: { onText },
      });
      assert.equal(response.error?.code, code);
      assert.equal(response.content, code === undefined ? 'Fine.' : 'Fi');
    });
  }

  it('tells trouble before the first word by its kind', async () => {
    const failed = data({
      type: 'response.failed',
      sequence_number: 1,
      response: answer({ status: 'failed', error: { code: 'rate_limit_exceeded', message: 'x' } }),
    });
    const response = await ask({ model: await serve(events([CREATED, failed])), call: { onText } });
    assert.equal(response.error?.code, 'adapter_rate_limited');
  });

  it('sends no empty bearer where no key is named', async () => {
    const asked = { ...(await serve(json(answer()))), keyName: null };
    assert.equal((await ask({ model: asked })).success, true);
    assert.equal(server.heard[0]?.headers.authorization, undefined);
  });
});
