import assert from 'node:assert/strict';
import { phasesOfPrediction } from '../../../src/core/budget/phases/phases-of-prediction.ts';
import { predictor } from '../../../src/core/budget/predict/predictor.ts';
import { exactBy, type ModelProfile, type Price } from '../../../src/core/facts/model-profile.ts';
import { selectModelAndBudget } from '../../../src/core/models/model-and-budget.ts';
import { complexityWord, rankModels, type RankedTask } from '../../../src/core/models/rank-models.ts';
import { askedWith, recordWith } from '../predict/any-record.ts';

const perToken = (input: number, output: number): Price => ({
  kind: 'perToken',
  inputUsdPerMillion: input,
  outputUsdPerMillion: output,
  cachedInputUsdPerMillion: null,
});

const profile = (id: string, some: Partial<ModelProfile> = {}): ModelProfile => ({
  id,
  name: id.toUpperCase(),
  provider: 'p',
  counting: exactBy('o200k_base'),
  contextWindow: null,
  maxInputTokens: null,
  maxOutputTokens: null,
  price: { kind: 'unknown' },
  sources: [],
  disagreements: [],
  ...some,
});

const task: RankedTask = {
  taskType: 'code-generation',
  complexity: 45,
  isCritical: false,
  extendedThinking: false,
  inputTokens: 4000,
  recommended: 1000,
  costLimitMicroUsd: null,
  maxLatencyMs: null,
  minQuality: null,
};

const golden = profile('a', {
  price: perToken(3, 15),
  avgResponseMs: 2000,
  quality: 90,
  supportsTools: true,
  strengths: ['code-generation'],
});

const partsOf = (
  model: ModelProfile,
  some: Partial<RankedTask> = {},
  records = [recordWith({ model: 'z' })],
) => {
  const [first] = rankModels({ ...task, ...some }, [model], records).ranked;
  assert.ok(first);
  return first.parts;
};

describe('the ranking of models', () => {
  it('gives the golden score', () => {
    const [first] = rankModels(task, [golden], []).ranked;
    assert.deepEqual(first?.parts, { capability: 100, cost: 64, latency: 80, quality: 90, historical: 50 });
    assert.equal(first.score, 82.8);
    assert.equal(first.costMicroUsd, 27_000);
  });

  it('scores capability by what is known', () => {
    const capability = (some: Partial<ModelProfile>, asked: Partial<RankedTask> = {}) =>
      partsOf(profile('m', some), asked).capability;
    assert.equal(capability({}), 50);
    assert.equal(capability({ strengths: ['testing'] }), 50);
    assert.equal(capability({ supportsThinking: true }, { extendedThinking: true }), 70);
    assert.equal(capability({ supportsThinking: false }, { extendedThinking: true }), 20);
    assert.equal(capability({ supportsTools: true }, { taskType: 'creative' }), 50);
    assert.equal(capability({ contextWindow: 3999 }), 0);
    assert.equal(capability({ contextWindow: 4400 }), 30);
    assert.equal(capability({ contextWindow: 40_000 }), 50);
    assert.equal(capability({ maxOutputTokens: 999 }), 0);
    assert.equal(capability({ preferredFor: ['medium'] }), 70);
    assert.equal(capability({ preferredFor: ['medium'] }, { complexity: 60 }), 50);
  });

  it('scores cost, latency, quality and history', () => {
    const free = profile('f', { freeOfCharge: true, price: { kind: 'included' } });
    assert.equal(partsOf(free).cost, 100);
    assert.equal(partsOf(profile('u')).cost, 0);
    assert.equal(partsOf(golden, { costLimitMicroUsd: 26_999 }).cost, 0);
    assert.equal(partsOf(golden, { costLimitMicroUsd: 27_000 }).cost, 64);
    assert.equal(partsOf(profile('d', { price: perToken(30, 150) })).cost, 0);
    assert.equal(partsOf(golden, { maxLatencyMs: 1999 }).latency, 0);
    assert.equal(partsOf(profile('u')).latency, 0);
    assert.equal(partsOf(profile('u')).quality, 50);
    assert.equal(partsOf(golden, { minQuality: 91 }).quality, 0);
    assert.equal(partsOf(profile('q', { quality: 95 }), { isCritical: true }).quality, 100);
    assert.equal(partsOf(golden, { isCritical: true }).quality, 90);
    const outcome = (success: boolean | null, quality: number | null) =>
      recordWith({
        model: 'a',
        outcome: { success, quality, completedInTime: true, requiredReflection: null },
      });
    assert.equal(
      partsOf(golden, {}, [outcome(true, 80), outcome(false, 60), outcome(null, null)]).historical,
      58,
    );
    assert.equal(partsOf(golden, {}, [outcome(true, null)]).historical, 80);
    assert.equal(partsOf(golden, {}, [outcome(null, 90)]).historical, 50);
  });

  it('orders by score, then cost, then name, and says what could stand in', () => {
    const cheap = { ...golden, id: 'b', price: perToken(1, 1) };
    const models = [golden, profile('z'), profile('y'), cheap, { ...golden, id: 'a0' }];
    const { ranked, alternatives, fallback } = rankModels(task, models, []);
    assert.deepEqual(
      ranked.map(({ model }) => model.id),
      ['b', 'a', 'a0', 'y', 'z'],
    );
    assert.deepEqual(
      alternatives.map(({ model }) => model.id),
      ['a', 'a0', 'y'],
    );
    assert.deepEqual(
      fallback.map(({ model }) => model.id),
      ['a', 'a0', 'y'],
    );
    const unfit = profile('x', { contextWindow: 1, quality: 0 });
    assert.deepEqual(rankModels(task, [golden, unfit], []).fallback, []);
  });

  it('words complexity by the middle between its words', () => {
    const words = [0, 32.4, 32.5, 57.4, 57.5, 79.9, 80].map(complexityWord);
    assert.deepEqual(words, ['simple', 'simple', 'medium', 'medium', 'complex', 'complex', 'critical']);
  });
});

