import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkpointOf, predictorFrom } from '../../../src/core/budget/predict/checkpoint.ts';
import { coverageSentence, explainPrediction } from '../../../src/core/budget/predict/explain-prediction.ts';
import {
  learnOffset,
  NEW_OFFSETS,
  offsetOf,
} from '../../../src/core/budget/predict/learned/model-offsets.ts';
import { learnRidge, startRidge, valueAt } from '../../../src/core/budget/predict/learned/ridge.ts';
import { normalCdf, quantileOf } from '../../../src/core/budget/predict/learned/statistics.ts';
import { predictorFold } from '../../../src/core/budget/predict/predictor-fold.ts';
import { type Predictor, predictor } from '../../../src/core/budget/predict/predictor.ts';
import { isApplied } from '../../../src/core/budget/predict/rollout.ts';
import type { BudgetRecord } from '../../../src/core/facts/outcome-record.ts';
import type { Prediction } from '../../../src/core/facts/prediction.ts';
import { anyRecords, anyText, askedWith, PLAIN, recordWith } from './any-record.ts';

const NOW = 1_800_000_000_000;

function predict(
  subject: Predictor,
  task: unknown = {},
  asked = {},
  settings?: Parameters<Predictor['predict']>[2],
): Prediction {
  const result = subject.predict(askedWith(task, asked), NOW, settings);
  assert.ok(result.ok);
  return result.value;
}

function taught(records: readonly BudgetRecord[]): Predictor {
  const subject = predictor();
  for (const record of records) subject.record(record);
  return subject;
}

/** A stream of two kinds of tasks that differ in their words and in what they take. */
function twoKinds(count: number, factor = 1, model = 'm1'): readonly BudgetRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const isBig = i % 2 === 1;
    const text = isBig ? `rewrite the parser module ${i}` : `commit the change ${i}`;
    const wobble = 1 + ((i * 7) % 11) / 40;
    const used = Math.round(factor * (isBig ? 20_000 : 500) * wobble);
    return recordWith({
      id: `${model}-${i}`,
      taskId: `${model}-t${i}`,
      at: NOW - (count - i) * 60_000,
      budgetUsed: used,
      totalTokens: used * 30,
      features: askedWith({ description: text }).features,
      model,
    });
  });
}

