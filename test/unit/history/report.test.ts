import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TaskFeatures } from '../../../src/core/facts/task-features.ts';
import { budgetForAnotherTry } from '../../../src/core/history/next-budget.ts';
import {
  predictionAccuracy,
  predictionAccuracySteps,
} from '../../../src/core/history/prediction-accuracy.ts';
import { projectionOf } from '../../../src/core/history/projection.ts';
import { efficiencyReport } from '../../../src/core/history/report.ts';
import { mixOf, scenarioOf } from '../../../src/core/history/scenarios.ts';
import { suggestionsFrom } from '../../../src/core/history/suggestions.ts';
import { trendOf } from '../../../src/core/history/trends.ts';
import { utilizationScore } from '../../../src/core/history/utilization-score.ts';
import { anyRecords, DAY, promisedWith, recordWith } from '../predict/any-record.ts';

const used = (amounts: readonly number[], allocated = 5000) =>
  amounts.map((budgetUsed, i) =>
    recordWith({
      id: `r${i}`,
      at: i * DAY,
      prediction: promisedWith(),
      budgetAllocated: allocated,
      budgetUsed,
      features: null,
    }),
  );

describe('the efficiency report', () => {
  it('gives the golden figures', () => {
    const report = efficiencyReport(used([4000, 2000, 4800, 3800, 1500]));
    assert.equal(report.totalTasks, 5);
    assert.equal(report.overallEfficiency, 0.62);
    assert.equal(report.overAllocationRate, 0.4);
    assert.equal(report.underAllocationRate, 0.2);
    assert.equal(report.avgUtilization, 0.644);
    assert.deepEqual(report.saved, { tokens: 50_000, microUsd: 750_000 });
    assert.deepEqual(report.accuracyByType, { 'code-generation': 0.4 });
    assert.deepEqual(
      report.recommendations.map(({ code }) => code),
      ['lower_base', 'inaccurate_types'],
    );
    assert.deepEqual(report.intervalCoverage, { tasks: 5, inside: 4, level: 0.8 });
    assert.equal(report.targets, null);
  });

  it('says so when there is nothing, when all is well, and when budgets are too small', () => {
    const empty = efficiencyReport([]);
    assert.deepEqual([empty.totalTasks, empty.avgUtilization, empty.overallEfficiency], [0, 0, 0]);
    assert.deepEqual(empty.accuracyByType, {});
    assert.equal(empty.intervalCoverage, null);
    const codes = (amounts: readonly number[]) =>
      efficiencyReport(used(amounts)).recommendations.map(({ code }) => code);
    assert.deepEqual(
      empty.recommendations.map(({ code }) => code),
      ['record_more'],
    );
    assert.deepEqual(codes([4000, 4000]), ['performing_well']);
    assert.deepEqual(codes([4900, 4000, 4000]), ['raise_factors']);
    const learned = used([100, 100]).map((record) =>
      recordWith({ ...record, prediction: promisedWith({ method: 'learned' }) }),
    );
    assert.deepEqual(
      efficiencyReport(learned).recommendations.map(({ code }) => code),
      ['performing_well'],
    );
  });

  it('scores utilization by bands', () => {
    const scores = [0, 0.4999, 0.5, 0.5999, 0.6, 0.7499, 0.75, 0.85, 0.8501, 0.95, 0.9501, 2].map(
      utilizationScore,
    );
    assert.deepEqual(scores, [0.3, 0.3, 0.6, 0.6, 0.8, 0.8, 1, 1, 0.8, 0.8, 0.5, 0.5]);
  });

  it('sets targets for recurring tasks only', () => {
    const features = (hash: string, slashCommand: string | null): TaskFeatures => ({
      taskHash: hash,
      terms: [],
      characters: 1,
      words: 1,
      bullets: 0,
      codeFences: 0,
      questionMarks: 0,
      filePaths: 0,
      images: 0,
      slashCommand,
      session: null,
      turn: 0,
    });
    const amounts = [4000, 4000, 4000, 4000, 2000];
    const same = used(amounts).map((record) => recordWith({ ...record, features: features('a', null) }));
    const targets = efficiencyReport(same).targets ?? [];
    assert.deepEqual(
      targets.map(({ name, baseline, target, stretch, current }) => [
        name,
        baseline,
        target,
        stretch,
        current?.toFixed(4),
      ]),
      [
        ['costReduction', 0, 0.4, 0.5, '0.6667'],
        ['accuracy', 0.5, 0.8, 0.9, '0.8000'],
        ['overAllocation', 0.6, 0.2, 0.1, '0.2000'],
        ['underAllocation', 0.3, 0.1, 0.05, '0.0000'],
        ['confidence', 0.5, 0.75, 0.85, '0.5000'],
      ],
    );
    assert.equal(efficiencyReport(same.slice(1)).targets, null);
    const commands = used(amounts).map((record, i) =>
      recordWith({ ...record, features: features(String(i), 'review') }),
    );
    assert.equal(efficiencyReport(commands).targets?.length, 5);
    const bare = commands.map((record) => recordWith({ ...record, budgetAllocated: null, prediction: null }));
    assert.ok(efficiencyReport(bare).targets?.every(({ current }) => current === null));
  });

  it('does arithmetic with scenarios', () => {
    const hundred = scenarioOf(100);
    assert.deepEqual(
      [hundred.tokensPerMonth, hundred.microUsdPerMonth, hundred.microUsdPerYear],
      [1_500_000, 22_500_000, 270_000_000],
    );
    assert.deepEqual(
      hundred.reductions.map(({ microUsdPerYear }) => microUsdPerYear / 1e6),
      [81, 108, 135],
    );
    const thousand = scenarioOf(1000);
    assert.equal(thousand.microUsdPerYear / 1e6, 2700);
    assert.equal((thousand.reductions[1]?.microUsdPerYear ?? 0) / 1e6, 1080);
    const parts = [
      [40, 3000],
      [35, 6000],
      [20, 10_000],
      [5, 14_000],
    ] as const;
    assert.deepEqual(mixOf(parts.map(([tasks, tokens]) => ({ tasks, tokens }))), {
      tokens: 600_000,
      microUsd: 9_000_000,
      reduction: 0.6,
    });
    assert.equal(mixOf([]).reduction, 0);
  });

  it('P14.6: no report changes with the order of the records', () => {
    const start = (at: number) => Math.floor(at / DAY) * DAY;
    const shuffled = anyRecords(25).chain((records) =>
      fc
        .shuffledSubarray([...records], { minLength: records.length })
        .map((other) => [records, other] as const),
    );
    fc.assert(
      fc.property(shuffled, ([records, other]) => {
        const now = Math.max(0, ...records.map(({ at }) => at)) + DAY;
        assert.deepEqual(efficiencyReport(other), efficiencyReport(records));
        assert.deepEqual(predictionAccuracy(other), predictionAccuracy(records));
        assert.deepEqual(trendOf(other, start), trendOf(records, start));
        assert.deepEqual(suggestionsFrom(other), suggestionsFrom(records));
        assert.deepEqual(projectionOf(other, now, 30), projectionOf(records, now, 30));
      }),
      { numRuns: 100 },
    );
  });
});

