import assert from 'node:assert/strict';
import { adviseModel } from '../../../../src/engine/ledger/model-request.ts';
import type { ModelAdvice, ModelRequest } from '../../../../src/protocol/ledger.ts';
import {
  codeOf,
  modelOf,
  recorded,
  runKeeper,
  type RunningKeeper,
  type TestStore,
  testStore,
  value,
} from './running-keeper.ts';

const perToken = (input: number, output: number) =>
  ({
    kind: 'perToken',
    inputUsdPerMillion: input,
    outputUsdPerMillion: output,
    cachedInputUsdPerMillion: null,
  }) as const;
const CHEAP = modelOf('cheap', perToken(0.5, 1), { quality: 60, avgResponseMs: 1_000 });
const GOOD = modelOf('good', perToken(3, 9), {
  quality: 95,
  avgResponseMs: 2_000,
  supportsThinking: true,
  strengths: ['debugging'],
});
const KNOWN = modelOf('known-elsewhere', perToken(0.1, 0.1), { sources: ['genai-prices'] });
const MODELS = [CHEAP, GOOD, KNOWN];

const PORTS = {
  models: () => Promise.resolve(MODELS),
  model: (name: string) => {
    const model = MODELS.find(({ id }) => id === name);
    return Promise.resolve(
      model === undefined
        ? ({ ok: false, error: { code: 'unknown_model', message: name } } as const)
        : ({ ok: true, value: model } as const),
    );
  },
};
const REQUEST: ModelRequest = {
  task: { title: 'Fix the login', complexity: 45 },
  level: null,
  model: null,
  tenant: '',
  among: [],
  promptTokens: 4_000,
  extendedThinking: false,
  costLimitMicroUsd: null,
  maxLatencyMs: null,
  minQuality: null,
};

describe('a model with its budget, asked of the engine', () => {
  let store: TestStore;
  let running: RunningKeeper;
  beforeEach(() => {
    store = testStore();
    running = store.run(PORTS, { live: false });
  });
  afterEach(() => store.close());
  const advise = async (some: Partial<ModelRequest> = {}): Promise<ModelAdvice> =>
    value(await adviseModel(running.keeper, { ...REQUEST, ...some }));

  it('is the cheapest of those that the user has, with the ranking of all of them', async () => {
    const advice = await advise();
    assert.equal(advice.model, 'cheap');
    assert.equal(advice.task.model, 'cheap');
    assert.deepEqual(
      advice.ranked.map(({ id }) => id),
      ['good', 'cheap'],
    );
    assert.deepEqual([advice.alternatives, advice.fallback], [['cheap'], ['cheap']]);
    assert.equal(advice.requestCap, advice.task.prediction.requestCap);
    assert.equal(advice.task.promptTokens, 4_000);
    const price = (some: Partial<ModelRequest>) =>
      advise(some).then(({ ranked, task }) => [ranked[0]?.costMicroUsd, task.promptTokens]);
    const [dearer, usual] = await price({ promptTokens: null });
    assert.equal(usual, 8_000);
    assert.ok(Number(dearer) > Number((await price({}))[0]));
    assert.match(advice.reasoning, /^CHEAP ranks 2 of 2 with /);
  });

  it('is the one that is chosen, and thinks at length where that is asked for and possible', async () => {
    const advice = await advise({ model: 'good', extendedThinking: true });
    assert.equal(advice.model, 'good');
    assert.ok(advice.extendedThinking);
    assert.ok(advice.thinkingBudget > 0 && advice.thinkingBudget < advice.requestCap);
    const [first] = advice.ranked;
    assert.deepEqual([first?.id, first?.parts.capability], ['good', 100]);
  });

  it('chooses among models that are named, and refuses a name that is none', async () => {
    const advice = await advise({ among: ['good', 'known-elsewhere'] });
    assert.deepEqual(new Set(advice.ranked.map(({ id }) => id)), new Set(['good', 'known-elsewhere']));
    const unknown = await adviseModel(running.keeper, { ...REQUEST, among: ['nobody'] });
    assert.equal(codeOf(unknown), 'unknown_model');
  });

  it('counts how tasks of this type went with each, and takes in whoever has answered before', async () => {
    await recorded(running, { task: REQUEST.task, model: 'known-elsewhere', success: false, quality: 10 });
    await recorded(running, { task: REQUEST.task, model: 'good', success: true, quality: 90 });
    const { ranked } = await advise();
    const history = Object.fromEntries(ranked.map(({ id, parts }) => [id, parts.historical]));
    assert.deepEqual(history, { good: 96, cheap: 50, 'known-elsewhere': 4 });
  });

  it('keeps to what is wished', async () => {
    assert.equal((await advise({ minQuality: 70 })).model, 'good');
    const wishes = { minQuality: 70, maxLatencyMs: 1_500, costLimitMicroUsd: 1 };
    assert.equal(codeOf(await adviseModel(running.keeper, { ...REQUEST, ...wishes })), 'no_models');
    const { ranked } = await advise({ ...wishes, model: 'cheap' });
    const parts = Object.fromEntries(ranked.map(({ id, parts }) => [id, parts]));
    assert.equal(parts['cheap']?.quality, 0);
    assert.equal(parts['good']?.latency, 0);
    assert.deepEqual([parts['cheap']?.cost, parts['good']?.cost], [0, 0]);
  });

  it('says what to do where there is no model, and needs no folder', async () => {
    const nowhere = runKeeper({ ...PORTS, models: () => Promise.resolve([KNOWN]) });
    const refused = await adviseModel(nowhere.keeper, REQUEST);
    assert.equal(codeOf(refused), 'unknown_model');
    assert.match(refused.ok ? '' : refused.error.message, /Name one/);
    nowhere.keeper.planned({ task: 'Fix it', model: KNOWN, promptTokens: 10, files: [] });
    assert.equal(value(await adviseModel(nowhere.keeper, REQUEST)).model, 'known-elsewhere');
    const named = value(await adviseModel(nowhere.keeper, { ...REQUEST, among: ['good'] }));
    assert.equal(named.model, 'good');
    const wrong = await adviseModel(nowhere.keeper, { ...REQUEST, task: { override: 0 }, among: ['good'] });
    assert.equal(codeOf(wrong), 'invalid_override');
    await nowhere.keeper.close();
  });
});
