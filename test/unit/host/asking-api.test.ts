import assert from 'node:assert/strict';
import { fail, ok } from '../../../src/core/facts/result.ts';
import { askingApi, type KeepMigration } from '../../../src/host/asking-api.ts';
import type { EngineClient, AnswerText } from '../../../src/host/engine-client.ts';
import { legacyFunctions } from '../../../src/host/legacy-functions.ts';
import { refusedSettings } from '../../../src/host/refused-settings.ts';
import type { Failure } from '../../../src/core/facts/result.ts';
import { ANSWER, PLAN } from './asked.ts';

const kept: KeepMigration = async () => ok(null);

interface Told {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** An engine that answers everything with `answer`, and what it was asked. */
function engine(answer: (told: Told) => unknown) {
  const asked: Told[] = [];
  const listeners = new Set<(piece: AnswerText) => void>();
  const ask = async (type: { readonly method: string }, params: Told['params']): Promise<unknown> => {
    const told = { method: type.method, params };
    asked.push(told);
    return answer(told);
  };
  const onAnswerText = (listener: (piece: AnswerText) => void) => {
    listeners.add(listener);
    return { dispose: () => listeners.delete(listener) };
  };
  return {
    asked,
    listeners,
    client: { ask, onAnswerText } as unknown as Pick<EngineClient, 'ask' | 'onAnswerText'>,
  };
}

describe('host: asking for other extensions', () => {
  it('asks what is said, without files and limits passed unless that is said too', async () => {
    const fake = engine(() => ok(PLAN));
    await askingApi(fake.client, legacyFunctions(), kept).planAsk('Why?', { models: ['first'] });
    assert.deepEqual(fake.asked, [
      {
        method: 'models/plan',
        params: {
          requestId: null,
          prompt: 'Why?',
          context: 'none',
          models: ['first'],
          level: null,
          tenant: '',
          minResponses: null,
        },
      },
    ]);
  });

  it('gives the answers of its own request as they come, until it has ended', async () => {
    const pieces: string[] = [];
    const fake = engine(({ params }) => {
      for (const requestId of [String(params['requestId']), 'another'])
        for (const listener of fake.listeners)
          listener({ requestId, callId: 'a', model: 'first', text: requestId });
      return ok(ANSWER);
    });
    const api = askingApi(fake.client, legacyFunctions(), kept);
    await api.ask('Why?', { requestId: 'mine', onText: ({ text }) => pieces.push(text) });
    assert.deepEqual(pieces, ['mine']);
    assert.equal(fake.listeners.size, 0);
    assert.equal(fake.asked[0]?.params['passLimits'], false);
    assert.ok(!('onText' in (fake.asked[0]?.params ?? {})), 'No function is sent to a thread.');
  });

  it('makes an id for a request without one: its pieces are known by it', async () => {
    const fake = engine(() => ok(ANSWER));
    const api = askingApi(fake.client, legacyFunctions(), kept);
    await Promise.all([api.ask('One?'), api.ask('Two?')]);
    const ids = fake.asked.map(({ params }) => params['requestId']);
    assert.match(String(ids[0]), /^[\da-f-]{36}$/);
    assert.notEqual(ids[0], ids[1]);
  });

  it('fetches data with the old function at hand, by the id of the request', async () => {
    const legacy = legacyFunctions();
    const fake = engine(({ params }) =>
      legacy.call({ prompt: 'H100', dataType: 'gpu', requestId: String(params['requestId']) }),
    );
    const api = askingApi(fake.client, legacy, kept);
    const fetched: unknown = await api.fetchDataWithCollaboration('H100', 'gpu', {
      costLimit: 0.5,
      legacy: async () => ['old'],
    });
    assert.deepEqual(fetched, ok(['old']));
    const { requestId, ...params } = fake.asked[0]?.params ?? {};
    assert.match(String(requestId), /^[\da-f-]{36}$/);
    assert.deepEqual(params, { prompt: 'H100', dataType: 'gpu', costLimit: 0.5, hasLegacy: true });
    await api.fetchDataWithCollaboration('H100', 'gpu');
    assert.equal(fake.asked[1]?.params['hasLegacy'], false);
  });

  it('moves between the stages of the migration', async () => {
    const fake = engine(() => ok({}));
    const saved: unknown[] = [];
    const { migration } = askingApi(fake.client, legacyFunctions(), async (config) => {
      saved.push(config);
      return ok(null);
    });
    await migration.getStatus();
    await migration.updateConfig({ stage: 'gradual', rolloutPercent: 5 });
    assert.deepEqual(saved, [{ stage: 'gradual', rolloutPercent: 5 }]);
    await migration.toggle(false);
    assert.deepEqual(
      fake.asked.map(({ params }) => params),
      [null, { stage: 'gradual', rolloutPercent: 5 }, { on: false }],
    );
  });

  it('keeps nothing of a migration that is refused, and says what cannot be kept', async () => {
    const saved: unknown[] = [];
    const refusing = engine(() => fail('invalid_config', 'No.', { field: 'migration.stage' }));
    const refused = await askingApi(refusing.client, legacyFunctions(), async (config) => {
      saved.push(config);
      return ok(null);
    }).migration.updateConfig({ stage: 'half' });
    assert.deepEqual([!refused.ok && refused.error.code, saved], ['invalid_config', []]);
    const full = async () => fail('write_failed', 'The disk is full.');
    const taken = await askingApi(
      engine(() => ok({})).client,
      legacyFunctions(),
      full,
    ).migration.updateConfig({});
    assert.equal(!taken.ok && taken.error.code, 'write_failed');
  });
});

describe('host: refused settings', () => {
  it('are told once, by name, and again only when something else is wrong', () => {
    let refuse: (failures: readonly Failure[]) => void = () => assert.fail('Nobody listens.');
    const said: string[] = [];
    const onAskSettingsRefused = (listener: typeof refuse) => {
      refuse = listener;
      return { dispose: () => undefined };
    };
    refusedSettings({ onAskSettingsRefused }, (sentence) => said.push(sentence));
    const wrong = { code: 'invalid_config' as const, message: '"explorationRate" must be from 0 to 1.' };
    refuse([wrong]);
    refuse([wrong]);
    refuse([]);
    refuse([wrong]);
    assert.deepEqual(said, [wrong.message, wrong.message]);
  });
});
