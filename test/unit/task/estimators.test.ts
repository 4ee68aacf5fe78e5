import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fail, ok, type Result } from '../../../src/core/facts/result.ts';
import { ensembleEstimator, type EnsembleOptions } from '../../../src/core/task/difficulty/ensemble.ts';
import { createEstimate } from '../../../src/core/task/difficulty/estimate.ts';
import type { DifficultyEstimator, WaitAtMost } from '../../../src/core/task/difficulty/estimator.ts';
import { modelBasedEstimator, readAnswer } from '../../../src/core/task/difficulty/model-based.ts';

const NEVER = new Promise<never>(() => {});

/** Time is over at once for work that never ends. */
const waitAtMost: WaitAtMost = async (work) => {
  const late = Symbol('late');
  const first = await Promise.race([work, new Promise((resolve) => setTimeout(resolve, 5, late))]);
  return first === late ? { done: false } : { done: true, value: await work };
};

function value<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  return result.value;
}

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code);

describe('the model-based estimator', () => {
  const saying = (answer: string) =>
    value(modelBasedEstimator({ ask: () => Promise.resolve(ok(answer)), waitAtMost }));

  it('reads the first object with a level', async () => {
    const answer =
      'Well {not json} {"a": {"level": "hard", "score": 0.9, "confidence": 0.6, "reasoning": "a } b"}}';
    const found = value(await saying(answer)('Fix it'));
    assert.deepEqual(
      [found.source, found.level, found.score, found.confidence, found.reasoning],
      ['estimator', 'hard', 0.9, 0.6, 'a } b'],
    );
  });

  it('fills in what is missing', () => {
    const bare = value(readAnswer('{"level": "easy"}'));
    assert.deepEqual([bare.score, bare.confidence], [0.175, 0.8]);
    const word = value(readAnswer('I would say Hard.'));
    assert.deepEqual([word.level, word.score, word.confidence], ['hard', 0.825, 0.7]);
    assert.equal(value(readAnswer('{"level": "hard", "score": 0.1}')).level, 'hard');
  });

  it('refuses what is no answer', () => {
    for (const answer of [
      '',
      'easy or hard',
      'no idea',
      '{"level": "huge"}',
      '{"level": "hard", "score": 3}',
      '{"level": "hard", "confidence": "high"}',
      '{'.repeat(40_000),
    ]) {
      assert.equal(codeOf(readAnswer(answer)), 'invalid_response');
    }
    assert.equal(codeOf(readAnswer('x'.repeat(50_001))), 'response_too_large');
  });

  it('quotes the task as data, cut and in one line', async () => {
    const prompts: string[] = [];
    const ask = (prompt: string) => {
      prompts.push(prompt);
      return Promise.resolve(ok('{"level": "easy"}'));
    };
    const estimator = value(modelBasedEstimator({ ask, waitAtMost, template: 'Task: {{query}}.' }));
    await estimator(' Say "$&"\r\n\nand {{query}} ');
    await estimator('😀'.repeat(10_001));
    assert.equal(prompts[0], 'Task: "Say \\"$&\\" and {{query}}".');
    assert.equal(Array.from(prompts[1] ?? '').length, 10_000 + 'Task: "".'.length);
    const plain = value(modelBasedEstimator({ ask, waitAtMost }));
    await plain('Fix it');
    assert.match(prompts[2] ?? '', /Task: "Fix it"$/);
  });

  it('says what went wrong', async () => {
    const asking = (ask: () => Promise<Result<string>>) => value(modelBasedEstimator({ ask, waitAtMost }));
    assert.equal(codeOf(await saying('x')('')), 'invalid_query');
    assert.equal(codeOf(await saying('x')(7)), 'invalid_query');
    assert.equal(codeOf(await asking(() => NEVER)('Fix it')), 'llm_timeout');
    assert.equal(codeOf(await asking(() => Promise.reject(new Error('gone')))('Fix it')), 'llm_failed');
    assert.equal(
      codeOf(await asking(() => Promise.resolve(fail('cancelled', 'no')))('Fix it')),
      'llm_failed',
    );
    const ask = () => Promise.resolve(ok(''));
    assert.equal(codeOf(modelBasedEstimator({ ask, waitAtMost, timeoutMs: 10 })), 'invalid_timeout');
    assert.equal(codeOf(modelBasedEstimator({ ask, waitAtMost, template: 'How hard?' })), 'invalid_option');
  });

  it('C14.10 gives score and confidence in [0, 1], or an error, for any answer', () => {
    const field = fc.constantFrom('level', 'score', 'confidence', 'reasoning');
    const json = fc.dictionary(field, fc.oneof(fc.jsonValue(), fc.constantFrom('easy', 'hard', 0.5)));
    const answer = fc.oneof(
      fc.string({ unit: 'binary' }),
      json.map((object) => `Here: ${JSON.stringify(object)}`),
    );
    fc.assert(
      fc.property(answer, (text) => {
        const found = readAnswer(text);
        if (!found.ok) return;
        const { score, confidence } = found.value;
        assert.ok(score !== null && score >= 0 && score <= 1);
        assert.ok(confidence !== null && confidence >= 0 && confidence <= 1);
      }),
      { numRuns: 300 },
    );
  });
});

