import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  allocate,
  allocateForEasy,
  allocateForHard,
  allocateForMedium,
  budgetExhausted,
  budgetForLevel,
  checkBudget,
  type ComputeBudgeter,
  createBudgeter,
  createBudgeterOrThrow,
  customAllocation,
  getUsageStats,
  remainingBudget,
  resetBudget,
  trackUsage,
} from '../../../src/core/budget/compute/budgeter.ts';
import { createOrThrow } from '../../../src/core/budget/compute/compute-budget.ts';
import { easy, hard, medium } from '../../../src/core/budget/compute/presets.ts';
import type { Result } from '../../../src/core/facts/result.ts';

function codeOf(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code;
}

/** Allocates one level after the other; a refused one leaves the budgeter as it was. */
function run(budgeter: ComputeBudgeter, levels: readonly unknown[]) {
  const outcomes: string[] = [];
  let now = budgeter;
  for (const level of levels) {
    const allocated = allocate(now, level);
    outcomes.push(codeOf(allocated));
    if (allocated.ok) now = allocated.value.budgeter;
  }
  return { outcomes, now, stats: getUsageStats(now) };
}

const limited = (globalLimit: number) => createBudgeterOrThrow({ globalLimit });
const REFUSED = 'budget_exhausted';

describe('a compute budgeter', () => {
  it('limit 10: three easy fit, a fourth and hard do not (golden)', () => {
    const { outcomes, stats } = run(limited(10), ['easy', 'easy', 'easy', 'easy', 'hard']);
    assert.deepEqual(outcomes, ['ok', 'ok', 'ok', REFUSED, REFUSED]);
    assert.equal(stats.usedBudget, 9);
  });

  it('limit 20: easy, medium, medium take exactly all (golden)', () => {
    const { outcomes, now, stats } = run(limited(20), ['easy', 'medium', 'medium']);
    assert.deepEqual(outcomes, ['ok', 'ok', 'ok']);
    assert.equal(stats.usedBudget, 20);
    assert.ok(budgetExhausted(now));
  });

  it('limit 20: after hard, 2.0 fits and 3.0 does not (golden)', () => {
    const { now } = run(limited(20), ['hard']);
    assert.deepEqual(checkBudget(now, 2), { ok: true, value: 'within_limit' });
    assert.equal(codeOf(checkBudget(now, 3)), 'would_exceed_limit');
  });

  it('limit 20: three easy and a medium leave no room for a second medium (golden)', () => {
    const { outcomes, stats } = run(limited(20), ['easy', 'easy', 'easy', 'medium', 'medium']);
    assert.deepEqual(outcomes, ['ok', 'ok', 'ok', 'ok', REFUSED]);
    assert.equal(stats.usedBudget, 17.5);
  });

  it('shows what was allocated and what was tracked apart, in compute units', () => {
    const taken = allocate(limited(100), 'medium');
    assert.ok(taken.ok);
    const used = trackUsage(taken.value.budgeter, 1.25);
    assert.ok(used.ok);
    assert.deepEqual([used.value.allocated, used.value.tracked], [8.5, 1.25]);
    const fresh = resetBudget(used.value);
    assert.deepEqual([fresh.allocated, fresh.tracked, fresh.globalLimit], [0, 0, 100]);
  });

  it('limit 100: what remains, and the mean (golden)', () => {
    assert.equal(remainingBudget(run(limited(100), ['medium']).now), 91.5);
    assert.deepEqual(run(limited(100), ['easy', 'medium']).stats, {
      usedBudget: 11.5,
      allocationCount: 2,
      remainingBudget: 88.5,
      averageCost: 5.75,
    });
  });

  it('limits 3, 5, 6 and 30 (golden)', () => {
    const three = run(limited(3), ['easy']).now;
    assert.deepEqual([remainingBudget(three), budgetExhausted(three)], [0, true]);
    const five = run(limited(5), ['easy', 'hard']);
    assert.deepEqual([five.outcomes, remainingBudget(five.now)], [['ok', REFUSED], 2]);
    assert.deepEqual(run(limited(6), ['easy', 'easy', 'easy']).outcomes, ['ok', 'ok', REFUSED]);
    const thirty = run(limited(30), ['easy', 'medium', 'hard', 'hard']);
    assert.deepEqual(thirty.outcomes, ['ok', 'ok', 'ok', REFUSED]);
    assert.deepEqual(
      [thirty.stats.usedBudget, thirty.stats.allocationCount, thirty.stats.averageCost],
      [29, 3, 29 / 3],
    );
  });

  it('limit 15: a custom level of 20 is refused, and taken without a limit (golden)', () => {
    const customLevels = { very_hard: createOrThrow({ numCandidates: 20 }) };
    assert.equal(
      codeOf(allocate(createBudgeterOrThrow({ customLevels, globalLimit: 15 }), 'very_hard')),
      REFUSED,
    );
    const free = run(createBudgeterOrThrow({ customLevels }), ['very_hard']);
    assert.equal(free.stats.usedBudget, 20);
    assert.equal(free.stats.remainingBudget, null);
    assert.equal(budgetExhausted(free.now), false);
  });

  it('limit 2 is below every level (golden); the cheapest level itself is enough', () => {
    assert.equal(codeOf(createBudgeter({ globalLimit: 2 })), 'global_limit_too_low');
    assert.equal(codeOf(createBudgeter({ globalLimit: 3 })), 'ok');
    const customLevels = { tiny: createOrThrow({ numCandidates: 1 }) };
    assert.equal(codeOf(createBudgeter({ globalLimit: 1, customLevels })), 'ok');
  });

  it('refuses a set-up that cannot be meant', () => {
    const wrongs: readonly (readonly [unknown, string])[] = [
      [{ easyBudget: { numCandidates: 3 } }, 'invalid_budget'],
      [{ hardBudget: 'hard' }, 'invalid_budget'],
      [{ mediumBudget: { ...medium(), cost: 1 } }, 'invalid_budget'],
      [{ customLevels: { huge: 3 } }, 'invalid_budget'],
      [{ customLevels: [] }, 'invalid_budget'],
      [{ customLevels: null }, 'invalid_budget'],
      [{ easyBudget: null }, 'invalid_budget'],
      [{ customLevels: { hard: hard() } }, 'reserved_level'],
      [{ customLevels: { ' ': hard() } }, 'invalid_level_name'],
      [{ globalLimit: 0 }, 'invalid_global_limit'],
      [{ globalLimit: -1 }, 'invalid_global_limit'],
      [{ globalLimit: Infinity }, 'invalid_global_limit'],
      [{ globalLimit: '20' }, 'invalid_global_limit'],
      [{ globalLimit: 1e15 }, 'invalid_global_limit'],
      [{ globalLimit: 1e10 }, 'ok'],
      [{ globalLimit: null }, 'ok'],
      [7, 'invalid_object'],
    ];
    for (const [options, code] of wrongs) assert.equal(codeOf(createBudgeter(options)), code);
    assert.throws(
      () => createBudgeterOrThrow({ globalLimit: 2 }),
      new Error('Invalid ComputeBudgeter: global_limit_too_low'),
    );
  });

  it('takes a level by word, by estimate or by a name of its own, and knows no other', () => {
    const customLevels = JSON.parse(`{"__proto__": ${JSON.stringify(easy())}}`) as unknown;
    const budgeter = createBudgeterOrThrow({ customLevels });
    assert.deepEqual(run(budgeter, ['easy', { level: 'hard', score: 0.1 }, '__proto__']).outcomes, [
      'ok',
      'ok',
      'ok',
    ]);
    for (const level of ['huge', 'constructor', 'toString', undefined, null, 3, {}, { level: 'x' }]) {
      assert.equal(codeOf(allocate(budgeter, level)), 'unknown_level');
    }
    const refused = allocate(budgeter, 'huge');
    assert.ok(!refused.ok && refused.error.message.includes('"huge"'));
    assert.deepEqual(budgetForLevel(budgeter, 'medium'), { ok: true, value: medium() });
    assert.equal(codeOf(budgetForLevel(budgeter, 'huge')), 'unknown_level');
  });

  it('has a short word for each level', () => {
    const budgeter = createBudgeterOrThrow();
    const costs = [allocateForEasy, allocateForMedium, allocateForHard].map((take) => {
      const taken = take(budgeter);
      return taken.ok ? taken.value.budget.cost : null;
    });
    assert.deepEqual(costs, [3, 8.5, 17.5]);
  });

  it('allocates settings made by hand, checked as any', () => {
    const budgeter = limited(20);
    const taken = customAllocation(budgeter, 5, { usePrm: true });
    assert.ok(taken.ok);
    assert.deepEqual([taken.value.budget.cost, getUsageStats(taken.value.budgeter).usedBudget], [7.5, 7.5]);
    assert.equal(codeOf(customAllocation(budgeter, 0)), 'invalid_num_candidates');
    assert.equal(codeOf(customAllocation(budgeter, 5, { prmThreshold: null })), 'invalid_prm_threshold');
    assert.equal(codeOf(customAllocation(budgeter, 21)), REFUSED);
  });

  it('records usage that happened, beyond the limit too, and counts it as no allocation', () => {
    const tracked = trackUsage(limited(10), 12.345);
    assert.ok(tracked.ok);
    assert.deepEqual(getUsageStats(tracked.value), {
      usedBudget: 12.35,
      allocationCount: 0,
      remainingBudget: 0,
      averageCost: 0,
    });
    assert.ok(budgetExhausted(tracked.value));
    for (const cost of [-1, Number.NaN, Infinity, '3', 1e300]) {
      assert.equal(codeOf(trackUsage(limited(10), cost)), 'invalid_cost');
      assert.equal(codeOf(checkBudget(limited(10), cost)), 'invalid_cost');
    }
  });

  const STEP = fc.oneof(
    fc.record({ allocate: fc.constantFrom('easy', 'medium', 'hard', 'own', 'nobody') }),
    fc.record({ custom: fc.integer({ min: 0, max: 30 }), usePrm: fc.boolean() }),
    fc.record({ track: fc.double({ min: -1, max: 20, noNaN: true }) }),
  );
  type Step = { allocate?: string; custom?: number; usePrm?: boolean; track?: number };

  function apply(budgeter: ComputeBudgeter, step: Step): Result<ComputeBudgeter> {
    if (step.track !== undefined) return trackUsage(budgeter, step.track);
    const taken =
      step.custom === undefined
        ? allocate(budgeter, step.allocate)
        : customAllocation(budgeter, step.custom, { usePrm: step.usePrm });
    return taken.ok ? { ok: true, value: taken.value.budgeter } : taken;
  }

  const SET_UP = fc.record({
    globalLimit: fc.option(fc.integer({ min: 200, max: 10_000 }).map((n) => n / 100)),
    customLevels: fc.constant({ own: createOrThrow({ numCandidates: 2 }) }),
  });

  it('C14.3 operations never change their argument', () => {
    fc.assert(
      fc.property(SET_UP, fc.array(STEP, { maxLength: 20 }), (options, steps) => {
        let budgeter = createBudgeterOrThrow(options);
        for (const step of steps) {
          const before = JSON.stringify(budgeter);
          const next = apply(budgeter, step);
          assert.equal(JSON.stringify(budgeter), before);
          assert.ok(Object.isFrozen(budgeter) && Object.isFrozen(budgeter.customLevels));
          if (next.ok) budgeter = next.value;
          else assert.equal('value' in next, false);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('C14.4 allocations stay within the limit, are counted, and a reset equals a fresh budgeter', () => {
    fc.assert(
      fc.property(SET_UP, fc.array(STEP, { maxLength: 30 }), (options, steps: readonly Step[]) => {
        let budgeter = createBudgeterOrThrow(options);
        let taken = 0;
        for (const step of steps) {
          const next = apply(budgeter, step);
          if (!next.ok) continue;
          budgeter = next.value;
          if (step.track === undefined) taken += 1;
          assert.ok(budgeter.allocatedHundredths <= (budgeter.limitHundredths ?? Infinity));
        }
        assert.equal(budgeter.allocationCount, taken);
        assert.deepEqual(resetBudget(budgeter), createBudgeterOrThrow(options));
      }),
      { numRuns: 200 },
    );
  });

  it('C14.5 remaining is limit less used, and a check is ok exactly when the allocation would be', () => {
    fc.assert(
      fc.property(
        SET_UP,
        fc.array(STEP, { maxLength: 12 }),
        fc.integer({ min: 1, max: 100 }),
        (options, steps, n) => {
          let budgeter = createBudgeterOrThrow(options);
          for (const step of steps) {
            const next = apply(budgeter, step);
            if (next.ok) budgeter = next.value;
            const { limitHundredths, allocatedHundredths, trackedHundredths } = budgeter;
            const used = allocatedHundredths + trackedHundredths;
            const left = limitHundredths === null ? null : Math.max(0, limitHundredths - used) / 100;
            assert.equal(remainingBudget(budgeter), left);
          }
          assert.equal(checkBudget(budgeter, n).ok, customAllocation(budgeter, n).ok);
        },
      ),
      { numRuns: 300 },
    );
  });
});
