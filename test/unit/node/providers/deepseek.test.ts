import assert from 'node:assert/strict';
import { ask, listener, model } from './asking.ts';
import { compatibleMode } from './servers/dashscope.ts';
import { type LocalServer, type Reply, startServer } from './servers/local-server.ts';

const ports = { keyOf: () => Promise.resolve('sk-dashscope') };
const USAGE = {
  prompt_tokens: 25,
  completion_tokens: 12,
  total_tokens: 37,
  completion_tokens_details: { reasoning_tokens: 7 },
  prompt_tokens_details: { cached_tokens: 0 },
};

describe('the adapter for DeepSeek', () => {
  let server: LocalServer;
  const serve = async (reply: Reply) => {
    server = await startServer(reply);
    return model('deepseek', { baseUrl: server.url, keyName: 'DASHSCOPE_API_KEY' });
  };
  afterEach(() => server.close());

  it('asks the compatible mode with a stream, with usage, without thinking', async () => {
    const response = await ask({ model: await serve(compatibleMode(['Hm.'], ['Fine.'], USAGE)), ports });
    assert.equal(response.content, 'Fine.');
    assert.equal(response.reasoning, undefined);
    assert.deepEqual(server.heard[0]?.body, {
      model: 'vendor-model-1',
      messages: [{ role: 'user', content: 'What is up?' }],
      max_tokens: 500,
      enable_thinking: false,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it('thinks when asked to, tells the thoughts apart, and counts them', async () => {
    const { pieces, onText } = listener();
    const asked = await serve(compatibleMode(['First ', 'this.'], ['Fi', 'ne.'], USAGE));
    const response = await ask({ model: asked, ports, call: { thinking: true, onText } });
    assert.equal(server.heard[0]?.body['enable_thinking'], true);
    assert.equal(response.reasoning, 'First this.');
    assert.equal(response.content, 'Fine.');
    assert.deepEqual(pieces, ['Fi', 'ne.']);
    assert.deepEqual(
      [
        response.inputTokens,
        response.outputTokens,
        response.reasoningTokens,
        response.tokenCount,
        response.estimated,
      ],
      [25, 12, 7, 37, false],
    );
  });

  it('counts the thoughts as output when the vendor tells no usage', async () => {
    const asked = await serve(compatibleMode(['First ', 'this.'], ['Fine.'], null));
    const response = await ask({ model: asked, ports, call: { thinking: true } });
    assert.deepEqual([response.inputTokens, response.outputTokens, response.estimated], [11, 16, true]);
  });

  it('searches where the model is set to', async () => {
    const asked = { ...(await serve(compatibleMode([], ['Fine.'], USAGE))), search: true };
    await ask({ model: asked, ports });
    assert.equal(server.heard[0]?.body['enable_search'], true);
  });

  it('tells a wrong key and a model that is not there', async () => {
    const asked = await serve(compatibleMode([], ['Fine.'], USAGE));
    const wrongKey = await ask({ model: asked, ports: { keyOf: () => Promise.resolve('sk-wrong-one') } });
    assert.equal(wrongKey.error?.code, 'adapter_auth');
    const gone = await ask({ model: { ...asked, vendorId: 'no-such-model' }, ports });
    assert.equal(gone.error?.code, 'adapter_request');
    assert.match(gone.error.message, /ModelNotFound/);
  });
});
