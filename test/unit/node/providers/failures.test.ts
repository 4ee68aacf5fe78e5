import assert from 'node:assert/strict';
import { ask, KEY, model, ports } from './asking.ts';
import { providers } from '../../../../src/node/providers/providers.ts';
import {
  hang,
  json,
  type LocalServer,
  type Reply,
  resetAtOnce,
  startServer,
} from './servers/local-server.ts';

const FINE = { choices: [{ message: { content: 'Fine.' }, finish_reason: 'stop' }] };

/** Rules that hold for every adapter, because they are the line's; here through the plainest of them. */
describe('a call that fails', () => {
  let server: LocalServer;
  const serve = async (reply: Reply) => {
    server = await startServer(reply);
    return model('openai-compatible', { baseUrl: server.url });
  };
  afterEach(() => server.close());

  for (const [status, code] of [
    [400, 'adapter_request'],
    [402, 'adapter_request'],
    [404, 'adapter_request'],
    [401, 'adapter_auth'],
    [403, 'adapter_auth'],
    [429, 'adapter_rate_limited'],
    [500, 'adapter_server'],
    [503, 'adapter_server'],
    [529, 'adapter_server'],
  ] as const) {
    it(`tells status ${status} as ${code}, uses no tokens, and names the server’s own word for it`, async () => {
      const response = await ask({
        model: await serve(json({ error: { code: 'model_not_found', message: 'x' } }, status)),
      });
      assert.equal(response.error?.code, code);
      assert.equal(response.error.status, status);
      assert.match(response.error.message, new RegExp(`Model One \\(HTTP ${status}, model_not_found\\)`));
      assert.equal(response.tokenCount, 0);
      assert.equal(response.costMicroUsd, 0);
      assert.equal(response.estimated, false);
    });
  }

  for (const [name, value, expected] of [
    ['retry-after', '7', 7000],
    ['retry-after', '0.5', 500],
    ['retry-after-ms', '250', 250],
    ['retry-after', 'Sat, 21 Nov 2026 18:00:30 GMT', 30_000],
    ['retry-after', 'Sat, 21 Nov 2026 17:00:00 GMT', 0],
    ['retry-after', '99999999999', 86_400_000],
    ['retry-after', 'soon', undefined],
    ['retry-after', '2026', 2_026_000],
  ] as const) {
    it(`reads ${name}: ${value}`, async () => {
      const now = () => Date.UTC(2026, 10, 21, 18);
      const response = await ask({ model: await serve(json({}, 429, { [name]: value })), ports: { now } });
      assert.equal(response.error?.retryAfterMs, expected);
    });
  }

  it('ends at its time limit when the server hangs, and counts what was sent', async () => {
    const response = await ask({ model: await serve(hang), timeoutMs: 30 });
    assert.equal(response.error?.code, 'adapter_timeout');
    assert.ok(response.responseMs >= 25, `${response.responseMs} ms`);
    assert.deepEqual([response.inputTokens, response.outputTokens, response.estimated], [11, 0, true]);
  });

  it('ends when the caller cancels, and lets the connection go', async () => {
    const controller = new AbortController();
    const asked = await serve(() => controller.abort());
    const response = await ask({ model: asked, signal: controller.signal });
    assert.equal(response.error?.code, 'adapter_cancelled');
    // else this test never ends
    await server.heard[0]?.gone;
  });

  it('sends nothing when it was cancelled before', async () => {
    const response = await ask({ model: await serve(json(FINE)), signal: AbortSignal.abort() });
    assert.equal(response.error?.code, 'adapter_cancelled');
    assert.equal(response.tokenCount, 0);
    assert.equal(server.heard.length, 0);
  });

  it('tells a reset as trouble of the network, which may have been billed', async () => {
    const response = await ask({ model: await serve(resetAtOnce) });
    assert.equal(response.error?.code, 'adapter_network');
    assert.equal(response.inputTokens, 11);
  });

  it('tells a server that is not there as trouble of the network, which used nothing', async () => {
    const asked = await serve(hang);
    await server.close();
    const response = await ask({ model: asked });
    assert.equal(response.error?.code, 'adapter_network');
    assert.match(response.error.message, /ECONNREFUSED/);
    assert.equal(response.tokenCount, 0);
  });

  it('ends at its time limit when the key does not come', async () => {
    const keyOf = () => new Promise<string | null>(() => undefined);
    const response = await ask({ model: await serve(hang), ports: { keyOf }, timeoutMs: 20 });
    assert.equal(response.error?.code, 'adapter_timeout');
    assert.equal(response.tokenCount, 0);
  });

  for (const [what, keyOf] of [
    ['no key', () => Promise.resolve(null)],
    ['a blank key', () => Promise.resolve(' ')],
    ['a key that no header can carry', () => Promise.resolve('sk-1\nx: y')],
    ['a secret storage that fails', () => Promise.reject(new Error('locked'))],
  ] as const) {
    it(`sends nothing with ${what}`, async () => {
      const asked = await serve(json(FINE));
      const response = await ask({ model: asked, ports: { keyOf } });
      assert.equal(response.error?.code, 'adapter_missing_key');
      assert.match(response.error.message, /PROOF_API_KEY/);
      assert.equal(server.heard.length, 0);
      const ready = await providers(ports({ keyOf })).get('openai-compatible')?.ready(asked);
      assert.equal(ready?.ok === false && ready.error.code, 'adapter_missing_key');
    });
  }

  it('asks for the key at every call', async () => {
    const asked = await serve(json(FINE));
    let key: string | null = 'first';
    const adapter = providers(ports({ keyOf: () => Promise.resolve(key) })).get('openai-compatible');
    assert.equal((await adapter?.ready(asked))?.ok, true);
    key = null;
    assert.equal((await adapter?.ready(asked))?.ok, false);
  });

  for (const [what, changes, code] of [
    ['no address', { baseUrl: null }, 'adapter_request'],
    ['an open line', { baseUrl: 'http://models.example/v1' }, 'adapter_request'],
    ['a user in the address', { baseUrl: 'http://localhost@models.example/v1' }, 'adapter_request'],
    [
      'a vendor’s key for somebody else',
      { baseUrl: 'https://models.example/v1', keyName: 'OPENAI_API_KEY' },
      'adapter_missing_key',
    ],
  ] as const) {
    it(`sends nothing with ${what}`, async () => {
      const asked = { ...(await serve(json(FINE))), ...changes };
      const response = await ask({ model: asked });
      assert.equal(response.error?.code, code);
      assert.equal(response.tokenCount, 0);
      const ready = await providers(ports()).get('openai-compatible')?.ready(asked);
      assert.equal(ready?.ok, false);
    });
  }
});

