import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { BudgetRequest } from '../../../src/core/context/room.ts';
import { planBudget } from '../../../src/core/context/room.ts';
import type { ModelProfile } from '../../../src/core/facts/model-profile.ts';

describe('budget of a prompt', () => {
  it('is 8,000 when nobody says more', () => {
    assert.deepEqual(planned({}), { budget: 8000, margin: 0, limit: 8000, notes: [] });
  });

  it('is the least of what is asked, what the model takes in and what its window has left', () => {
    const gpt = model({ contextWindow: 400_000, maxInputTokens: 272_000 });
    assert.equal(planned({ model: gpt }).budget, 272_000);
    assert.equal(planned({ model: gpt, budget: 32_000 }).budget, 32_000);
    assert.equal(planned({ model: gpt, reservedOutputTokens: 390_000 }).budget, 10_000);
    assert.equal(planned({ model: model({}) }).budget, 8000);
  });

  it('says why it was lowered', () => {
    const { notes } = planned({
      model: model({ contextWindow: 10_000 }),
      budget: 9000,
      reservedOutputTokens: 4000,
    });
    assert.deepEqual(notes, [
      'Budget lowered from 9,000 to 6,000 tokens: 4,000 of the 10,000 in the window of m are reserved for the answer.',
    ]);
    const input = planned({ model: model({ contextWindow: 10_000, maxInputTokens: 5000 }), budget: 9000 });
    assert.deepEqual(input.notes, ['Budget lowered from 9,000 to 5,000 tokens: m takes no more input.']);
  });

  it('keeps the error band of an estimated count free, rounded up', () => {
    const counting = { encoding: 'o200k_base', exact: false, factor: 1.2, band: 0.0501, basis: 'x' } as const;
    const { margin, limit } = planned({ budget: 1000, model: { ...model({}), counting } });
    assert.deepEqual([margin, limit], [51, 949]);
    assert.equal(planned({ budget: 1000, counting }).margin, 51);
    // In doubles 5000 · 0.34 is a little more than 1700.
    assert.equal(planned({ budget: 5000, counting: { ...counting, band: 0.34 } }).margin, 1700);
  });

  it('refuses what is no budget', () => {
    for (const budget of [0, -1, 1.5, Number.NaN, Infinity, 2 ** 53]) {
      assert.equal(code({ budget }), 'invalid_budget');
    }
    for (const reservedOutputTokens of [-1, 0.5, Number.NaN]) {
      assert.equal(code({ reservedOutputTokens }), 'invalid_option');
    }
  });

  it('refuses a budget larger than the window, with both figures', () => {
    const result = planBudget({ budget: 9000, model: model({ contextWindow: 8192 }) });
    assert.ok(!result.ok);
    assert.equal(result.error.code, 'budget_exceeds_window');
    assert.deepEqual(result.error.details, { budget: 9000, contextWindow: 8192 });
  });

  it('refuses a reserve that leaves nothing', () => {
    assert.equal(code({ model: model({ contextWindow: 8192 }), reservedOutputTokens: 8192 }), 'no_room');
  });

  it('never plans more than any cap, and margin and limit add up to the budget', () => {
    const cap = fc.option(fc.integer({ min: 1, max: 100_000 }));
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: 1, max: 100_000 }), { nil: undefined }),
        cap,
        cap,
        fc.nat(50_000),
        (budget, contextWindow, maxInputTokens, reservedOutputTokens) => {
          const profile = model({ contextWindow, maxInputTokens });
          const result = planBudget({ budget, model: profile, reservedOutputTokens });
          if (!result.ok) return;
          const plan = result.value;
          assert.ok(plan.budget > 0 && plan.limit + plan.margin === plan.budget);
          assert.ok(plan.budget <= (budget ?? Infinity) && plan.budget <= (maxInputTokens ?? Infinity));
          assert.ok(plan.budget + reservedOutputTokens <= (contextWindow ?? Infinity));
        },
      ),
      { numRuns: 300 },
    );
  });
});

function planned(request: BudgetRequest) {
  const result = planBudget(request);
  assert.ok(result.ok);
  const { budget, margin, limit, notes } = result.value;
  return { budget, margin, limit, notes };
}

function code(request: BudgetRequest): string {
  const result = planBudget(request);
  return result.ok ? 'ok' : result.error.code;
}

function model(limits: { contextWindow?: number | null; maxInputTokens?: number | null }): ModelProfile {
  return {
    id: 'm',
    name: 'M',
    provider: 'p',
    counting: { encoding: 'o200k_base', exact: true, factor: 1, band: 0, basis: null },
    contextWindow: limits.contextWindow ?? null,
    maxInputTokens: limits.maxInputTokens ?? null,
    maxOutputTokens: null,
    price: { kind: 'unknown' },
    sources: [],
    disagreements: [],
  };
}
