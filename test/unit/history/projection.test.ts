import assert from 'node:assert/strict';
import fc from 'fast-check';
import { calendarPeriod } from '../../../src/core/budget/ledger/calendar-period.ts';
import type { BudgetRecord } from '../../../src/core/facts/outcome-record.ts';
import { projectionOf } from '../../../src/core/history/projection.ts';
import { suggestionsFrom } from '../../../src/core/history/suggestions.ts';
import { trendOf } from '../../../src/core/history/trends.ts';
import { anyRecords, DAY, PLAIN, promisedWith, recordWith } from '../predict/any-record.ts';

const NOW = 1000 * DAY;

const costing = (dollars: number, daysAgo: number, some: Partial<BudgetRecord> = {}) =>
  recordWith({ id: `d${daysAgo}`, at: NOW - daysAgo * DAY, costMicroUsd: dollars * 1e6, ...some });

describe('the projection', () => {
  it('gives the golden figures', () => {
    const records = [costing(1, 3.5), costing(2, 2.5), costing(3, 1.5), costing(2, 0.5)];
    const { daily, projected, interval, trend, period, breakdown } = projectionOf(records, NOW, 9);
    assert.equal(daily, 2e6);
    assert.equal(projected, 18e6);
    assert.equal((interval.low / 1e6).toFixed(3), '13.842');
    assert.equal((interval.high / 1e6).toFixed(3), '22.158');
    assert.equal(trend, 'increasing');
    assert.deepEqual(period, { start: NOW, end: NOW + 9 * DAY });
    assert.deepEqual(breakdown.model, { unknown: 18e6 });
  });

  it('advises by trend, amount and suggestion', () => {
    const codes = (records: readonly BudgetRecord[], days = 9) =>
      projectionOf(records, NOW, days).recommendations.map(({ code }) => code);
    assert.deepEqual(codes([costing(1, 2.5), costing(2, 1.5), costing(3, 0.5)]), [
      'review_driver',
      'set_limit',
    ]);
    assert.deepEqual(codes([costing(3, 2.5), costing(2, 1.5), costing(1, 0.5)]), ['costs_fall']);
    assert.deepEqual(codes([costing(20, 1.5), costing(20, 0.5)]), ['monthly_limit']);
    assert.deepEqual(codes([costing(1, 0.5)]), ['none']);
    const wasteful = Array.from({ length: 5 }, (_, i) =>
      costing(1, 0.5, { id: `w${i}`, prediction: promisedWith(), budgetAllocated: 8000, budgetUsed: 4000 }),
    );
    assert.deepEqual(codes(wasteful, 1), ['suggestion']);
    assert.deepEqual(codes([]), ['no_data']);
    const none = projectionOf([costing(1, 31)], NOW, 9);
    assert.deepEqual(
      [none.daily, none.projected, none.interval, none.priced],
      [0, 0, { low: 0, high: 0 }, 0],
    );
  });

  it('counts a record that is exactly so many days old in the last of them', () => {
    const { daily } = projectionOf([costing(2, 2), costing(2, 0)], NOW, 1);
    assert.equal(daily, 2e6);
    assert.equal(projectionOf([costing(2, 0)], NOW, 1).daily, 2e6);
  });

  it('P14.8: breakdowns sum to what is projected, rounded, and it lies in its interval', () => {
    fc.assert(
      fc.property(anyRecords(30), fc.integer({ min: 1, max: 365 }), (records, days) => {
        const now = Math.max(0, ...records.map(({ at }) => at)) + 1;
        const { projected, interval, breakdown, priced, unpriced } = projectionOf(records, now, days);
        for (const parts of Object.values(breakdown)) {
          const amounts = Object.values(parts);
          assert.equal(
            amounts.reduce((sum, amount) => sum + amount, 0),
            priced === 0 ? 0 : Math.round(projected),
          );
          assert.ok(amounts.every(Number.isInteger));
        }
        assert.ok(interval.low <= projected && projected <= interval.high && interval.low >= 0);
        const withPrice = records.filter(({ costMicroUsd }) => costMicroUsd !== null);
        const { unpriced: _, ...without } = projectionOf(withPrice, now, days);
        const { unpriced: __, ...whole } = projectionOf(records, now, days);
        // a suggestion may rest on records without a price; amounts may not
        assert.deepEqual({ ...without, recommendations: [] }, { ...whole, recommendations: [] });
        assert.ok(priced + unpriced <= records.length);
      }),
      { numRuns: 150 },
    );
  });

  it('P14.8: rising daily totals are never called decreasing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 1, maxLength: 28 }), (steps) => {
        let cost = 1;
        const records = steps.map((step, i) => {
          cost += step;
          return costing(cost, steps.length - i - 0.5, { id: `r${i}` });
        });
        assert.notEqual(projectionOf(records, NOW, 7).trend, 'decreasing');
      }),
      { numRuns: 150 },
    );
  });
});