describe('a redirect', () => {
  it('is followed on the same origin, with all that was sent', async () => {
    const server = await startServer((response, { path }) => {
      if (path.startsWith('/new')) json(FINE)(response);
      else json('', 307, { location: '/new/chat/completions' })(response);
    });
    const response = await ask({ model: model('openai-compatible', { baseUrl: server.url }) });
    await server.close();
    assert.equal(response.content, 'Fine.');
    assert.deepEqual(
      server.heard.map(({ headers }) => headers.authorization),
      [`Bearer ${KEY}`, `Bearer ${KEY}`],
    );
    assert.deepEqual(server.heard[0]?.body, server.heard[1]?.body);
  });

  for (const status of [301, 302, 303, 307, 308]) {
    it(`to another host (${status}) gets neither the key nor the prompt`, async () => {
      const other = await startServer(json(FINE));
      const server = await startServer(json('', status, { location: `${other.url}/chat/completions` }));
      const response = await ask({ model: model('openai-compatible', { baseUrl: server.url }) });
      await Promise.all([server.close(), other.close()]);
      assert.equal(response.error?.code, 'adapter_request');
      assert.equal(response.error.status, status);
      assert.equal(other.heard.length, 0);
    });
  }

  it('without end is given up', async () => {
    const server = await startServer(json('', 308, { location: '/chat/completions' }));
    const response = await ask({ model: model('openai-compatible', { baseUrl: server.url }) });
    await server.close();
    assert.equal(response.error?.code, 'adapter_request');
    assert.equal(server.heard.length, 6);
  });
});