describe('model and budget together', () => {
  const subject = predictor();
  const select = (
    profiles: readonly ModelProfile[],
    chosen: string | null,
    some: Partial<RankedTask> = {},
    input: object = { complexity: 20, novelty: 0.3, uncertainty: 0.2, criticality: 0.3 },
  ) =>
    selectModelAndBudget({
      task: { ...task, ...some },
      profiles,
      records: [],
      chosen,
      predictFor: ({ id, maxOutputTokens }) =>
        subject.predict(askedWith(input, { model: { id, maxOutputTokens } }), 0, {
          method: 'formula',
          budgetQuantile: 0.8,
        }),
      phasesOf: phasesOfPrediction,
    });

  it('takes the model that was chosen, else the cheapest, fastest, first', () => {
    const slow = { ...golden, id: 'slow', avgResponseMs: 9000 };
    const cheap = { ...golden, id: 'cheap', price: perToken(1, 1) };
    const chosenOf = (profiles: readonly ModelProfile[], chosen: string | null) => {
      const selected = select(profiles, chosen);
      assert.ok(selected.ok);
      return selected.value.model.id;
    };
    assert.equal(chosenOf([golden, cheap], null), 'cheap');
    assert.equal(chosenOf([slow, golden], null), 'a');
    assert.equal(chosenOf([slow, golden, cheap], 'slow'), 'slow');
    assert.equal(chosenOf([profile('u'), profile('i', { price: { kind: 'included' } })], null), 'i');
    const free = profile('free', { price: { kind: 'included' }, freeOfCharge: true });
    assert.equal(chosenOf([cheap, free], null), 'free');
    for (const refused of [select([], null), select([golden], 'other')])
      assert.equal(refused.ok ? null : refused.error.code, 'unknown_model');
    const invalid = select([golden], null, {}, { override: 0 });
    assert.equal(invalid.ok ? null : invalid.error.code, 'invalid_override');
  });

  it('passes over models that do not hold the prompt, or are not within what was asked', () => {
    const cheap = { ...golden, id: 'cheap', price: perToken(0.1, 0.1), quality: 40, avgResponseMs: 9000 };
    const chosenOf = (
      some: Partial<RankedTask>,
      first: ModelProfile = cheap,
      chosen: string | null = null,
    ) => {
      const selected = select([first, golden], chosen, some);
      return selected.ok ? selected.value.model.id : selected.error.code;
    };
    assert.equal(chosenOf({}), 'cheap');
    assert.equal(chosenOf({}, { ...cheap, contextWindow: 3999 }), 'a');
    assert.equal(chosenOf({}, { ...cheap, maxInputTokens: 3999 }), 'a');
    assert.equal(chosenOf({}, { ...cheap, contextWindow: 4000 }), 'cheap');
    assert.equal(chosenOf({ maxLatencyMs: 5000 }), 'a');
    assert.equal(chosenOf({ minQuality: 41 }), 'a');
    assert.equal(chosenOf({ minQuality: 41 }, { ...cheap, quality: 41 }), 'cheap');
    const unpriced = profile('u', { price: { kind: 'unknown' } });
    assert.equal(chosenOf({ costLimitMicroUsd: 1_000_000 }, unpriced), 'a');
    assert.equal(chosenOf({ costLimitMicroUsd: 1 }, { ...unpriced, price: { kind: 'included' } }), 'u');
    // who names a model takes it as it is
    assert.equal(chosenOf({ maxLatencyMs: 5000 }, cheap, 'cheap'), 'cheap');
    assert.equal(chosenOf({ costLimitMicroUsd: 1 }), 'no_models');
    const none = select([{ ...cheap, contextWindow: 10 }, golden], null, { minQuality: 99 });
    assert.ok(!none.ok);
    assert.equal(
      none.error.message,
      'No model is within what you ask: A has quality 90, A takes no more than 10 tokens. Ask for less, or name the model.',
    );
  });

  it('leaves room for the answer when the model thinks at length', () => {
    const thinker = { ...golden, supportsThinking: true };
    const small = select([thinker], null);
    assert.ok(small.ok);
    assert.deepEqual([small.value.extendedThinking, small.value.thinkingBudget], [false, 0]);
    const asked = select([thinker], null, { extendedThinking: true });
    assert.ok(asked.ok);
    assert.equal(asked.value.requestCap, 6400);
    assert.equal(asked.value.thinkingBudget, 6400 - 2560);
    const hard = select([thinker], null, { complexity: 70 });
    assert.ok(hard.ok && hard.value.extendedThinking);
    const large = select([thinker], null, {}, { complexity: 60 });
    assert.ok(
      large.ok && large.value.extendedThinking && large.value.thinkingBudget < large.value.requestCap,
    );
    const cannot = select([golden], null, { extendedThinking: true });
    assert.ok(cannot.ok && !cannot.value.extendedThinking);
    assert.match(
      asked.value.reasoning,
      /^A ranks 1 of 1 with \d+\.\d of 100, for about \$0\.\d\d; budget 4,000 tokens\.$/,
    );
    const unknown = select([profile('u')], null);
    assert.ok(unknown.ok);
    assert.match(unknown.value.reasoning, /at a price that is not known/);
  });
});