describe('an ensemble of estimators', () => {
  const member =
    (score: number, confidence: number | null = 0.8, level?: string): DifficultyEstimator =>
    () =>
      Promise.resolve(createEstimate({ source: 'estimator', score, confidence, level }));
  const failing: DifficultyEstimator = () => Promise.resolve(fail('invalid_query', 'no'));
  const throwing: DifficultyEstimator = () => {
    throw new Error('a bug of theirs');
  };
  const late: DifficultyEstimator = () => NEVER;

  async function ask(options: Partial<EnsembleOptions>) {
    const estimator = value(ensembleEstimator({ estimators: [], waitAtMost, ...options }));
    const { level, score, confidence } = value(await estimator('Fix it'));
    return [level, score, confidence];
  }

  it('averages by weight, the level from the score', async () => {
    const estimators = [member(0.2, 0.6), member(0.8, 1)];
    assert.deepEqual(await ask({ estimators }), ['medium', 0.5, 0.8]);
    assert.deepEqual(await ask({ estimators, weights: [1, 3] }), ['medium', 0.65, 0.9]);
    assert.deepEqual(await ask({ estimators, weights: [1, 3], combination: 'average' }), [
      'medium',
      0.5,
      0.8,
    ]);
    assert.deepEqual(await ask({ estimators, weights: [1e308, 1e308] }), ['medium', 0.5, 0.8]);
  });

  it('takes the weight of who fails, throws or is late with it', async () => {
    const estimators = [failing, member(0.2, 0.6), throwing, member(0.8, 1), late];
    assert.deepEqual(await ask({ estimators, weights: [9, 1, 9, 3, 9] }), ['medium', 0.65, 0.9]);
    assert.deepEqual(await ask({ estimators: [failing, member(0.2)], weights: [1, 0] }), ['easy', 0.2, 0.8]);
  });

  it('votes, the harder level at a tie', async () => {
    const combination = 'majority_vote';
    const three = [member(0.1), member(0.2), member(0.9)];
    assert.deepEqual(await ask({ estimators: three, combination }), ['easy', 0.15, 0.666667]);
    assert.deepEqual(await ask({ estimators: [member(0.9), member(0.1)], combination }), ['hard', 0.9, 0.5]);
  });

  it('takes the surest, the first at a tie', async () => {
    const combination = 'max_confidence';
    const estimators = [member(0.2, 0.6), member(0.9, 0.9), member(0.1, 0.9), member(0.1, null)];
    assert.deepEqual(await ask({ estimators, combination }), ['hard', 0.9, 0.9]);
  });

  it('asks the fallback when all fail', async () => {
    assert.deepEqual(await ask({ estimators: [failing, late], fallback: member(0.9) }), ['hard', 0.9, 0.8]);
    for (const fallback of [undefined, throwing]) {
      const none = value(ensembleEstimator({ estimators: [failing], waitAtMost, fallback }));
      assert.equal(codeOf(await none('Fix it')), 'all_estimators_failed');
    }
  });

  it('is set up with members, as many weights, and a way to combine', () => {
    const estimators = [member(0.5), member(0.5)];
    const wrongs: readonly (readonly [object, string])[] = [
      [{ estimators: [] }, 'estimators_required'],
      [{ estimators: 'all' }, 'estimators_required'],
      [{ estimators: ['heuristic'] }, 'invalid_estimators'],
      [{ fallback: 'heuristic' }, 'invalid_estimators'],
      [{ weights: [1] }, 'weights_length_mismatch'],
      [{ weights: [0, 0] }, 'invalid_weights'],
      [{ weights: [1, -1] }, 'invalid_weights'],
      [{ weights: [1, Number.NaN] }, 'invalid_weights'],
      [{ combination: 'median' }, 'invalid_combination'],
      [{}, 'ok'],
    ];
    for (const [wrong, code] of wrongs) {
      assert.equal(codeOf(ensembleEstimator({ estimators, waitAtMost, ...wrong })), code);
    }
  });
});
