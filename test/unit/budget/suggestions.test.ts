import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hard } from '../../../src/core/budget/compute/presets.ts';
import { createOrThrow } from '../../../src/core/budget/compute/compute-budget.ts';
import { type LevelUse, suggestLevel } from '../../../src/core/budget/compute/suggest-level.ts';
import { suggestFromTotals, suggestLimit } from '../../../src/core/budget/ledger/suggest-limit.ts';
import { DAY, NOW } from './ledger-steps.ts';

function uses(count: number, usedHundredths: number, more: Partial<LevelUse> = {}): readonly LevelUse[] {
  const use = { level: 'hard', at: NOW - DAY, allocatedHundredths: 1750, usedHundredths, successful: true };
  return Array.from({ length: count }, () => ({ ...use, ...more }));
}

describe('a suggestion for a level', () => {
  it('lowers hard to 4 candidates when ten tasks used 8.0 each (golden)', () => {
    const suggestion = suggestLevel('hard', hard(), uses(10, 800), NOW);
    assert.deepEqual(suggestion, {
      direction: 'lower',
      suggestedCost: 9.2,
      budget: createOrThrow({ ...hard(), numCandidates: 4 }),
      saving: 9,
      confidence: 0.5,
    });
    assert.equal(suggestion?.budget.cost, 8.5);
  });

  it('raises a level that is used to the end', () => {
    const suggestion = suggestLevel('hard', hard(), uses(20, 1750), NOW);
    // 20.125, rounded up to the hundredth, pays for 11 candidates.
    assert.deepEqual(
      [
        suggestion?.direction,
        suggestion?.suggestedCost,
        suggestion?.budget.numCandidates,
        suggestion?.confidence,
      ],
      ['raise', 20.13, 11, 1],
    );
  });

  it('rests on at least five successful tasks of the level in the last 90 days', () => {
    assert.equal(suggestLevel('hard', hard(), uses(4, 800), NOW), null);
    const others = [
      ...uses(4, 800),
      ...uses(9, 800, { successful: false }),
      ...uses(9, 800, { level: 'easy' }),
      ...uses(9, 800, { at: NOW - 91 * DAY }),
    ];
    assert.equal(suggestLevel('hard', hard(), others, NOW), null);
  });

  it('is none from 65 to 95 %, and none that contradicts itself', () => {
    assert.equal(suggestLevel('hard', hard(), uses(10, 1138), NOW), null);
    assert.equal(suggestLevel('hard', hard(), uses(10, 1662), NOW), null);
    // Few large tasks: the mean says lower, the percentile more.
    assert.equal(suggestLevel('hard', hard(), [...uses(7, 100), ...uses(3, 2500)], NOW), null);
  });

  it('never goes below 1 candidate nor above twice as many, whatever was used', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { minLength: 5, maxLength: 30 }), (used) => {
        const suggestion = suggestLevel(
          'hard',
          hard(),
          used.flatMap((each) => uses(1, each)),
          NOW,
        );
        if (suggestion === null) return;
        const { budget, confidence, direction, saving } = suggestion;
        assert.ok(budget.numCandidates >= 1 && budget.numCandidates <= 20);
        assert.ok(confidence > 0 && confidence <= 1);
        assert.equal(direction === 'lower', saving > 0);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a suggestion for a limit', () => {
  const daily = { unit: 'computeUnits', period: 'day', timeZone: 'utc', scope: 'workspace' } as const;
  const used = (daysAgo: number, computeUnits: number, tenant = '') => ({
    periodAt: NOW - daysAgo * DAY,
    tenant,
    amounts: { computeUnits },
  });

  it('is 14.78 after periods of 10, 12, 11 and 13 (golden)', () => {
    assert.deepEqual(suggestFromTotals([1000, 1200, 1100, 1300]), { amount: 1478, periods: 4 });
    const entries = [used(1, 600), used(1, 400), used(2, 1200), used(5, 1100), used(12, 1300)];
    assert.deepEqual(suggestLimit(daily, entries, NOW), { amount: 1478, periods: 4 });
  });

  it('counts complete periods with usage among the last twelve, of its own scope and unit', () => {
    const three = [used(1, 1000), used(2, 1200), used(3, 1100)];
    const ignored = [used(0, 9000), used(13, 9000), { ...used(4, 0), amounts: { outputTokens: 9000 } }];
    assert.equal(suggestLimit(daily, [...three, ...ignored], NOW), null);
    const ofTenant = { ...daily, scope: { tenant: 'a' } };
    assert.equal(suggestLimit(ofTenant, [...three, used(4, 1300)], NOW), null);
    assert.equal(suggestLimit({ ...daily, period: 'total' }, three, NOW), null);
  });
});
