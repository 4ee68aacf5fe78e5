import assert from 'node:assert/strict';
import { ask, listener, model } from './asking.ts';
import { errorEvent, event, nativeGeneration } from './servers/dashscope.ts';
import { events, json, type LocalServer, type Reply, startServer } from './servers/local-server.ts';

const ports = { keyOf: () => Promise.resolve('sk-dashscope') };

describe('the adapter for Qwen', () => {
  let server: LocalServer;
  const serve = async (reply: Reply) => {
    server = await startServer(reply);
    return model('qwen', { baseUrl: server.url, keyName: 'DASHSCOPE_API_KEY', search: true });
  };
  afterEach(() => server.close());

  it('asks DashScope’s own text generation, with search', async () => {
    await ask({ model: await serve(nativeGeneration(['Fine.'])), ports, call: { system: 'Be short.' } });
    assert.deepEqual(server.heard[0]?.body, {
      model: 'vendor-model-1',
      input: {
        messages: [
          { role: 'system', content: 'Be short.' },
          { role: 'user', content: 'What is up?' },
        ],
      },
      parameters: { result_format: 'message', enable_search: true, max_tokens: 500 },
    });
  });

  it('tells answer, usage and cost', async () => {
    const response = await ask({ model: await serve(nativeGeneration(['It is ', 'fine.'])), ports });
    assert.equal(response.success, true);
    assert.equal(response.content, 'It is fine.');
    assert.deepEqual(
      [
        response.inputTokens,
        response.outputTokens,
        response.cachedInputTokens,
        response.tokenCount,
        response.estimated,
      ],
      [40, 9, 8, 49, false],
    );
    // 32 × $2 + 8 × $0.5 + 9 × $10 per million
    assert.equal(response.costMicroUsd, 158);
  });

  it('streams to a caller that listens', async () => {
    const { pieces, onText } = listener();
    const response = await ask({
      model: await serve(nativeGeneration(['今天', '天气', '不错。'])),
      ports,
      call: { onText, temperature: 0.3 },
    });
    assert.deepEqual(pieces, ['今天', '天气', '不错。']);
    assert.equal(response.content, '今天天气不错。');
    assert.equal(response.finish, 'stop');
    assert.equal(response.tokenCount, 49);
    const { parameters } = (server.heard[0] ?? assert.fail()).body as {
      readonly parameters: Readonly<Record<string, unknown>>;
    };
    assert.equal(parameters['incremental_output'], true);
    assert.equal(parameters['temperature'], 0.3);
  });

  it('takes the plain text of older models, and a total alone', async () => {
    const response = await ask({
      model: await serve(json({ output: { text: 'Fine.' }, usage: { total_tokens: 30 } })),
      ports,
    });
    assert.equal(response.content, 'Fine.');
    assert.equal(response.finish, 'unknown');
    assert.deepEqual(
      [response.inputTokens, response.outputTokens, response.tokenCount, response.estimated],
      [11, 19, 30, true],
    );
  });

  for (const [finish, code] of [
    ['length', 'adapter_truncated'],
    ['data_inspection_failed', 'adapter_blocked'],
  ] as const) {
    it(`tells the finish ${finish} as ${code}, streamed or not`, async () => {
      const asked = await serve(nativeGeneration(['Half'], finish));
      for (const call of [{}, { onText: () => undefined }]) {
        const response = await ask({ model: asked, ports, call });
        assert.equal(response.error?.code, code);
        assert.equal(response.content, 'Half');
      }
    });
  }

  for (const [status, word, code] of [
    [400, 'InvalidParameter', 'adapter_request'],
    [400, 'DataInspectionFailed', 'adapter_blocked'],
    [403, 'AccessDenied', 'adapter_auth'],
    [429, 'Throttling.RateQuota', 'adapter_rate_limited'],
    [500, 'InternalError', 'adapter_server'],
  ] as const) {
    it(`tells ${status} ${word} as ${code}, in the status or in the stream`, async () => {
      const flat = await ask({
        model: await serve(json({ code: word, message: 'x', request_id: 'r' }, status)),
        ports,
      });
      assert.equal(flat.error?.code, code);
      assert.match(flat.error.message, new RegExp(word));
      await server.close();
      const asked = await serve(events([event(1, 'Fi', 'null'), errorEvent(status, word)]));
      const streamed = await ask({ model: asked, ports, call: { onText: () => undefined } });
      assert.equal(streamed.error?.code, code);
      assert.equal(streamed.content, 'Fi');
    });
  }

  it('tells a wrong key and a model that is not there', async () => {
    const asked = await serve(nativeGeneration(['Fine.']));
    const wrongKey = await ask({ model: asked, ports: { keyOf: () => Promise.resolve('sk-wrong-one') } });
    assert.equal(wrongKey.error?.code, 'adapter_auth');
    assert.doesNotMatch(JSON.stringify(wrongKey), /sk-wrong-one/);
    const gone = await ask({ model: { ...asked, vendorId: 'no-such-model' }, ports });
    assert.equal(gone.error?.code, 'adapter_request');
  });

  for (const [what, reply, code] of [
    ['no JSON', json('<html>'), 'adapter_invalid_response'],
    ['a list', json([1]), 'adapter_invalid_response'],
    ['nothing of an answer', json({ request_id: 'r' }), 'adapter_invalid_response'],
    [
      'an event that is no JSON',
      events([event(1, 'Fi', 'null'), 'data:{"out\n\n']),
      'adapter_invalid_response',
    ],
    ['a stream without its end', events([event(1, 'Fi', 'null')]), 'adapter_invalid_response'],
    ['a stream that is reset', events([event(1, 'Fi', 'null')], 'reset'), 'adapter_network'],
    ['a stream that may be cut', events([event(1, 'Fi', 'null')], 'close-delimited'), 'adapter_network'],
  ] as const) {
    it(`tells ${what} as ${code}`, async () => {
      const response = await ask({ model: await serve(reply), ports, call: { onText: () => undefined } });
      assert.equal(response.error?.code, code);
      assert.equal(response.success, false);
    });
  }
});