describe('the learned predictor', () => {
  it('starts from the formula, which loses its say within 20 records', () => {
    const records = twoKinds(25);
    const weights: number[] = [];
    const subject = predictor();
    for (const record of records) {
      weights.push(predict(subject).priorWeight ?? -1);
      subject.record(record);
    }
    assert.equal(weights[0], 1);
    assert.ok(weights.every((weight, i) => i === 0 || weight <= (weights[i - 1] ?? 1)));
    assert.ok((weights[19] ?? 0) > 0 && weights[20] === 0);
    const first = predict(predictor(), { complexity: 50, novelty: 0.5, uncertainty: 0.5, criticality: 0.5 });
    assert.equal(first.baseline, 9350);
    assert.equal(first.typical, 9350);
    assert.equal(first.method, 'learned');
    assert.equal(first.coverage, null);
    assert.equal(first.interval.calibrated, false);
    assert.equal(predict(subject).interval.calibrated, true);
  });

  it('tells kinds of tasks apart by their words, and names the most similar ones', () => {
    const subject = taught(twoKinds(80));
    const small = predict(subject, { description: 'commit the change now' });
    const big = predict(subject, { description: 'rewrite the parser module now' });
    assert.ok(small.typical < 2000 && big.typical > 8000, `${small.typical}, ${big.typical}`);
    assert.equal(big.basis.length, 5);
    assert.ok(
      big.basis.every(
        ({ budgetUsed, similarity }) => budgetUsed > 10_000 && similarity > 0 && similarity <= 1,
      ),
    );
    assert.ok((big.total?.typical ?? 0) > 10 * big.typical);
  });

  it('says how often its interval held', () => {
    const { coverage } = predict(taught(twoKinds(80)));
    assert.equal(coverage?.tasks, 80);
    assert.ok((coverage?.held ?? 0) / 80 > 0.7);
    assert.equal(coverageSentence(79, 100), 'The interval held 79 % of the time over your last 100 tasks.');
    assert.match(coverageSentence(1, 1), /held for the one task/);
    assert.match(coverageSentence(0, 1), /did not hold for the one task/);
    assert.match(
      explainPrediction(predict(taught(twoKinds(80)))),
      /The interval held \d+ % of the time over your last 80 tasks\.$/,
    );
  });

  it('recommends the quantile that is asked for, with the others as alternatives', () => {
    const subject = taught(twoKinds(40));
    const at = (budgetQuantile: 0.5 | 0.8 | 0.9 | 0.95) =>
      predict(subject, {}, {}, { method: 'learned', budgetQuantile });
    const { q50, q80, q90, q95 } = at(0.8).quantiles ?? { q50: 0, q80: 0, q90: 0, q95: 0 };
    assert.deepEqual(
      [at(0.5), at(0.8), at(0.9), at(0.95)].map(({ recommended }) => recommended),
      [q50, q80, q90, q95],
    );
    const labels = (prediction: Prediction) =>
      prediction.alternatives.map(({ label, tokens }) => [label, tokens]);
    assert.deepEqual(labels(at(0.8)), [
      ['conservative', q50],
      ['generous', q90],
      ['maximum', q95],
    ]);
    assert.deepEqual(labels(at(0.9)), [
      ['conservative', q50],
      ['maximum', q95],
    ]);
    assert.equal(at(0.8).requestCap, Math.max(1000, q80));
  });

  it('moves all forecasts after a few tasks of a model that takes three times as much', () => {
    const before = taught(twoKinds(100));
    const usual = predict(before, {}, { model: { id: 'm2', maxOutputTokens: null } }).typical;
    for (const record of twoKinds(20, 3, 'm2')) before.record(record);
    const after = predict(before, {}, { model: { id: 'm2', maxOutputTokens: null } }).typical;
    assert.ok(after > 2 * usual, `${after} after ${usual}`);
    // and what is known of the first one stays
    const first = predict(before, {}, { model: { id: 'm1', maxOutputTokens: null } }).typical;
    assert.ok(first < after / 1.5);
  });

  it('learns nothing of amounts from a task that used nothing', () => {
    const some = twoKinds(30);
    const nothing = recordWith({ id: 'none', budgetUsed: 0, totalTokens: 0 });
    const [plain, with0] = [taught(some), taught([...some, nothing])];
    assert.deepEqual(
      predict(with0, { description: 'x y' }).quantiles,
      predict(plain, { description: 'x y' }).quantiles,
    );
    assert.equal(with0.records, 31);
  });

  it('predicts without changing anything', () => {
    fc.assert(
      fc.property(anyRecords(25), fc.array(anyText, { maxLength: 5 }), (records, texts) => {
        const asked = predictor();
        const unasked = predictor();
        for (const record of records) {
          for (const text of texts) asked.predict(askedWith({ description: text }), NOW);
          asked.record(record);
          unasked.record(record);
        }
        assert.deepEqual(checkpointOf(asked.state()), checkpointOf(unasked.state()));
      }),
      { numRuns: 100 },
    );
  });

  it('P14.1: quantiles are positive and ascend, and no bound of the formula alters them', () => {
    fc.assert(
      fc.property(
        anyRecords(40),
        anyText,
        fc.option(fc.integer({ min: 1, max: 5000 })),
        (records, text, max) => {
          const subject = taught(records);
          const prediction = predict(
            subject,
            { description: text },
            { model: { id: 'm1', maxOutputTokens: max } },
          );
          const { total } = prediction;
          assert.ok(total);
          for (const { quantiles, interval, typical, recommended } of [prediction, total]) {
            assert.ok(quantiles);
            const { q05, q10, q50, q80, q90, q95 } = quantiles;
            const ascending = [q05, q10, q50, q80, q90, q95];
            assert.ok(
              ascending.every((each, i) => Number.isInteger(each) && each >= (ascending[i - 1] ?? 1)),
            );
            assert.deepEqual([interval.low, typical, recommended, interval.high], [q10, q50, q80, q90]);
          }
          assert.ok(prediction.requestCap <= (max ?? Infinity));
          assert.ok(prediction.confidence >= 0 && prediction.confidence <= 1);
          assert.ok(total.confidence >= 0 && total.confidence <= 1);
          const { thinking, planning, execution, reflection } = prediction.phases;
          assert.equal(thinking + planning + execution + reflection, prediction.recommended);
        },
      ),
      { numRuns: 100 },
    );
    const tiny = taught(
      Array.from({ length: 60 }, (_, i) => recordWith({ id: `r${i}`, budgetUsed: 20 + (i % 5) })),
    );
    assert.ok(predict(tiny).recommended < 100);
  });

  it('P14.7: replaying from the start or from a checkpoint gives the same prediction', () => {
    fc.assert(
      fc.property(anyRecords(40), fc.nat(40), anyText, (records, cut, text) => {
        const whole = taught(records);
        const stored: unknown = JSON.parse(
          JSON.stringify(checkpointOf(taught(records.slice(0, cut)).state())),
        );
        const restored = predictorFrom(stored);
        assert.ok(restored.ok);
        for (const record of records.slice(cut)) restored.value.record(record);
        const task = { description: text };
        assert.deepEqual(predict(restored.value, task), predict(whole, task));
        assert.deepEqual(checkpointOf(restored.value.state()), checkpointOf(whole.state()));
        assert.equal(restored.value.records, records.length);
      }),
      { numRuns: 100 },
    );
  });

  it('goes on from what was folded of pruned records, from one batch to the next', () => {
    const records = twoKinds(30);
    const { fold, name } = predictorFold();
    assert.equal(name, 'prediction');
    const first = records.slice(0, 10).reduce<unknown>(fold, null);
    const onDisk: unknown = JSON.parse(JSON.stringify(first));
    const second = records.slice(10).reduce<unknown>(predictorFold().fold, onDisk);
    assert.deepEqual(
      JSON.parse(JSON.stringify(second)),
      JSON.parse(JSON.stringify(checkpointOf(taught(records).state()))),
    );
  });

  it('refuses checkpoints that are none', () => {
    const good = JSON.parse(JSON.stringify(checkpointOf(taught(twoKinds(25)).state()))) as Record<
      string,
      unknown
    >;
    assert.ok(predictorFrom(good).ok);
    const bad: unknown[] = [null, 7, [], {}, { ...good, version: 2 }];
    for (const field of Object.keys(good)) {
      bad.push(
        { ...good, [field]: null },
        { ...good, [field]: 'x' },
        { ...good, [field]: [1] },
        { ...good, [field]: [[1]] },
      );
    }
    const { out } = good as { out: Record<string, unknown> };
    for (const field of Object.keys(out)) bad.push({ ...good, out: { ...out, [field]: 'x' } });
    for (const value of bad) {
      const result = predictorFrom(value);
      assert.equal(result.ok ? null : result.error.code, 'invalid_checkpoint');
    }
  });

  it('P14.6: a checkpoint holds no word of any text', () => {
    const stored = JSON.stringify(checkpointOf(taught(twoKinds(10)).state()));
    for (const word of ['parser', 'rewrite', 'commit']) assert.ok(!stored.includes(word));
  });

  it('applies to the share of tasks that it is rolled out to', () => {
    const hash = (text: string) => Number(text) / 100;
    assert.ok(isApplied('0', 1, hash) && !isApplied('99', 99, hash) && isApplied('99', 100, hash));
    assert.ok(!isApplied('0', 0, hash));
  });
});

