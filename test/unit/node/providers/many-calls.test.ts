import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import * as fc from 'fast-check';
import type { Price } from '../../../../src/core/facts/model-profile.ts';
import { ADAPTER_ERRORS } from '../../../../src/core/facts/model-response.ts';
import { adapterOf } from '../../../../src/node/providers/adapter-of.ts';
import { openLine } from '../../../../src/node/providers/line.ts';
import { failureIn } from '../../../../src/node/providers/call-failure.ts';
import { ask, model, ports } from './asking.ts';
import { data, events, hang, json, type LocalServer, startServer } from './servers/local-server.ts';

/** Answers `say …` with what follows, and hangs on anything else. */
const parrot = () =>
  startServer((response, heard) => {
    const [{ content } = { content: '' }] = heard.body['messages'] as readonly { readonly content: string }[];
    if (!content.startsWith('say ')) return;
    const text = content.slice('say '.length);
    if (heard.body['stream'] !== true) {
      json({ choices: [{ message: { content: text }, finish_reason: 'stop' }] })(response);
      return;
    }
    events([
      data({ choices: [{ delta: { content: text } }] }),
      data({ choices: [{ delta: {}, finish_reason: 'stop' }] }),
    ])(response, heard);
  });

describe('many calls at once', () => {
  let server: LocalServer;
  before(async () => {
    server = await parrot();
  });
  after(() => server.close());

  const callArb = fc.record({
    text: fc.stringMatching(/^[a-z]{1,10}$/),
    hangs: fc.boolean(),
    streams: fc.boolean(),
  });

  it('over real connections a timeout leaves the other responses unchanged', async () => {
    const asked = model('openai-compatible', { baseUrl: server.url });
    await fc.assert(
      fc.asyncProperty(fc.array(callArb, { minLength: 2, maxLength: 4 }), async (calls) => {
        const responses = await Promise.all(
          calls.map(({ text, hangs, streams }) =>
            ask({
              model: asked,
              call: { prompt: hangs ? text : `say ${text}`, ...(streams && { onText: () => undefined }) },
              timeoutMs: hangs ? 8 : 5000,
            }),
          ),
        );
        for (const [at, { text, hangs }] of calls.entries()) {
          const { success, content, error } = responses[at] ?? assert.fail();
          assert.equal(success, !hangs);
          assert.equal(content, hangs ? '' : text);
          assert.equal(error?.code, hangs ? 'adapter_timeout' : undefined);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('neither starve one another nor leave anything on the caller’s signal', async () => {
    // a request asks a few models with one signal
    const controllers = Array.from({ length: 50 }, () => new AbortController());
    const asked = model('openai-compatible', { baseUrl: server.url });
    const responses = await Promise.all(
      Array.from({ length: 200 }, (_, at) =>
        ask({
          model: asked,
          call: { prompt: at % 4 === 0 ? 'hang' : `say ${at}`, onText: () => undefined },
          timeoutMs: at % 4 === 0 ? 100 : 15_000,
          signal: (controllers[at % 50] ?? assert.fail()).signal,
        }),
      ),
    );
    for (const [at, response] of responses.entries()) {
      assert.equal(response.error?.code, at % 4 === 0 ? 'adapter_timeout' : undefined);
      assert.equal(response.content, at % 4 === 0 ? '' : String(at));
    }
    for (const { signal } of controllers) assert.equal(getEventListeners(signal, 'abort').length, 0);
  });
});

describe('what every response tells', () => {
  const figureArb = fc.option(fc.oneof(fc.nat(1e6), fc.constantFrom(-1, 0.5, 1e300, 'many', true)), {
    nil: undefined,
  });
  const priceArb = fc.oneof(
    fc.constantFrom<Price>({ kind: 'included' }, { kind: 'unknown' }),
    fc.record({
      kind: fc.constant('perToken' as const),
      inputUsdPerMillion: fc.nat(100),
      outputUsdPerMillion: fc.nat(100),
      cachedInputUsdPerMillion: fc.option(fc.nat(50)),
    }),
  );
  const caseArb = fc.record({
    status: fc.constantFrom(200, 200, 200, 400, 429, 500),
    content: fc.constantFrom('Fine.', '', null, 7),
    finish: fc.constantFrom('stop', 'length', 'content_filter', 'odd', null),
    usage: fc.option(
      fc.record({
        prompt_tokens: figureArb,
        completion_tokens: figureArb,
        total_tokens: figureArb,
        prompt_tokens_details: fc.option(fc.record({ cached_tokens: figureArb }), { nil: undefined }),
      }),
    ),
    price: priceArb,
    streams: fc.boolean(),
  });

  it('over real connections every response has time, tokens, cost and instant, failures too', async () => {
    let reply = hang;
    const server = await startServer((response, heard) => reply(response, heard));
    after(() => server.close());
    await fc.assert(
      fc.asyncProperty(caseArb, async ({ status, content, finish, usage, price, streams }) => {
        const choice = streams ? { delta: { content } } : { message: { content } };
        const body = { choices: [{ ...choice, finish_reason: finish }], usage };
        reply = streams && status === 200 ? events([data(body)]) : json(body, status);
        const call = streams ? { onText: () => undefined } : {};
        const response = await ask({
          model: model('openai-compatible', { baseUrl: server.url, price }),
          call,
        });
        const { responseMs, inputTokens, outputTokens, cachedInputTokens, reasoningTokens, tokenCount } =
          response;
        for (const figure of [
          responseMs,
          inputTokens,
          outputTokens,
          cachedInputTokens,
          reasoningTokens,
          tokenCount,
        ])
          assert.ok(Number.isSafeInteger(figure) && figure >= 0, JSON.stringify(response));
        assert.ok(cachedInputTokens <= inputTokens && reasoningTokens <= outputTokens);
        assert.ok(Number.isSafeInteger(response.at));
        assert.equal(response.costMicroUsd === null, price.kind !== 'perToken');
        assert.ok(response.costMicroUsd === null || Number.isSafeInteger(response.costMicroUsd));
        assert.equal(response.success, response.error === undefined);
        if (response.error !== undefined) assert.ok(Object.hasOwn(ADAPTER_ERRORS, response.error.code));
        if (status === 200) assert.ok(inputTokens > 0);
        assert.ok(Object.isFrozen(response));
      }),
      { numRuns: 150 },
    );
  });
});

describe('a call', () => {
  it('fails in words when the file that speaks to the vendor is gone', async () => {
    const load = () => Promise.reject(new Error('ENOENT'));
    const adapter = adapterOf('openai-compatible', load, ports());
    const call = {
      requestId: 'r',
      system: null,
      prompt: 'p',
      maxOutputTokens: 5,
      temperature: null,
      thinking: false,
    };
    const asked = model('openai-compatible', { baseUrl: 'http://localhost:1' });
    assert.equal((await adapter.ready(asked)).ok, true);
    const response = await adapter.call(
      { ...call, model: asked },
      { signal: new AbortController().signal, timeoutMs: 1000 },
    );
    assert.equal(response.error?.code, 'adapter_unavailable');
    assert.equal(response.tokenCount, 0);
  });

  it('cuts an answer without end', async () => {
    const server = await startServer(json({ text: 'x'.repeat(100_000) }));
    const line = openLine({
      baseUrl: `${server.url}/`,
      key: null,
      provider: 'Model One',
      signal: new AbortController().signal,
      texts: [],
      now: () => 0,
      mostBytes: 1000,
    });
    const response = await line.fetch(`${line.baseUrl}/x`, { method: 'POST', body: '{}' });
    await assert.rejects(response.text(), (thrown) => failureIn(thrown)?.code === 'adapter_invalid_response');
    await server.close();
  });
});
