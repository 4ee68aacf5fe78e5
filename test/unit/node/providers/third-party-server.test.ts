import assert from 'node:assert/strict';
import { LLMock } from '@copilotkit/aimock';
import { ask, KEY, listener, model } from './asking.ts';

/** Vendors whose protocols a mock server of other people speaks, so that they are not only our own reading. */
const VENDORS = [
  { adapter: 'openai-compatible', path: '/v1', vendorId: 'some-model' },
  { adapter: 'openai', path: '/v1', vendorId: 'gpt-6-sol' },
  { adapter: 'anthropic', path: '/v1', vendorId: 'claude-sonnet-5' },
  { adapter: 'google', path: '/v1beta', vendorId: 'gemini-3.7-flash' },
] as const;

/** In the words of each vendor. */
const USAGE = {
  prompt_tokens: 100,
  completion_tokens: 20,
  total_tokens: 120,
  input_tokens: 100,
  output_tokens: 20,
  promptTokenCount: 100,
  candidatesTokenCount: 20,
  totalTokenCount: 120,
};

for (const { adapter, path, vendorId } of VENDORS) {
  describe(`the adapter ${adapter} at a third-party mock server`, () => {
    let mock: LLMock;
    const asked = () => model(adapter, { baseUrl: `${mock.url}${path}`, vendorId });
    beforeEach(async () => {
      mock = new LLMock({ port: 0, auth: { apiKeys: [KEY] }, chunkSize: 4, strict: true });
      await mock.start();
    });
    afterEach(() => mock.stop());

    for (const streams of [false, true]) {
      const how = streams ? 'streamed' : 'in one piece';
      const { pieces, onText } = listener();
      const call = streams ? { onText } : {};

      it(`tells an answer ${how}, with its usage and cost`, async () => {
        mock.onMessage('What is up?', { content: 'Everything is fine.', usage: USAGE });
        const response = await ask({ model: asked(), call: { ...call, system: 'Be short.' } });
        assert.deepEqual(response.error, undefined);
        assert.equal(response.content, 'Everything is fine.');
        assert.equal(response.finish, 'stop');
        assert.deepEqual(
          [response.inputTokens, response.outputTokens, response.tokenCount, response.estimated],
          [100, 20, 120, false],
        );
        assert.equal(response.costMicroUsd, 400);
        if (streams) assert.ok(pieces.length > 1 && pieces.join('') === response.content, pieces.join('|'));
      });

      // the server leaves out why a response of OpenAI's is incomplete: openai.test.ts has it
      if (adapter !== 'openai')
        it(`keeps what came of a truncated answer ${how}`, async () => {
          mock.onMessage('What is up?', { content: 'Everything is', finishReason: 'length' });
          const response = await ask({ model: asked(), call });
          assert.equal(response.error?.code, 'adapter_truncated');
          assert.equal(response.content, 'Everything is');
        });

      it(`tells thoughts apart from the answer ${how}`, async () => {
        mock.onMessage('What is up?', { content: 'Fine.', reasoning: 'Let me see.' });
        const response = await ask({
          model: asked(),
          call: { ...call, thinking: true, maxOutputTokens: 4000 },
        });
        assert.equal(response.content, 'Fine.');
        // OpenAI shows thoughts as summaries only, and only to those who ask for them
        assert.equal(response.reasoning, 'Let me see.');
      });

      for (const [status, code] of [
        [400, 'adapter_request'],
        [401, 'adapter_auth'],
        [403, 'adapter_auth'],
        [404, 'adapter_request'],
        [500, 'adapter_server'],
        [503, 'adapter_server'],
      ] as const) {
        it(`tells a refusal by ${status} as ${code}, asked for ${how}`, async () => {
          mock.nextRequestError(status, { message: 'Sorry.', type: 'some_error' });
          const response = await ask({ model: asked(), call });
          assert.equal(response.error?.code, code);
          assert.equal(response.error.status, status);
          assert.equal(response.tokenCount, 0);
        });
      }

      it(`tells a rate limit with the time to wait, asked for ${how}`, async () => {
        mock.onMessage('What is up?', {
          error: { message: 'Slowly.', type: 'rate_limit_error' },
          status: 429,
          retryAfter: 7,
        });
        const response = await ask({ model: asked(), call });
        assert.equal(response.error?.code, 'adapter_rate_limited');
        assert.equal(response.error.retryAfterMs, 7000);
      });

      it(`ends at its time limit when the server is slow, asked for ${how}`, async () => {
        mock.setChaos({ latencyMs: 5000 });
        const response = await ask({ model: asked(), call, timeoutMs: 40 });
        assert.equal(response.error?.code, 'adapter_timeout');
      });

      it(`refuses a malformed answer, asked for ${how}`, async () => {
        mock.onMessage('What is up?', { content: 'Everything is fine.' });
        mock.setChaos({ malformedRate: 1 });
        const response = await ask({ model: asked(), call });
        assert.equal(response.error?.code, 'adapter_invalid_response');
      });

      it(`tells a dropped connection as trouble of the network, asked for ${how}`, async () => {
        mock.onMessage('What is up?', { content: 'Everything is fine.' });
        mock.setChaos({ disconnectRate: 1 });
        const response = await ask({ model: asked(), call });
        assert.equal(response.error?.code, 'adapter_network');
      });
    }

    it('tells a stream that breaks off as trouble of the network, and keeps what came', async () => {
      mock.onMessage(
        'What is up?',
        { content: 'Everything is fine and will be.' },
        { truncateAfterChunks: 4 },
      );
      const { pieces, onText } = listener();
      const response = await ask({ model: asked(), call: { onText } });
      assert.equal(response.error?.code, 'adapter_network');
      assert.equal(response.content, pieces.join(''));
      assert.equal(response.estimated, true);
    });

    it('tells a wrong key, and shows it nowhere', async () => {
      const response = await ask({
        model: asked(),
        ports: { keyOf: () => Promise.resolve('sk-wrong-key-1') },
      });
      assert.equal(response.error?.code, 'adapter_auth');
      assert.doesNotMatch(JSON.stringify(response), /sk-wrong-key-1/);
    });
  });
}
