import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CORRECTION_TYPES, type VerdictRecord } from '../../../../src/core/facts/model-record.ts';
import { answerEqualToTruth, equalToTruth } from '../../../../src/core/models/feedback/equal-to-truth.ts';
import {
  type Correction,
  judgeByConfirmation,
  judgeByCorrection,
  judgeByRejection,
  judgeByValidation,
} from '../../../../src/core/models/feedback/judge.ts';
import {
  answerGone,
  judgedAnswer,
  type Judging,
  type Judgement,
} from '../../../../src/core/models/feedback/judged-answer.ts';
import { responseRecord } from '../../../../src/core/models/response-record.ts';
import { RULE_PRESETS } from '../../../../src/core/models/validate/rule-set.ts';
import type { Result } from '../../../../src/core/facts/result.ts';
import { response } from '../merge/answers.ts';

function judging(): Judging {
  let count = 0;
  const newId = (): string => {
    count += 1;
    return `verdict-${count}`;
  };
  return { requestId: 'request', category: 'price_extraction', at: 5_000_000, newId };
}

const a = judgedAnswer(response('a', { price: 100 }));
const b = judgedAnswer(response('b', 'It is {"price": 100.9}.'));
const c = judgedAnswer(response('c', 'one hundred'));

function correction(given: Partial<Correction> = {}): Correction {
  return {
    model: 'a',
    type: 'value_correction',
    correctedData: { price: 101 },
    note: null,
    keepData: false,
    ...given,
  };
}

