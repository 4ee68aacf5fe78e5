import assert from 'node:assert/strict';
import { createBudgeterOrThrow } from '../../../../src/core/budget/compute/budgeter.ts';
import type { BudgetRecord } from '../../../../src/core/facts/outcome-record.ts';
import { reportData } from '../../../../src/engine/ledger/report-data.ts';
import { reportText } from '../../../../src/engine/ledger/report-text.ts';
import { promisedWith, recordWith } from '../../predict/any-record.ts';

const NOW = Date.UTC(2026, 10, 21);
const ALL = { since: null, until: null, period: 'day', model: null, type: null, days: 30 } as const;

async function textOf(...outcomes: readonly Partial<BudgetRecord>[]): Promise<string> {
  const records = outcomes.map((some, at) => recordWith({ id: `r${at}`, at: NOW - at, ...some }));
  const nothing = { usage: [], limits: [], alerts: [], budgeter: createBudgeterOrThrow() };
  return reportText(await reportData(ALL, { ...nothing, outcomes: records, now: NOW }));
}

const learned = (budgetUsed: number): Partial<BudgetRecord> => ({
  budgetUsed,
  budgetAllocated: 5000,
  prediction: promisedWith({ method: 'learned' }),
});

describe('the report for people', () => {
  it('counts one task as one', async () => {
    assert.match(await textOf({ budgetUsed: 4200 }), /\n1 task: 4,200 output tokens\. No price is known\.\n/);
  });

  it('says of how many tasks it knows all tokens', async () => {
    const known = { budgetUsed: 1000, totalTokens: 9000 };
    assert.match(await textOf(known, known), /2 tasks: 2,000 output tokens, 18,000 tokens in and out\./);
    assert.match(
      await textOf(known, { budgetUsed: 900_000 }),
      /901,000 output tokens, 9,000 tokens in and out of those that say so \(1\)\./,
    );
  });

  it('tells what was allocated against a fixed budget, more or fewer', async () => {
    assert.match(
      await textOf(learned(4000)),
      /15,000 tokens for every task, 10,000 tokens fewer were allocated/,
    );
    assert.match(
      await textOf({ ...learned(4000), budgetAllocated: 20_000 }),
      /15,000 tokens for every task, 5,000 tokens more were allocated/,
    );
  });

  it('projects a range only from days that differ', async () => {
    const DAY = 86_400_000;
    const priced = (costMicroUsd: number, daysAgo = 0) => ({
      ...learned(4000),
      costMicroUsd,
      at: NOW - daysAgo * DAY,
    });
    assert.match(
      await textOf(priced(1_000_000)),
      /about \$30\.00 \(no range: the days so far do not differ\)/,
    );
    assert.match(
      await textOf(priced(1_000_000), priced(3_000_000, 1.5)),
      /\(95 %: \$\d+\.\d\d to \$\d+\.\d\d\)/,
    );
  });

  it('praises no budgets whose ranges do not hold', async () => {
    assert.match(await textOf(learned(4000), learned(3000)), /Budgets are performing well\./);
    assert.doesNotMatch(await textOf(learned(4000), learned(900_000)), /performing well/);
  });
});