describe('what the ensemble is made of', () => {
  it('learns a line by recursive least squares', () => {
    let ridge = startRidge([0, 0], 4);
    for (let i = 0; i < 300; i++) {
      const x = (i % 10) / 5 - 1;
      ridge = learnRidge(ridge, [1, x], 2 + 3 * x, 4, 0.998);
    }
    assert.equal(Math.round(valueAt(ridge, [1, 0.5]) * 5) / 5, 3.4);
  });

  it('lets no variance grow beyond its start, however long a column is not touched', () => {
    let ridge = startRidge([0, 0], 4);
    for (let i = 0; i < 5000; i++) ridge = learnRidge(ridge, [1, 0], 1, 4, 0.998);
    assert.ok((ridge.covariance[3] ?? 0) <= 0.25 + 1e-12);
  });

  it('takes a model for another only when its outcomes say so', () => {
    let offsets = learnOffset(NEW_OFFSETS, 'a', 0);
    for (let i = 0; i < 30; i++) offsets = learnOffset(offsets, 'same', i % 2 === 0 ? 0.9 : -0.9);
    assert.ok(Math.abs(offsetOf(offsets, 'same')) < 0.05);
    for (let i = 0; i < 15; i++) {
      const error = Math.log(3) + (i % 2 === 0 ? 0.9 : -0.9) - offsetOf(offsets, 'other');
      offsets = learnOffset(offsets, 'other', error);
    }
    assert.ok(Math.abs(offsetOf(offsets, 'other') - Math.log(3)) < 0.3);
    assert.equal(offsetOf(offsets, 'never seen'), 0);
    for (let i = 0; i < 60; i++) offsets = learnOffset(offsets, `m${i}`, 0);
    assert.equal(offsets.known.length, 51);
    assert.equal(offsets.known[0]?.model, 'a');
  });

  it('knows the normal distribution and quantiles of few values', () => {
    assert.ok(Math.abs(normalCdf(1.96) - 0.975) < 1e-5 && Math.abs(normalCdf(-1.96) - 0.025) < 1e-5);
    assert.deepEqual([normalCdf(10), normalCdf(-10), normalCdf(0)], [1, 0, 0.5]);
    assert.equal(quantileOf([1, 2, 3, 4], 0.5), 2.5);
    assert.equal(quantileOf([], 0.5), 0);
  });

  it('draws on sessions: what was large goes on', () => {
    const session = (name: string, i: number, used: number) =>
      recordWith({
        id: `${name}${i}`,
        at: i,
        characteristics: PLAIN,
        budgetUsed: used,
        features: askedWith({ description: `go on ${i}` }).features,
      });
    const withSession = (record: BudgetRecord, name: string): BudgetRecord =>
      record.features === null ? record : { ...record, features: { ...record.features, session: name } };
    const subject = predictor();
    for (let i = 0; i < 150; i++) {
      const isBig = Math.floor(i / 5) % 2 === 0;
      const used = isBig ? 20_000 + 100 * (i % 7) : 500 + 10 * (i % 7);
      subject.record(withSession(session('s', i, used), `session ${Math.floor(i / 5)}`));
    }
    subject.record(withSession(session('x', 151, 20_000), 'big'));
    subject.record(withSession(session('y', 152, 500), 'small'));
    const ask = (name: string) => {
      const asked = askedWith({ description: 'go on now' });
      const features = asked.features === null ? null : { ...asked.features, session: name };
      return predict(subject, {}, { features }).typical;
    };
    assert.ok(ask('big') > 2 * ask('small'));
  });
});