describe('the prediction-accuracy report', () => {
  it('of many records is made in steps, between which others have their turn', () => {
    const records = Array.from({ length: 20_000 }, (_, at) =>
      recordWith({ id: `r${at}`, at, budgetUsed: at % 9_000, prediction: promisedWith() }),
    );
    const steps = predictionAccuracySteps(records);
    let count = 0;
    for (;;) {
      const step = steps.next();
      if (step.done === true) {
        assert.deepEqual(step.value, predictionAccuracy(records.toReversed()));
        break;
      }
      count++;
    }
    assert.ok(count >= 4, `${count} steps`);
  });

  it('compares what was promised with what came, by method, type and model', () => {
    const records = [
      ...used([4000, 2000, 9000, 0]).map((record) => recordWith({ ...record, model: 'm' })),
      recordWith({ id: 'none' }),
      recordWith({ id: 'l', prediction: promisedWith({ method: 'learned' }) }),
    ];
    const { all, byMethod, byType, byModel } = predictionAccuracy(records);
    assert.equal(all.tasks, 5);
    assert.deepEqual(all.coverage, { tasks: 5, inside: 3, level: 0.8 });
    assert.equal(all.within50, 2 / 5);
    assert.equal(all.overrun, 1 / 5);
    assert.equal(all.confidence, 0.5);
    assert.equal(byMethod.heuristic?.medianError, 5 / 9);
    assert.equal(byMethod.learned?.tasks, 1);
    assert.equal(byMethod.override, undefined);
    assert.deepEqual(Object.keys(byType), ['code-generation']);
    assert.deepEqual(Object.keys(byModel), ['m', 'unknown']);
    assert.equal(predictionAccuracy([]).all.medianError, null);
  });
});

describe('another try', () => {
  const prediction = {
    recommended: 5000,
    alternatives: [
      { label: 'conservative', tokens: 3500, tradeOff: '' },
      { label: 'generous', tokens: 6500, tradeOff: '' },
    ] as const,
  };
  const failed = (some: object) =>
    recordWith({
      budgetAllocated: 5000,
      budgetUsed: 4900,
      outcome: { success: false, quality: null, completedInTime: true, requiredReflection: null },
      ...some,
    });

  it('gets the next larger alternative when the budget was used up', () => {
    assert.equal(budgetForAnotherTry(failed({}), prediction), 6500);
    assert.equal(budgetForAnotherTry(failed({ budgetAllocated: 4000 }), prediction), 5000);
    assert.equal(budgetForAnotherTry(failed({ budgetAllocated: 6500, budgetUsed: 6500 }), prediction), null);
    assert.equal(budgetForAnotherTry(failed({ budgetUsed: 4750 }), prediction), null);
    assert.equal(budgetForAnotherTry(failed({ budgetAllocated: null }), prediction), null);
    assert.equal(
      budgetForAnotherTry(recordWith({ budgetAllocated: 5000, budgetUsed: 5000 }), prediction),
      null,
    );
  });
});
