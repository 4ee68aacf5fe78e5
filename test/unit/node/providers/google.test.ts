import assert from 'node:assert/strict';
import { ask, KEY, model } from './asking.ts';
import { data, events, json, type LocalServer, type Reply, startServer } from './servers/local-server.ts';

const USAGE = {
  promptTokenCount: 70,
  cachedContentTokenCount: 10,
  candidatesTokenCount: 8,
  thoughtsTokenCount: 4,
  totalTokenCount: 82,
};
const answer = (text: string, finishReason: string | null, more: object = {}) => ({
  candidates: [
    {
      content: { role: 'model', parts: [{ text }] },
      index: 0,
      ...(finishReason !== null && { finishReason }),
    },
  ],
  usageMetadata: USAGE,
  ...more,
});

describe('the adapter for Google', () => {
  let server: LocalServer;
  const serve = async (reply: Reply) => {
    server = await startServer(reply);
    return model('google', { baseUrl: `${server.url}/v1beta`, vendorId: 'gemini-3.7-flash' });
  };
  afterEach(() => server.close());
  const onText = () => undefined;

  it('asks generateContent, with the key in its own header and never in the address', async () => {
    await ask({
      model: await serve(json(answer('Fine.', 'STOP'))),
      call: { system: 'Be short.', thinking: true },
    });
    const [{ path, headers, body } = assert.fail()] = server.heard;
    assert.equal(path, '/v1beta/models/gemini-3.7-flash:generateContent');
    assert.equal(headers['x-goog-api-key'], KEY);
    assert.deepEqual(body['generationConfig'], {
      maxOutputTokens: 500,
      thinkingConfig: { includeThoughts: true },
    });
    assert.deepEqual(body['systemInstruction'], { parts: [{ text: 'Be short.' }] });
  });

  it('counts thoughts as output', async () => {
    const response = await ask({ model: await serve(json(answer('Fine.', 'STOP'))) });
    assert.deepEqual(
      [
        response.inputTokens,
        response.cachedInputTokens,
        response.outputTokens,
        response.reasoningTokens,
        response.tokenCount,
      ],
      [70, 10, 12, 4, 82],
    );
    assert.equal(response.costMicroUsd, 245);
  });

  for (const [reason, code] of [
    ['MAX_TOKENS', 'adapter_truncated'],
    ['SAFETY', 'adapter_blocked'],
    ['PROHIBITED_CONTENT', 'adapter_blocked'],
  ] as const) {
    it(`tells the reason ${reason} as ${code}, streamed or not`, async () => {
      assert.equal((await ask({ model: await serve(json(answer('Fi', reason))) })).error?.code, code);
      await server.close();
      const asked = await serve(events([data(answer('F', null)), data(answer('i', reason))]));
      const streamed = await ask({ model: asked, call: { onText } });
      assert.equal(streamed.error?.code, code);
      assert.equal(streamed.content, 'Fi');
    });
  }

  it('tells a prompt that is not taken as blocked', async () => {
    const body = {
      promptFeedback: { blockReason: 'SAFETY' },
      usageMetadata: { promptTokenCount: 7, totalTokenCount: 7 },
    };
    assert.equal((await ask({ model: await serve(json(body)) })).error?.code, 'adapter_blocked');
    await server.close();
    const streamed = await ask({ model: await serve(events([data(body)])), call: { onText } });
    assert.equal(streamed.error?.code, 'adapter_blocked');
  });

  for (const [what, texts, code] of [
    ['a whole stream', [data(answer('ne.', 'STOP'))], undefined],
    ['a clean end in the middle', [], 'adapter_invalid_response'],
    [
      'trouble of the server',
      [data({ error: { code: 503, status: 'UNAVAILABLE', message: 'x' } })],
      'adapter_server',
    ],
    [
      'a rate limit',
      [data({ error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'x' } })],
      'adapter_rate_limited',
    ],
    ['a piece that is no JSON', ['data: {"cand\n\n'], 'adapter_invalid_response'],
  ] as const) {
    it(`tells ${what} after a beginning as ${code ?? 'an answer'}`, async () => {
      const asked = await serve(events([data(answer('Fi', null)), ...texts]));
      const response = await ask({ model: asked, call: { onText } });
      assert.equal(response.error?.code, code);
      assert.equal(response.content, code === undefined ? 'Fine.' : 'Fi');
    });
  }

  it('tells a refusal by the vendor’s own word', async () => {
    const body = { error: { code: 400, status: 'FAILED_PRECONDITION', message: `Bad key ${KEY}` } };
    const response = await ask({ model: await serve(json(body, 400)) });
    assert.equal(response.error?.code, 'adapter_request');
    assert.match(response.error.message, /HTTP 400, FAILED_PRECONDITION/);
    assert.doesNotMatch(JSON.stringify(response), new RegExp(KEY));
  });
});
