import assert from 'node:assert/strict';
import { fail, ok } from '../../../src/core/facts/result.ts';
import type { EngineClient } from '../../../src/host/engine-client.ts';
import { predictingApi } from '../../../src/host/predicting-api.ts';

/** An engine that answers everything with `answer`, and what it was asked. */
function asking(answer: unknown) {
  const asked: (readonly [method: string, params: Readonly<Record<string, unknown>>])[] = [];
  const ask = async (type: { readonly method: string }, params: Readonly<Record<string, unknown>>) => {
    asked.push([type.method, params]);
    return answer;
  };
  return { asked, api: predictingApi({ ask } as unknown as Pick<EngineClient, 'ask'>) };
}

const ADVICE = {
  task: { taskId: 'a', prediction: { recommended: 4000 } },
  model: 'gpt-5',
  requestCap: 4000,
  extendedThinking: true,
  thinkingBudget: 2400,
  confidence: 0.6,
  reasoning: 'Because.',
  ranked: [{ id: 'gpt-5' }],
  alternatives: ['b'],
  fallback: ['b'],
};

describe('host: models and budgets for other extensions', () => {
  it('selects a model with its budget, for an agent, among all or as it is told', async () => {
    const { asked, api } = asking(ok(ADVICE));
    const selected = await api.selectModelAndBudget('Fix it', 'coder');
    const { ranked, alternatives, fallback, ...rest } = ADVICE;
    assert.deepEqual(
      selected,
      ok({ ...rest, ranking: { ranked, alternatives, fallback }, prediction: ADVICE.task.prediction }),
    );
    const anyModel = {
      level: null,
      model: null,
      tenant: '',
      among: [],
      promptTokens: null,
      extendedThinking: false,
      costLimitMicroUsd: null,
      maxLatencyMs: null,
      minQuality: null,
    };
    assert.deepEqual(asked[0], [
      'ledger/model',
      { ...anyModel, task: { description: 'Fix it', agent: 'coder' } },
    ]);
    await api.selectModelAndBudget({ title: 'Fix it' }, undefined, { among: ['gpt-5'], minQuality: 70 });
    const told = { ...anyModel, among: ['gpt-5'], minQuality: 70, task: { title: 'Fix it' } };
    assert.deepEqual(asked[1]?.[1], told);
    await api.selectModelAndBudget({ title: 'Fix it' }, 'coder');
    assert.deepEqual(asked[2]?.[1]['task'], { title: 'Fix it', agent: 'coder' });
  });

  it('records an outcome with its request: of ask by its id, else with one of its own', async () => {
    const { asked, api } = asking(ok({}));
    const outcome = { task: 'Fix it', budgetUsed: 900, success: true, quality: 90, model: 'gpt-5' };
    await api.recordOutcomeWithBudget(outcome, { requestId: 'mine' });
    assert.deepEqual(asked[0], ['ledger/record', { ...outcome, requestId: 'mine' }]);
    await api.recordOutcomeWithBudget(outcome, { responseMs: 1200 });
    const { requestId, ...rest } = asked[1]?.[1] ?? {};
    assert.deepEqual(rest, { ...outcome, responseMs: 1200 });
    assert.match(String(requestId), /^[\da-f-]{36}$/);
  });

  it('gives the predictor and the efficiency report, and failures as they are', async () => {
    const { asked, api } = asking(ok({ data: { efficiency: { totalTasks: 3 }, trend: {} }, markdown: '' }));
    assert.deepEqual(await api.getBudgetEfficiencyReport({ model: 'gpt-5' }), ok({ totalTasks: 3 }));
    assert.deepEqual(asked[0], [
      'ledger/report',
      { since: null, until: null, period: 'week', model: 'gpt-5', type: null, days: 30 },
    ]);
    const predictor = api.getBudgetPredictor();
    await predictor.predict('Fix it', { level: 'hard' });
    assert.deepEqual(asked[1], [
      'ledger/predict',
      { level: 'hard', model: null, tenant: '', task: 'Fix it' },
    ]);
    const outcome = { budgetUsed: 1, success: null, quality: null };
    await predictor.recordOutcome(outcome);
    assert.deepEqual(asked[2], ['ledger/record', outcome]);
    const failing = asking(fail('no_store', 'There is no folder.')).api;
    for (const answer of [await failing.getBudgetEfficiencyReport(), await failing.selectModelAndBudget('x')])
      assert.equal(answer.ok || answer.error.code, 'no_store');
  });
});
