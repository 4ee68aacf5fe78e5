import assert from 'node:assert/strict';
import fc from 'fast-check';
import { predictor } from '../../../src/core/budget/predict/predictor.ts';
import { checkRecord } from '../../../src/core/facts/check-record.ts';
import type { BudgetRecord } from '../../../src/core/facts/outcome-record.ts';
import { outcomeRecord } from '../../../src/core/history/outcome.ts';
import { anyRecords, askedWith, promisedWith, recordWith } from '../predict/any-record.ts';

const codeOf = (value: unknown) => {
  const checked = checkRecord(value);
  return checked.ok ? null : checked.error.code;
};

describe('the record of an outcome', () => {
  it('P14.6: written and read gives the record back', () => {
    fc.assert(
      fc.property(anyRecords(6), (records) => {
        for (const record of records) {
          const read = checkRecord(JSON.parse(JSON.stringify(record)));
          assert.deepEqual(read, { ok: true, value: record });
          assert.ok(read.ok && Object.isFrozen(read.value));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is checked field by field, with a code of its own for each', () => {
    const good = recordWith({ prediction: promisedWith(), features: askedWith('fix it').features });
    assert.equal(codeOf(good), null);
    const broken: readonly (readonly [Record<string, unknown>, string])[] = [
      [{ id: ' ' }, 'invalid_id'],
      [{ taskId: 7 }, 'invalid_task_id'],
      [{ at: Number.NaN }, 'invalid_at'],
      // no date: a report of it would fail
      [{ at: -1e300 }, 'invalid_at'],
      [{ at: 8.64e15 + 1 }, 'invalid_at'],
      [{ characteristics: null }, 'invalid_characteristics'],
      [{ characteristics: { ...good.characteristics, complexity: 101 } }, 'invalid_characteristics'],
      [{ characteristics: { ...good.characteristics, criticality: 2 } }, 'invalid_characteristics'],
      [{ characteristics: { ...good.characteristics, taskType: 'x' } }, 'invalid_characteristics'],
      [{ characteristics: { ...good.characteristics, domain: [1] } }, 'invalid_characteristics'],
      [{ characteristics: { ...good.characteristics, storyPoints: 'x' } }, 'invalid_characteristics'],
      [{ characteristics: { ...good.characteristics, requiresCreativity: 1 } }, 'invalid_characteristics'],
      [{ prediction: 7 }, 'invalid_prediction'],
      [{ prediction: { ...promisedWith(), method: 'x' } }, 'invalid_prediction'],
      [{ prediction: { ...promisedWith(), confidence: 2 } }, 'invalid_prediction'],
      [{ prediction: { ...promisedWith(), recommended: 0 } }, 'invalid_prediction'],
      [{ prediction: { ...promisedWith(), quantiles: { q05: 1 } } }, 'invalid_prediction'],
      [{ prediction: { ...promisedWith(), quantiles: 1 } }, 'invalid_prediction'],
      [{ prediction: { ...promisedWith(), phases: { thinking: -1 } } }, 'invalid_prediction'],
      [{ prediction: { ...promisedWith(), phases: null } }, 'invalid_prediction'],
      [{ prediction: { ...promisedWith(), total: 5 } }, 'invalid_prediction'],
      [
        { prediction: { ...promisedWith(), interval: { low: 2, high: 1, level: 0.8, calibrated: true } } },
        'invalid_prediction',
      ],
      [{ prediction: { ...promisedWith(), interval: null } }, 'invalid_prediction'],
      [{ budgetAllocated: 0 }, 'invalid_budget_allocated'],
      [{ budgetUsed: -1 }, 'invalid_budget_used'],
      [{ budgetUsed: 1.5 }, 'invalid_budget_used'],
      [{ totalTokens: 3999 }, 'invalid_total_tokens'],
      [{ thinkingTokens: 4001 }, 'invalid_thinking_tokens'],
      [{ activity: { edit: 4001 } }, 'invalid_activity'],
      [{ activity: { edit: -1 } }, 'invalid_activity'],
      [{ activity: [] }, 'invalid_activity'],
      [{ thinkingTokens: 1000, activity: { edit: 2999 } }, 'invalid_activity'],
      [{ outcome: { success: 'yes' } }, 'invalid_outcome'],
      [{ outcome: { quality: 101 } }, 'invalid_outcome'],
      [{ outcome: { completedInTime: 1 } }, 'invalid_outcome'],
      [{ outcome: { requiredReflection: 1 } }, 'invalid_outcome'],
      [{ outcome: 7 }, 'invalid_outcome'],
      [{ features: [] }, 'invalid_features'],
      [{ features: { ...good.features, taskHash: '' } }, 'invalid_features'],
      [{ features: { ...good.features, terms: [1] } }, 'invalid_features'],
      [{ features: { ...good.features, terms: [2, 1, 1, 1] } }, 'invalid_features'],
      [{ features: { ...good.features, terms: 'x' } }, 'invalid_features'],
      [{ features: { ...good.features, words: -1 } }, 'invalid_features'],
      [{ features: { ...good.features, slashCommand: 1 } }, 'invalid_features'],
      [{ features: { ...good.features, session: 1 } }, 'invalid_features'],
      [{ agent: 1 }, 'invalid_agent'],
      [{ model: 1 }, 'invalid_model'],
      [{ workspace: 1 }, 'invalid_workspace'],
      [{ tenant: 1 }, 'invalid_tenant'],
      [{ costMicroUsd: 0.5 }, 'invalid_cost_micro_usd'],
      [{ allocation: -1 }, 'invalid_allocation'],
      [{ witnessId: 1 }, 'invalid_witness_id'],
      [{ requestId: 1 }, 'invalid_request_id'],
      [{ text: 1 }, 'invalid_text'],
    ];
    for (const [some, code] of broken) assert.equal(codeOf({ ...good, ...some }), code, JSON.stringify(some));
    for (const value of [null, 7, 'x', []]) assert.equal(codeOf(value), 'invalid_record');
  });

  it('fills in what is not said, and drops what it does not know', () => {
    const { outcome: _outcome, ...rest } = recordWith();
    const checked = checkRecord({ ...rest, more: 7, outcome: { quality: 84 } });
    assert.ok(checked.ok);
    assert.deepEqual(checked.value.outcome, {
      success: null,
      quality: 84,
      completedInTime: true,
      requiredReflection: true,
    });
    assert.ok(!('more' in checked.value));
    const unknown = checkRecord(rest);
    assert.equal(unknown.ok ? unknown.value.outcome.requiredReflection : 0, null);
    const fine = checkRecord({ ...rest, outcome: { quality: 85 } });
    assert.equal(fine.ok ? fine.value.outcome.requiredReflection : 0, false);
  });

  it('keeps what was promised', () => {
    const predicted = predictor().predict(askedWith('fix the parser'), 0);
    assert.ok(predicted.ok);
    const made = outcomeRecord(predicted.value, {
      id: 'r',
      taskId: 't',
      at: 1,
      budgetAllocated: predicted.value.recommended,
      budgetUsed: 10,
      features: null,
    });
    assert.ok(made.ok);
    const record: BudgetRecord = made.value;
    assert.equal(record.prediction?.recommended, predicted.value.recommended);
    assert.deepEqual(record.prediction?.quantiles, predicted.value.quantiles);
    assert.deepEqual(record.characteristics, predicted.value.characteristics);
    assert.deepEqual(record.outcome, {
      success: null,
      quality: null,
      completedInTime: true,
      requiredReflection: null,
    });
    const refused = outcomeRecord(predicted.value, { ...record, budgetUsed: -1 });
    assert.equal(refused.ok ? null : refused.error.code, 'invalid_budget_used');
  });
});
