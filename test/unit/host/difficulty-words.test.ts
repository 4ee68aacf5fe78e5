import assert from 'node:assert/strict';
import { isOfLimits, judgedLine } from '../../../src/host/difficulty-words.ts';
import type { JudgedDifficulty } from '../../../src/protocol/models.ts';

const JUDGED: JudgedDifficulty = {
  level: 'hard',
  score: 0.9,
  confidence: 0.7,
  reasoning: 'Two parsers.',
  source: 'estimator',
  requestId: 'one',
  model: 'house',
  costMicroUsd: 180,
  cached: false,
  failure: null,
};

describe('host: how hard a model says a task is', () => {
  it('names level, model, price and reason', () => {
    assert.equal(judgedLine(JUDGED, 'en'), 'hard, 70 % sure, says house for $0.00018: Two parsers.');
    const known = { ...JUDGED, costMicroUsd: 0, cached: true, reasoning: '', confidence: null };
    assert.equal(judgedLine(known, 'en'), 'hard, says house, as before');
    assert.equal(judgedLine({ ...known, cached: false, costMicroUsd: null }, 'en'), 'hard, says house');
  });

  it('asks to pass a limit only where one is in the way', () => {
    const codes = [
      'cost_limit_exceeded',
      'budget_exhausted',
      'exceeds_limit',
      'no_models',
      'llm_timeout',
    ] as const;
    assert.deepEqual(
      codes.map((code) => isOfLimits({ code, message: '' })),
      [true, true, true, false, false],
    );
  });
});
