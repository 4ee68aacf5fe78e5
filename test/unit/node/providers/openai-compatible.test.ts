import assert from 'node:assert/strict';
import { ask, KEY, listener, model } from './asking.ts';
import { data, events, json, type LocalServer, type Reply, startServer } from './servers/local-server.ts';

const chunk = (delta: object, finish: string | null = null) =>
  data({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] });
const USAGE = {
  prompt_tokens: 100,
  completion_tokens: 20,
  total_tokens: 120,
  prompt_tokens_details: { cached_tokens: 40 },
  completion_tokens_details: { reasoning_tokens: 5 },
};
const usageChunk = data({ id: 'c', choices: [], usage: USAGE });
const DONE = 'data: [DONE]\n\n';
const answer = (message: object, finish: string | null = 'stop', usage: object | null = USAGE) =>
  json({
    id: 'c',
    choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }],
    usage,
  });

describe('the adapter for OpenAI-compatible servers', () => {
  let server: LocalServer;
  const serve = async (reply: Reply) => {
    server = await startServer(reply);
    return model('openai-compatible', { baseUrl: `${server.url}/v1` });
  };
  afterEach(() => server.close());

  it('sends model, messages, output cap and temperature, and the key as a bearer', async () => {
    const asked = await serve(answer({ content: 'Fine.' }));
    await ask({ model: asked, call: { system: 'Be short.', temperature: 0.2 } });
    const [{ path, headers, body } = assert.fail()] = server.heard;
    assert.equal(path, '/v1/chat/completions');
    assert.equal(headers.authorization, `Bearer ${KEY}`);
    assert.deepEqual(body, {
      model: 'vendor-model-1',
      messages: [
        { role: 'system', content: 'Be short.' },
        { role: 'user', content: 'What is up?' },
      ],
      max_tokens: 500,
      temperature: 0.2,
    });
  });

  it('tells answer, usage with cached and reasoning tokens, and cost', async () => {
    const response = await ask({ model: await serve(answer({ content: 'Fine.' })) });
    assert.equal(response.success, true);
    assert.equal(response.content, 'Fine.');
    assert.equal(response.finish, 'stop');
    assert.deepEqual(
      [
        response.inputTokens,
        response.outputTokens,
        response.cachedInputTokens,
        response.reasoningTokens,
        response.tokenCount,
      ],
      [100, 20, 40, 5, 120],
    );
    // 60 × $2 + 40 × $0.5 + 20 × $10 per million
    assert.equal(response.costMicroUsd, 340);
    assert.equal(response.estimated, false);
  });

  it('streams to a caller that listens, piece by piece, with usage', async () => {
    const asked = await serve(
      events([
        chunk({ role: 'assistant', content: 'Fi' }),
        chunk({ content: 'ne.' }),
        chunk({}, 'stop'),
        usageChunk,
        DONE,
      ]),
    );
    const { pieces, onText } = listener();
    const response = await ask({ model: asked, call: { onText } });
    assert.deepEqual(pieces, ['Fi', 'ne.']);
    assert.equal(response.content, 'Fine.');
    assert.equal(response.inputTokens, 100);
    assert.equal(response.estimated, false);
    assert.equal(server.heard[0]?.body['stream'], true);
    assert.deepEqual(server.heard[0]?.body['stream_options'], { include_usage: true });
  });

  it('counts the tokens itself when the server tells no usage', async () => {
    const response = await ask({ model: await serve(answer({ content: 'Fine.' }, 'stop', null)) });
    assert.equal(response.success, true);
    assert.deepEqual([response.inputTokens, response.outputTokens, response.tokenCount], [11, 5, 16]);
    assert.equal(response.estimated, true);
    assert.equal(response.costMicroUsd, 72);
  });

  it('takes an answer beyond its cap for no more than the cap, which is all that can be billed', async () => {
    const endless = await serve(answer({ content: 'Fine. '.repeat(100) }, 'stop', null));
    const response = await ask({ model: endless, call: { maxOutputTokens: 50 } });
    assert.deepEqual([response.outputTokens, response.estimated], [50, true]);
  });

  it('keeps thoughts apart from the answer', async () => {
    const asked = await serve(
      events([
        chunk({ reasoning_content: 'Hm. ' }),
        chunk({ reasoning: 'Well.' }),
        chunk({ content: 'Yes.' }),
        chunk({}, 'stop'),
        DONE,
      ]),
    );
    const response = await ask({ model: asked, call: { onText: () => undefined } });
    assert.equal(response.reasoning, 'Hm. Well.');
    assert.equal(response.content, 'Yes.');
  });

  it('needs no key where none is named', async () => {
    const asked = { ...(await serve(answer({ content: 'Fine.' }))), keyName: null };
    assert.equal((await ask({ model: asked })).success, true);
    assert.equal(server.heard[0]?.headers.authorization, undefined);
  });

  it('keeps the text of an answer that reached the cap', async () => {
    const response = await ask({ model: await serve(answer({ content: 'Half an ans' }, 'length')) });
    assert.equal(response.success, false);
    assert.equal(response.error?.code, 'adapter_truncated');
    assert.equal(response.content, 'Half an ans');
    assert.equal(response.finish, 'length');
    assert.equal(response.costMicroUsd, 340);
  });

  it('takes a filtered answer for none', async () => {
    const response = await ask({ model: await serve(answer({ content: '' }, 'content_filter')) });
    assert.equal(response.error?.code, 'adapter_blocked');
    assert.equal(response.finish, 'filtered');
  });

  it('takes an answer without a reason to end as one', async () => {
    const response = await ask({ model: await serve(answer({ content: 'Fine.' }, null)) });
    assert.equal(response.success, true);
    assert.equal(response.finish, 'unknown');
  });

  for (const [what, reply] of [
    ['an empty answer', answer({ content: ' \n' })],
    ['no choice', json({ id: 'c', choices: [] })],
    ['another shape', json({ answer: 'Fine.' })],
    ['no JSON', json('<html>sorry</html>')],
  ] as const) {
    it(`refuses ${what} as invalid`, async () => {
      const response = await ask({ model: await serve(reply) });
      assert.equal(response.error?.code, 'adapter_invalid_response');
      assert.equal(response.success, false);
    });
  }

  for (const [what, texts, end, code] of [
    [
      'a piece that is no JSON',
      [chunk({ content: 'Fi' }), 'data: {"choi\n\n'],
      'clean',
      'adapter_invalid_response',
    ],
    ['a clean end without a reason', [chunk({ content: 'Fi' })], 'clean', 'adapter_invalid_response'],
    ['a reset in the middle', [chunk({ content: 'Fi' })], 'reset', 'adapter_network'],
    ['an end that may be a cut', [chunk({ content: 'Fi' })], 'close-delimited', 'adapter_network'],
    ['a hang in the middle', [chunk({ content: 'Fi' })], 'hang', 'adapter_timeout'],
    [
      'trouble told in the middle',
      [chunk({ content: 'Fi' }), data({ error: { message: 'x', code: 503 } })],
      'clean',
      'adapter_server',
    ],
    [
      'a rate limit told in the middle',
      [chunk({ content: 'Fi' }), data({ error: { message: 'x', type: 'rate_limit_error' } })],
      'clean',
      'adapter_rate_limited',
    ],
  ] as const) {
    it(`tells ${what} in a stream as ${code}, and keeps and counts what came`, async () => {
      const { pieces, onText } = listener();
      const asked = await serve(events(texts, end));
      const response = await ask({ model: asked, call: { onText }, timeoutMs: end === 'hang' ? 60 : 5000 });
      assert.equal(response.error?.code, code);
      assert.equal(response.content, 'Fi');
      assert.deepEqual(pieces, ['Fi']);
      assert.deepEqual([response.inputTokens, response.outputTokens, response.estimated], [11, 2, true]);
    });
  }
});
