import assert from 'node:assert/strict';
import { ask, listener, model } from './asking.ts';
import { arkResponses } from './servers/ark.ts';
import { json, type LocalServer, type Reply, startServer } from './servers/local-server.ts';

const ports = { keyOf: () => Promise.resolve('ark-key') };

describe('the adapter for Doubao', () => {
  let server: LocalServer;
  const serve = async (reply: Reply) => {
    server = await startServer(reply);
    return model('doubao', { baseUrl: server.url, keyName: 'VOLC_API_KEY', search: true });
  };
  afterEach(() => server.close());

  it('asks Ark’s responses in one piece, with web search, and has nothing kept there', async () => {
    await ask({ model: await serve(arkResponses()), ports });
    assert.deepEqual(server.heard[0]?.body, {
      model: 'vendor-model-1',
      stream: false,
      store: false,
      max_output_tokens: 500,
      tools: [{ type: 'web_search' }],
      input: [{ role: 'user', content: [{ type: 'input_text', text: 'What is up?' }] }],
    });
  });

  it('leaves the search out where the model is set to, and sends instructions and temperature', async () => {
    const asked = { ...(await serve(arkResponses())), search: false };
    await ask({ model: asked, ports, call: { system: 'Be short.', temperature: 0 } });
    const { body } = server.heard[0] ?? assert.fail();
    assert.equal(body['tools'], undefined);
    assert.equal(body['instructions'], 'Be short.');
    assert.equal(body['temperature'], 0);
  });

  it('tells the texts of all messages, the thoughts, usage and cost', async () => {
    const { pieces, onText } = listener();
    const response = await ask({ model: await serve(arkResponses()), ports, call: { onText } });
    assert.equal(response.success, true);
    assert.equal(response.content, 'It costs 10.');
    assert.equal(pieces.join(''), 'It costs 10.');
    assert.equal(response.reasoning, 'I look it up.');
    assert.deepEqual(
      [
        response.inputTokens,
        response.outputTokens,
        response.cachedInputTokens,
        response.reasoningTokens,
        response.tokenCount,
      ],
      [300, 30, 100, 12, 330],
    );
    assert.equal(response.costMicroUsd, 750);
    assert.equal(response.finish, 'stop');
  });

  for (const [changes, code] of [
    [{ status: 'incomplete', incomplete_details: { reason: 'length' } }, 'adapter_truncated'],
    [{ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }, 'adapter_truncated'],
    [{ status: 'incomplete', incomplete_details: { reason: 'content_filter' } }, 'adapter_blocked'],
    [{ status: 'failed', error: { code: 'InternalServiceError', message: 'x' } }, 'adapter_server'],
    [
      { status: 'failed', error: { code: 'RateLimitExceeded.EndpointTPMExceeded', message: 'x' } },
      'adapter_rate_limited',
    ],
    [{ output: [] }, 'adapter_invalid_response'],
    [{ output: null }, 'adapter_invalid_response'],
  ] as const) {
    it(`tells ${JSON.stringify(changes)} as ${code}`, async () => {
      const response = await ask({ model: await serve(arkResponses(changes)), ports });
      assert.equal(response.error?.code, code);
      assert.equal(
        response.content,
        code === 'adapter_truncated' || code === 'adapter_blocked' ? 'It costs 10.' : '',
      );
    });
  }

  it('takes an incomplete answer without a reason, and counts what Ark does not', async () => {
    const asked = await serve(arkResponses({ status: 'incomplete', usage: null }));
    const response = await ask({ model: asked, ports });
    assert.equal(response.finish, 'unknown');
    // the prompt; thoughts and answer
    assert.deepEqual([response.inputTokens, response.outputTokens, response.estimated], [11, 25, true]);
  });

  it('tells what Ark refuses, and nothing of the key that it echoes', async () => {
    const asked = await serve(arkResponses());
    const wrongKey = await ask({ model: asked, ports: { keyOf: () => Promise.resolve('ark-wrong-key') } });
    assert.equal(wrongKey.error?.code, 'adapter_auth');
    assert.match(wrongKey.error.message, /AuthenticationError/);
    assert.doesNotMatch(JSON.stringify(wrongKey), /ark-wrong-key/);
    const gone = await ask({ model: { ...asked, vendorId: 'no-such-model' }, ports });
    assert.equal(gone.error?.code, 'adapter_request');
    await server.close();
    const sensitive = { error: { code: 'SensitiveContentDetected', message: 'What is up?' } };
    const blocked = await ask({ model: await serve(json(sensitive, 400)), ports });
    assert.equal(blocked.error?.code, 'adapter_blocked');
    assert.doesNotMatch(blocked.error.message, /What is up/);
  });

  it('refuses what is no JSON', async () => {
    const response = await ask({ model: await serve(json('Sorry')), ports });
    assert.equal(response.error?.code, 'adapter_invalid_response');
  });
});