describe('the trend', () => {
  const day = (at: number) => calendarPeriod('day', at, 'utc').start;
  const on = (dayNumber: number, budgetUsed: number, i = 0) =>
    recordWith({ id: `${dayNumber}-${i}`, at: dayNumber * DAY + i, budgetAllocated: 100, budgetUsed });

  it('goes by calendar periods with tasks, over those with an allocation', () => {
    const records = [on(9, 80), on(5, 20), on(5, 40, 1), on(7, 55), recordWith({ at: 6 * DAY })];
    const { points, direction, strength } = trendOf(records, day);
    assert.deepEqual(points, [
      { start: 5 * DAY, avgBudget: 100, avgUtilization: 0.3, efficiency: 0.3, taskCount: 2 },
      { start: 7 * DAY, avgBudget: 100, avgUtilization: 0.55, efficiency: 0.6, taskCount: 1 },
      { start: 9 * DAY, avgBudget: 100, avgUtilization: 0.8, efficiency: 1, taskCount: 1 },
    ]);
    assert.equal(direction, 'improving');
    assert.equal(strength, 0.35);
  });

  it('is stable through fewer than three points, and when nothing changes', () => {
    assert.deepEqual([trendOf([], day).direction, trendOf([], day).strength], ['stable', 0]);
    assert.equal(trendOf([on(1, 10), on(2, 80)], day).direction, 'stable');
    assert.equal(trendOf([on(1, 80), on(2, 80), on(3, 80)], day).direction, 'stable');
    assert.equal(trendOf([on(1, 80), on(2, 60), on(3, 10)], day).direction, 'declining');
  });
});

describe('suggestions', () => {
  const spent = (count: number, allocated: number, budgetUsed: number, some: Partial<BudgetRecord> = {}) =>
    Array.from({ length: count }, (_, i) =>
      recordWith({
        id: `${allocated}-${budgetUsed}-${i}`,
        prediction: promisedWith(),
        budgetAllocated: allocated,
        budgetUsed,
        costMicroUsd: 15 * budgetUsed,
        ...some,
      }),
    );

  it('give the golden figures', () => {
    const [lower] = suggestionsFrom(spent(10, 8000, 4500));
    assert.deepEqual(lower, {
      taskType: 'code-generation',
      direction: 'lower',
      current: 8000,
      suggested: 5175,
      expected: { tokens: 2825, costMicroUsd: 42_375, percentage: 35.3125 },
      confidence: 0.5,
      effort: 'medium',
      records: 10,
    });
    const [raise] = suggestionsFrom(spent(10, 5000, 4900));
    assert.equal(raise?.direction, 'raise');
    assert.equal(raise.suggested, 5635);
    assert.equal(raise.expected.tokens, 635);
    assert.equal(raise.expected.costMicroUsd, 9525);
    assert.equal(raise.expected.percentage.toFixed(9), '12.700000000');
    assert.equal(raise.effort, 'low');
  });

  it('need five records of the formula', () => {
    assert.deepEqual(suggestionsFrom(spent(4, 8000, 4500)), []);
    assert.deepEqual(
      suggestionsFrom(spent(9, 8000, 4500, { prediction: promisedWith({ method: 'learned' }) })),
      [],
    );
    assert.deepEqual(suggestionsFrom(spent(9, 8000, 4500, { prediction: null })), []);
    assert.equal(suggestionsFrom(spent(5, 10_000, 1000))[0]?.effort, 'high');
    // the bounds leave nothing to change
    assert.deepEqual(suggestionsFrom(spent(5, 1000, 100)), []);
    assert.deepEqual(suggestionsFrom(spent(5, 32_000, 40_000)), []);
  });

  it('lower before they raise, by money, those without a price last', () => {
    const of = (
      taskType: 'testing' | 'planning' | 'debugging' | 'creative' | 'factual',
      records: readonly BudgetRecord[],
    ) =>
      records.map((record) =>
        recordWith({ ...record, id: `${taskType}${record.id}`, characteristics: { ...PLAIN, taskType } }),
      );
    const all = [
      ...of('testing', spent(5, 5000, 4900)),
      ...of('planning', spent(5, 8000, 4500, { costMicroUsd: null })),
      ...of('debugging', spent(5, 8000, 4500)),
      ...of('creative', spent(5, 12_000, 4500)),
      ...of('factual', spent(5, 8000, 4500, { costMicroUsd: null })),
    ];
    const suggestions = suggestionsFrom(all);
    assert.deepEqual(
      suggestions.map(({ taskType }) => taskType),
      ['creative', 'debugging', 'factual', 'planning', 'testing'],
    );
    assert.equal(suggestions[2]?.expected.costMicroUsd, null);
  });

  it('P14.9: none for ratios in 0.65 to 0.95, none that changes nothing, confidence in [0, 1]', () => {
    const pairs = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 40_000 }), fc.integer({ min: 0, max: 40_000 })),
      {
        minLength: 5,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(pairs, (drawn) => {
        const records = drawn.map(([allocated, budgetUsed], i) =>
          recordWith({ id: `r${i}`, prediction: promisedWith(), budgetAllocated: allocated, budgetUsed }),
        );
        const sum = (of: (pair: readonly [number, number]) => number) =>
          drawn.reduce((total, pair) => total + of(pair), 0);
        const ratio = sum(([, used]) => used) / sum(([allocated]) => allocated);
        for (const { confidence, expected, suggested, current } of suggestionsFrom(records)) {
          assert.ok(ratio < 0.65 || ratio > 0.95);
          assert.ok(confidence >= 0 && confidence <= 1 && expected.tokens > 0 && suggested !== current);
        }
      }),
      { numRuns: 200 },
    );
  });
});
