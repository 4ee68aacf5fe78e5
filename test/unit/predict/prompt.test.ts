import assert from 'node:assert/strict';
import fc from 'fast-check';
import { predictor } from '../../../src/core/budget/predict/predictor.ts';
import { budgetFooter, budgetHeader, budgetSummary } from '../../../src/core/budget/prompt/budget-summary.ts';
import { enhancePrompt } from '../../../src/core/budget/prompt/enhance-prompt.ts';
import { escapedText } from '../../../src/core/facts/escaped-text.ts';
import type { Prediction } from '../../../src/core/facts/prediction.ts';
import { askedWith, recordWith } from './any-record.ts';

function predicted(method: 'formula' | 'learned', subject = predictor()): Prediction {
  const task = { complexity: 50, novelty: 0.5, uncertainty: 0.5, criticality: 0.5 };
  const result = subject.predict(askedWith(task), 0, { method, budgetQuantile: 0.8 });
  assert.ok(result.ok);
  return result.value;
}

const plain = { basePrompt: 'Do it.', complexity: 50, isCritical: false, model: 'gpt-5' };
const listed = (text: string, heading: string) => {
  const [, section = ''] = text.split(`${heading}\n\n`);
  const [list = ''] = section.split('\n\n');
  return list.split('\n').filter((line) => line.startsWith('- ')).length;
};

describe('the prompt section', () => {
  it('tells budget, reasons, phases and alternatives', () => {
    const text = enhancePrompt({ ...plain, prediction: predicted('formula'), agentName: 'agent_1' });
    for (const part of [
      'Do it.\n\n## Token budget\n\n',
      'Budget: 9,350 output tokens, thinking and answer (agent\\_1, gpt\\-5).',
      'Confidence: 50.0% (low).',
      '- thinking: 2,338 tokens\n- planning: 1,870 tokens\n- execution: 3,740 tokens\n- reflection: 1,402 tokens',
      '1. conservative, 6,545 tokens: ',
      '3. maximum, 14,960 tokens: ',
      '\n\n## Using the budget\n\n',
    ])
      assert.ok(text.includes(part), part);
    assert.ok(!text.includes('Typical:') && !text.includes('critical: correctness'));
  });

  it('tells range and learned phases of the learned predictor', () => {
    const subject = predictor();
    for (let i = 0; i < 30; i++)
      subject.record(recordWith({ id: `r${i}`, thinkingTokens: 1000, activity: { edit: 3000 } }));
    const text = enhancePrompt({ ...plain, prediction: predicted('learned', subject) });
    assert.match(text, /Typical: [\d,]+ tokens; 80 % of tasks like this take [\d,]+ to [\d,]+\./);
    const fresh = enhancePrompt({ ...plain, prediction: predicted('learned') });
    assert.match(
      fresh,
      /Typical: [\d,]+ tokens; as a rule of thumb, about 80 % of tasks take [\d,]+ to [\d,]+\./,
    );
    assert.match(text, /Phases, estimated from past tasks:/);
    assert.match(text, /- thinking: [\d,]+ tokens \(\d+–\d+ %\)/);
    assert.match(text, /The 5 most similar tasks on record used 4,000 tokens on average\./);
  });

  it('says more of complex and of critical tasks, and of unsure predictions', () => {
    const of = (complexity: number, isCritical: boolean, prediction = predicted('formula')) =>
      enhancePrompt({ ...plain, prediction, complexity, isCritical });
    const counts = (text: string) =>
      ['Take more tokens when:', 'Take fewer when:', 'Tips:'].map((heading) => listed(text, heading));
    assert.deepEqual(counts(of(70, false)), [5, 5, 5]);
    assert.deepEqual(counts(of(71, false)), [7, 5, 5]);
    assert.deepEqual(counts(of(71, true)), [9, 5, 5]);
    assert.deepEqual(counts(of(50, false, { ...predicted('formula'), confidence: 0.6 })), [5, 5, 4]);
    const basis = [{ taskId: 't', similarity: 1, budgetUsed: 1234 }];
    const one = of(50, false, { ...predicted('formula'), confidence: 0.9, basis, alternatives: [] });
    assert.deepEqual(counts(one), [5, 5, 5]);
    assert.ok(
      one.includes('The most similar task on record used 1,234 tokens.') && !one.includes('Alternatives'),
    );
    assert.ok(of(50, true).includes('This task is critical: correctness goes before thrift.'));
    assert.ok(of(50, false, { ...predicted('formula'), confidence: 0.9 }).includes('90.0% (high)'));
    assert.ok(of(50, false, { ...predicted('formula'), confidence: 0.7 }).includes('70.0% (medium)'));
  });

  it('P14.10: starts with the base prompt, unchanged, and a name from outside starts no line of its own', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (basePrompt, model, agentName) => {
        const text = enhancePrompt({
          ...plain,
          basePrompt,
          model,
          agentName,
          prediction: predicted('formula'),
        });
        assert.ok(text.startsWith(`${basePrompt}\n\n## Token budget\n`));
        const usual = enhancePrompt({ ...plain, basePrompt, prediction: predicted('formula') });
        assert.equal(text.split('\n').length, usual.split('\n').length);
      }),
      { numRuns: 100 },
    );
    assert.equal(escapedText('# a\n[b](c) <d> `e`'), '\\# a \\[b\\]\\(c\\) \\<d\\> \\`e\\`');
  });

  it('sums a budget up in a line', () => {
    const budget = { recommended: 9350, confidence: 0.5 };
    assert.equal(budgetSummary(budget), 'Budget 9,350 tokens, confidence 50.0%');
    assert.equal(
      budgetSummary(budget, 7500),
      'Budget 9,350 tokens, confidence 50.0%; used 7,500 (80.2%, on target)',
    );
    assert.match(budgetSummary(budget, 0), /used 0 \(0\.0%, over-allocated\)$/);
    const words = [5999, 6000, 7500, 8500, 8600, 9500, 9501].map((used) =>
      budgetFooter(10_000, used, 'success').replace(/.*%, (.*)\).*/, '$1'),
    );
    assert.deepEqual(words, [
      'over-allocated',
      'acceptable',
      'on target',
      'on target',
      'acceptable',
      'acceptable',
      'under-allocated',
    ]);
    assert.match(budgetFooter(10_000, 1, 'failure'), /; failure$/);
    assert.equal(budgetHeader('a*b', budget), '### a\\*b: budget 9,350 tokens, confidence 50.0% (low)');
  });
});
