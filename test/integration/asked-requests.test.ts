import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Result } from '../../src/core/facts/result.ts';
import { ok } from '../../src/core/facts/result.ts';
import { askedRequests } from '../../src/host/asked-requests.ts';
import type { AnswerText, EngineClient } from '../../src/host/engine-client.ts';
import { keysOf } from '../../src/host/keys.ts';
import type { AskAnswer, AskProgress, AskRequest } from '../../src/protocol/models.ts';
import { ANSWER, ASKED_MODEL, PLAN } from '../unit/host/asked.ts';

const REQUEST: AskRequest = {
  requestId: null,
  prompt: null,
  context: 'none',
  models: null,
  level: null,
  tenant: '',
  minResponses: null,
};

/** An engine that answers when it is told to. */
function engine() {
  const asked = new vscode.EventEmitter<AskProgress>();
  const texts = new vscode.EventEmitter<AnswerText>();
  const sent: unknown[] = [];
  let answer: (outcome: Result<AskAnswer>) => void = () => assert.fail('Nothing was asked.');
  const ask = async (_type: unknown, params: unknown, token: vscode.CancellationToken) => {
    sent.push(params);
    return new Promise((resolve, reject) => {
      answer = resolve;
      token.onCancellationRequested(() => reject(new Error('cancelled')));
    });
  };
  return {
    client: { ask, onAsked: asked.event, onAnswerText: texts.event } as unknown as EngineClient,
    asked,
    texts,
    sent,
    answer: (outcome: Result<AskAnswer>) => answer(outcome),
  };
}

describe('requests to models', () => {
  const asking = (requestId: string) => ({
    request: REQUEST,
    plan: { ...PLAN, requestId },
    passLimits: true,
    prompt: 'Fix it',
  });

  it('gather what the engine says of them, and end with its answer', async () => {
    const fake = engine();
    const requests = askedRequests(fake.client, () => 0);
    let changes = 0;
    requests.onChange(() => changes++);
    const running = requests.run(asking('one'));
    assert.deepEqual(fake.sent, [{ ...REQUEST, requestId: 'one', passLimits: true }]);
    assert.equal(requests.shown()?.outcome, null);
    fake.asked.fire({ requestId: 'one', stage: 'execute', models: [ASKED_MODEL], done: false });
    for (const text of ['Hel', 'lo'])
      fake.texts.fire({ requestId: 'one', callId: 'a', model: 'first', text });
    fake.texts.fire({ requestId: 'another', callId: 'a', model: 'first', text: 'not mine' });
    assert.equal(requests.find('one')?.pieces.get('a'), 'Hello');
    assert.equal(requests.lastAnswered(), null);
    fake.answer(ok(ANSWER));
    assert.deepEqual(await running, ok(ANSWER));
    assert.equal(requests.lastAnswered()?.requestId, 'one');
    assert.ok(changes >= 4, `${changes} changes`);
    requests.dismiss();
    assert.equal(requests.shown(), null);
    assert.equal(requests.find('one')?.requestId, 'one', 'Its document can still be read.');
    requests.dispose();
  });

  it('are called off as a value', async () => {
    const fake = engine();
    const requests = askedRequests(fake.client, () => 0);
    const running = requests.run(asking('one'));
    requests.cancel();
    const outcome = await running;
    assert.equal(outcome.ok || outcome.error.code, 'cancelled');
    requests.cancel();
    requests.dispose();
  });

  it('are kept for a while, the running ones always', async () => {
    const fake = engine();
    const requests = askedRequests(fake.client, () => 0);
    void requests.run(asking('running'));
    for (let at = 0; at < 30; at++) {
      const running = requests.run(asking(`request ${at}`));
      fake.answer(ok(ANSWER));
      await running;
    }
    assert.ok(requests.find('running'), 'The running one is gone.');
    assert.equal(requests.find('request 0'), undefined);
    assert.equal(requests.shown()?.requestId, 'request 29');
    requests.dispose();
  });
});

describe('keys', () => {
  function storage(): vscode.SecretStorage {
    const values = new Map<string, string>();
    const changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
    return {
      get: async (key) => values.get(key),
      keys: async () => [...values.keys()],
      async store(key, value) {
        values.set(key, value);
        changed.fire({ key });
      },
      async delete(key) {
        values.delete(key);
        changed.fire({ key });
      },
      onDidChange: changed.event,
    } as vscode.SecretStorage;
  }

  it('come from secret storage first, then from the environment', async () => {
    const keys = keysOf(storage(), { SOME_API_KEY: ' from-env ', EMPTY_API_KEY: ' ' });
    assert.deepEqual(
      [await keys.of('SOME_API_KEY'), await keys.origin('SOME_API_KEY')],
      ['from-env', 'environment'],
    );
    let changes = 0;
    keys.onChange(() => changes++);
    await keys.set('SOME_API_KEY', '  stored\n');
    assert.deepEqual(
      [await keys.of('SOME_API_KEY'), await keys.origin('SOME_API_KEY')],
      ['stored', 'stored'],
    );
    await keys.remove('SOME_API_KEY');
    assert.equal(await keys.of('SOME_API_KEY'), 'from-env');
    assert.deepEqual([await keys.of('EMPTY_API_KEY'), await keys.origin('NO_API_KEY')], [null, null]);
    assert.equal(changes, 2);
    keys.dispose();
  });

  it('are the only variables of the environment that are handed out', async () => {
    const keys = keysOf(storage(), {
      HOME: '/home/somebody',
      AWS_SECRET_ACCESS_KEY: 'x',
      lower_api_key: 'y',
    });
    for (const name of ['HOME', 'AWS_SECRET_ACCESS_KEY', 'lower_api_key', 'toString'])
      assert.equal(await keys.of(name), null, name);
    keys.dispose();
  });
});
