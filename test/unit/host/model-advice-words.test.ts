import assert from 'node:assert/strict';
import { adviceLine, modelBudgetLine, modelRows } from '../../../src/host/model-advice-words.ts';
import type { ModelAdvice, ModelOffer } from '../../../src/protocol/ledger.ts';

const offer = (id: string, some: Partial<ModelOffer> = {}): ModelOffer => ({
  id,
  name: id.toUpperCase(),
  provider: 'test',
  score: 71.46,
  parts: { capability: 90, cost: 64.2, latency: 0, quality: 50, historical: 96 },
  costMicroUsd: 27_000,
  priceKind: 'perToken',
  ...some,
});
const advice: Omit<ModelAdvice, 'task'> = {
  model: 'small',
  requestCap: 9350,
  extendedThinking: true,
  thinkingBudget: 5610,
  confidence: 0.7,
  reasoning: 'SMALL ranks 2 of 3 with 50.0 of 100.',
  ranked: [
    offer('large'),
    offer('small', { costMicroUsd: null, priceKind: 'free' }),
    offer('editors', { costMicroUsd: null, priceKind: 'included' }),
    offer('new', { costMicroUsd: null, priceKind: 'unknown' }),
  ],
  alternatives: ['small', 'editors'],
  fallback: ['small'],
};
const told = advice as ModelAdvice;

describe('the list of models for a task', () => {
  it('has each with its score, price and parts, and marks what is set and what is cheapest', () => {
    const [large, small, editors, unknown] = modelRows(told, 'large', 'en');
    assert.deepEqual(large, {
      label: 'large (now)',
      description: '71 of 100 · ≈ $0.027',
      detail: 'capability 90 · cost 64 · latency 0 · quality 50 · history 96',
      model: 'large',
    });
    assert.equal(small?.label, 'small (cheapest for one answer)');
    assert.match(small.description, /free of charge$/);
    assert.match(editors?.description ?? '', /included in the subscription$/);
    assert.match(unknown?.description ?? '', /price unknown$/);
    assert.equal(modelRows(told, 'small', 'en')[1]?.label, 'small (cheapest for one answer, now)');
  });

  it('tells what the request may ask for, and who can stand in', () => {
    assert.equal(
      modelBudgetLine(told, 'en'),
      'small: at most 9,350 output tokens, up to 5,610 of them for thinking at length',
    );
    assert.equal(
      modelBudgetLine({ ...told, extendedThinking: false, thinkingBudget: 0 }, 'en'),
      'small: at most 9,350 output tokens',
    );
    assert.equal(adviceLine(told), 'SMALL ranks 2 of 3 with 50.0 of 100. Can stand in: small.');
    assert.equal(adviceLine({ ...told, fallback: [] }), told.reasoning);
  });
});
