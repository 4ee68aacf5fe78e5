import assert from 'node:assert/strict';
import { OUTCOME_OF_VERDICT, VERDICTS } from '../../../src/core/facts/verdict.ts';
import { type OutcomeFlags, outcomeFromFlags, outcomeFromJson } from '../../../src/terminal/typed-outcome.ts';

const NOW = Date.UTC(2026, 10, 20, 14);
const TASK = { taskId: 'A-1' };

describe('an outcome at the terminal', () => {
  const byFlags = (flags: OutcomeFlags) => {
    const report = outcomeFromFlags(flags, TASK, NOW);
    return report.ok ? report.value : report.error.code;
  };
  const byJson = (value: unknown) => {
    const report = outcomeFromJson(value);
    return report.ok ? report.value : report.error.code;
  };

  it('is what was used, and unknown otherwise', () => {
    assert.deepEqual(byFlags({ used: '9,350' }), {
      task: TASK,
      budgetUsed: 9350,
      success: null,
      quality: null,
    });
    assert.deepEqual(
      byFlags({
        used: '0',
        total: '12k',
        thinking: '0',
        allocated: '10000',
        level: 'hard',
        compute: '8.5',
        success: false,
        quality: '40',
        model: 'gpt-5',
        agent: 'builder',
        tenant: 'team',
        at: '1d',
        id: 'r1',
      }),
      {
        task: TASK,
        budgetUsed: 0,
        totalTokens: 12_000,
        thinkingTokens: 0,
        budgetAllocated: 10_000,
        success: false,
        quality: 40,
        model: 'gpt-5',
        level: 'hard',
        computeUsed: 8.5,
        agent: 'builder',
        tenant: 'team',
        at: NOW - 24 * 3_600_000,
        id: 'r1',
      },
    );
  });

  it('takes no compute units that are none', () => {
    for (const compute of ['-1', '', '8k', '∞'])
      assert.equal(byFlags({ used: '5', compute }), 'invalid_cost', compute);
  });

  it('is judged in one word, the same as in the editor', () => {
    const words = [{ good: true }, { soSo: true }, { bad: true }];
    for (const [index, word] of VERDICTS.entries()) {
      const { success, quality } = OUTCOME_OF_VERDICT[word];
      assert.deepEqual(byFlags({ used: '1', ...words[index] }), {
        task: TASK,
        budgetUsed: 1,
        success,
        quality,
      });
      assert.deepEqual(byJson({ taskId: 'A-1', budgetUsed: 1, verdict: word }), {
        task: TASK,
        budgetUsed: 1,
        success,
        quality,
      });
    }
  });

  for (const [what, flags, code] of [
    ['without tokens', {}, 'invalid_budget_used'],
    ['with a part of a token', { used: '1.5' }, 'invalid_budget_used'],
    ['with fewer than none', { used: '-1' }, 'invalid_budget_used'],
    ['with a total that is none', { used: '1', total: 'all' }, 'invalid_total_tokens'],
    ['with thinking that is none', { used: '1', thinking: '' }, 'invalid_thinking_tokens'],
    ['with an allocation that is none', { used: '1', allocated: 'x' }, 'invalid_budget_allocated'],
    ['with two words', { used: '1', good: true, bad: true }, 'invalid_outcome'],
    ['with a word and a figure', { used: '1', good: true, quality: '90' }, 'invalid_outcome'],
    ['with a quality above the best', { used: '1', quality: '101' }, 'invalid_outcome'],
    ['with no quality', { used: '1', quality: '' }, 'invalid_outcome'],
    ['with no date', { used: '1', at: 'then' }, 'invalid_option'],
  ] as const)
    it(`is refused ${what}`, () => assert.equal(byFlags(flags), code));

  it('is JSON as records have it', () => {
    assert.deepEqual(
      byJson({
        task: { title: 'Login' },
        taskId: 'A-1',
        budgetUsed: 10,
        at: '2026-11-20T14:00:00Z',
        outcome: { success: true, quality: 90 },
      }),
      { task: { title: 'Login', taskId: 'A-1' }, budgetUsed: 10, at: NOW, success: true, quality: 90 },
    );
    assert.deepEqual(byJson({ task: 'Fix it', taskId: 'A-1', budgetUsed: 1 }), {
      task: { description: 'Fix it', taskId: 'A-1' },
      budgetUsed: 1,
      success: null,
      quality: null,
    });
  });

  it('is refused as JSON without a task, and with a word that nobody knows', () => {
    for (const value of [null, 5, [], 'x', {}, { budgetUsed: 1 }])
      assert.equal(byJson(value), 'invalid_record', JSON.stringify(value));
    assert.equal(byJson({ taskId: 'A', verdict: 'great' }), 'invalid_outcome');
  });
});