function taken(result: Result<Judgement>): Judgement {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** `model right weight source` of every verdict. */
function said({ verdicts }: Judgement): readonly string[] {
  return verdicts.map(
    ({ model, wasCorrect, weight, source }) =>
      `${model} ${wasCorrect ? 'right' : 'wrong'} ${weight} ${source}`,
  );
}

describe('equality with the truth', () => {
  it('takes numbers within 1 %, of 0 within 0.01', () => {
    for (const [data, truth] of [
      [101, 100],
      [99, 100],
      [1.01, 1],
      [-101, -100],
      [0.01, 0],
      [-0.01, 0],
      [1.01e-9, 1e-9],
      [1.7e308, 1.7e308],
    ] as const)
      assert.equal(equalToTruth(data, truth), true, `${data} is near ${truth}`);
    for (const [data, truth] of [
      [101.1, 100],
      [98.9, 100],
      [-100, 100],
      [0.011, 0],
      [2e-9, 1e-9],
      [1e308, -1e308],
      ['100', 100],
      [1, true],
      [null, 0],
    ] as const)
      assert.equal(equalToTruth(data, truth), false, `${data} is far from ${truth}`);
  });

  it('trims text and ignores its case', () => {
    assert.equal(equalToTruth(' Paris\n', 'paris'), true);
    assert.equal(equalToTruth('Pa ris', 'paris'), false);
    assert.equal(equalToTruth(null, null), true);
  });

  it('wants lists of the same length and order, objects of the same names', () => {
    assert.equal(equalToTruth([1, { a: 'X' }], [1.005, { a: 'x' }]), true);
    assert.equal(equalToTruth([1, 2], [2, 1]), false);
    assert.equal(equalToTruth([1], [1, 2]), false);
    assert.equal(equalToTruth({ a: 1 }, { a: 1, b: null }), false);
    assert.equal(equalToTruth({ a: 1, b: 2 }, { b: 2, a: 1 }), true);
    assert.equal(equalToTruth({ a: 1 }, { toString: 1 }), false);
    assert.equal(equalToTruth([], {}), false);
    assert.equal(equalToTruth(JSON.parse('{"__proto__": 1}'), { a: 1 }), false);
  });

  it('compares 10,000 levels', () => {
    const deep = (): unknown => JSON.parse('['.repeat(10_000) + ']'.repeat(10_000)) as unknown;
    assert.equal(equalToTruth(deep(), deep()), true);
  });

  it('reads an answer as data, or as words where the truth is words', () => {
    assert.equal(answerEqualToTruth('It is {"a": 1}.', { a: 1 }), true);
    assert.equal(answerEqualToTruth('42', 42), true);
    assert.equal(answerEqualToTruth('42', '42'), true);
    assert.equal(answerEqualToTruth('"yes"', 'Yes'), true);
    assert.equal(answerEqualToTruth('no idea', { a: 1 }), false);
  });
});

describe('verdicts', () => {
  it('of a validation are one for each model, by its own answer', () => {
    const { verdicts, gone } = judgeByValidation([a, b, c], { truth: { price: 100 } }, judging());
    assert.deepEqual(said({ verdicts, gone }), [
      'a right 1 validation',
      'b right 1 validation',
      'c wrong 1 validation',
    ]);
    assert.deepEqual(verdicts[0], {
      kind: 'verdict',
      id: 'verdict-1',
      at: 5_000_000,
      requestId: 'request',
      responseId: 'a-answer',
      model: 'a',
      category: 'price_extraction',
      wasCorrect: true,
      weight: 1,
      source: 'validation',
      correction: null,
      responseMs: 1000,
      costMicroUsd: 500,
      tokenCount: 120,
    } satisfies VerdictRecord);
  });

  it('of a validation are one for a model that answered more than once, on its newest', () => {
    const again = { ...a, responseId: 'a-again', at: a.at + 1, content: c.content };
    const { verdicts } = judgeByValidation([again, b, a], { truth: { price: 100 } }, judging());
    assert.deepEqual(
      verdicts.map(({ responseId, wasCorrect }) => [responseId, wasCorrect]),
      [
        ['a-again', false],
        ['b-answer', true],
      ],
    );
  });

  it('of a validation go by the rules without a truth', () => {
    const good = judgedAnswer(response('good', [{ provider: 'Acme', gpu: 'H100', price: 3 }]));
    const bad = judgedAnswer(response('bad', [{ provider: 'Acme', gpu: 'H100', price: 300 }]));
    const failed = judgedAnswer(response('failed', '', { success: false }));
    const judged = judgeByValidation([good, bad, c, failed], { ruleSet: RULE_PRESETS.gpu }, judging());
    assert.deepEqual(said(judged), [
      'good right 1 validation',
      'bad wrong 1 validation',
      'c wrong 1 validation',
    ]);
  });

  it('of a correction name the model wrong and judge the others by the truth', () => {
    const judged = taken(judgeByCorrection([a, b, c], correction(), judging()));
    assert.deepEqual(said(judged), ['a wrong 1.5 user', 'b right 1 validation', 'c wrong 1 validation']);
    const partial = taken(judgeByCorrection([a, b], correction({ type: 'partial_correct' }), judging()));
    assert.deepEqual(said(partial), ['a wrong 1 user', 'b right 1 validation']);
  });

  it('of a correction without data are one', () => {
    const judged = taken(
      judgeByCorrection([a, b], correction({ correctedData: undefined, note: '  no source ' }), judging()),
    );
    assert.deepEqual(said(judged), ['a wrong 1.5 user']);
    assert.deepEqual(judged.verdicts[0]?.correction, { type: 'value_correction', note: 'no source' });
  });

  it('of a correction are refused with an unknown type, model or data', () => {
    const code = (given: Partial<Correction>): string | null => {
      const result = judgeByCorrection([a, b], correction(given), judging());
      return result.ok ? null : result.error.code;
    };
    assert.equal(code({ type: 'other' }), 'invalid_correction_type');
    assert.equal(code({ model: 'z' }), 'unknown_model');
    assert.equal(code({ responseId: 'b-answer' }), 'unknown_model');
    assert.equal(code({ correctedData: () => 1 }), 'invalid_value');
    assert.equal(code({ correctedData: JSON.parse('['.repeat(99) + ']'.repeat(99)) }), 'invalid_value');
  });

  it("keep the user's word when the answers are gone", () => {
    const records = [response('a', ''), response('b', '')].map((one) =>
      answerGone(responseRecord(one, { requestId: 'request', category: 'price_extraction' })),
    );
    const { verdicts, gone } = taken(judgeByCorrection(records, correction(), judging()));
    assert.deepEqual(
      verdicts.map(({ model }) => model),
      ['a'],
    );
    assert.deepEqual(gone, ['b']);
    assert.deepEqual(judgeByValidation(records, { truth: 1 }, judging()), { verdicts: [], gone: ['a', 'b'] });
  });

  it('of a confirmation and a rejection are one, of weight 1.5', () => {
    assert.deepEqual(said(taken(judgeByConfirmation([a, b], { model: 'b' }, judging()))), [
      'b right 1.5 user',
    ]);
    assert.deepEqual(said(taken(judgeByRejection([a, b], { model: 'b' }, judging()))), ['b wrong 1.5 user']);
    for (const judge of [judgeByConfirmation, judgeByRejection]) {
      const result = judge([a, b], { model: 'z' }, judging());
      assert.equal(result.ok ? null : result.error.code, 'unknown_model');
    }
  });

  it('go to the newest of several answers of a model, or to the one that is named', () => {
    const again = { ...a, responseId: 'later', at: a.at + 1 };
    const [newest] = taken(judgeByConfirmation([again, a], { model: 'a' }, judging())).verdicts;
    assert.equal(newest?.responseId, 'later');
    const named = { model: 'a', responseId: 'a-answer' };
    assert.equal(
      taken(judgeByConfirmation([again, a], named, judging())).verdicts[0]?.responseId,
      'a-answer',
    );
  });

  it('a correction is judged with its type, its data are the truth, kept exactly by opt-in', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CORRECTION_TYPES),
        fc.jsonValue({ maxDepth: 3, noUnicodeString: false }),
        fc.jsonValue({ maxDepth: 3 }),
        fc.boolean(),
        (type, correctedData, other, keepData) => {
          const answers = [
            a,
            judgedAnswer(response('b', JSON.stringify(correctedData))),
            judgedAnswer(response('d', JSON.stringify(other))),
          ];
          const given = correction({ type, correctedData, keepData });
          const [own, same, different] = taken(judgeByCorrection(answers, given, judging())).verdicts;
          assert.equal(own?.correction?.type, type);
          assert.equal(own.wasCorrect, false);
          assert.equal(Object.hasOwn(own.correction, 'data'), keepData);
          if (keepData) assert.equal(JSON.stringify(own.correction.data), JSON.stringify(correctedData));
          // what says exactly the truth is right, and everybody is judged by that truth and nothing else
          assert.equal(same?.wasCorrect, true);
          assert.equal(different?.wasCorrect, answerEqualToTruth(JSON.stringify(other), correctedData));
          assert.equal(same.correction, null);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('are each on the own answer of its model, whatever the others say', () => {
    const content = fc.constantFrom('{"price": 100}', '{"price": 7}', 'text', '');
    fc.assert(
      fc.property(fc.array(content, { minLength: 1, maxLength: 6 }), (contents) => {
        const answers = contents.map((text, place) => judgedAnswer(response(`m${place}`, text)));
        const together = judgeByValidation(answers, { truth: { price: 100 } }, judging()).verdicts;
        for (const [place, answer] of answers.entries()) {
          const [alone] = judgeByValidation([answer], { truth: { price: 100 } }, judging()).verdicts;
          assert.equal(together[place]?.wasCorrect, alone?.wasCorrect);
          assert.equal(together[place]?.responseId, answer.responseId);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('the record of a response', () => {
  it('has its time, tokens, cost and instant, also when it failed, and nothing of its words', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.nat(),
        fc.nat(),
        fc.option(fc.nat()),
        fc.nat(),
        (success, ms, tokens, cost, at) => {
          const error = { code: 'adapter_server', message: 'SECRET of the server' } as const;
          const given = response('a', 'SECRET answer', {
            success,
            responseMs: ms,
            tokenCount: tokens,
            costMicroUsd: cost,
            at,
            reasoning: 'SECRET thought',
            ...(success ? {} : { error }),
          });
          const record = responseRecord(given, { requestId: 'request', category: 'simple_query' });
          assert.deepEqual(
            [record.responseMs, record.tokenCount, record.costMicroUsd, record.at, record.success],
            [ms, tokens, cost, at, success],
          );
          assert.equal(record.error, success ? null : 'adapter_server');
          assert.deepEqual([record.id, record.requestId, record.model], ['a-answer', 'request', 'a']);
          assert.equal(JSON.stringify(record).includes('SECRET'), false);
        },
      ),
      { numRuns: 100 },
    );
  });
});
