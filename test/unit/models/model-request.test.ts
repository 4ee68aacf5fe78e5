import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readRequest } from '../../../src/core/models/request.ts';

const defaults = {
  id: 'made',
  createdAt: 5,
  qualityThreshold: 0.8,
  costLimitMicroUsd: 1_000_000,
  requestCap: 2000,
};
const codeOf = (fields: object): string => {
  const read = readRequest({ prompt: 'p', ...fields }, defaults);
  return read.ok ? 'ok' : read.error.code;
};

describe('a request to models (M1)', () => {
  it('needs a prompt and takes the rest from what is configured', () => {
    assert.deepEqual(readRequest({ prompt: ' What is it? ', more: 1 }, defaults), {
      ok: true,
      value: {
        ...defaults,
        prompt: ' What is it? ',
        context: null,
        budget: null,
        category: null,
        taskType: null,
        criticality: null,
        strategy: null,
        consent: [],
        dataType: null,
      },
    });
  });

  it('keeps everything that is well formed', () => {
    const given = {
      id: 'mine',
      prompt: 'p',
      context: { text: '', packHash: 'h' },
      budget: null,
      createdAt: 7,
      category: 'data_validation',
      taskType: 'unknown',
      qualityThreshold: 0,
      costLimitMicroUsd: 1,
      requestCap: 1,
      criticality: 1,
      strategy: 'adaptive',
      consent: ['fewer_models', 'below_quality'],
      dataType: 'gpu',
    };
    assert.deepEqual(readRequest(given, defaults), { ok: true, value: given });
    const read = readRequest(given, defaults);
    assert.ok(read.ok && Object.isFrozen(read.value) && Object.isFrozen(read.value.consent));
  });

  it('tells no cost limit from none given', () => {
    const limitOf = (fields: object) => {
      const read = readRequest({ prompt: 'p', ...fields }, defaults);
      return read.ok ? read.value.costLimitMicroUsd : undefined;
    };
    assert.equal(limitOf({}), 1_000_000);
    assert.equal(limitOf({ costLimitMicroUsd: null }), null);
  });

  it('needs no budget with a context, which is fitted', () => {
    const budgetOf = (fields: object) => {
      const read = readRequest({ prompt: 'p', budget: 9, ...fields }, defaults);
      return read.ok ? read.value.budget : undefined;
    };
    assert.equal(budgetOf({}), 9);
    assert.equal(budgetOf({ context: { text: 't', packHash: 'h' } }), null);
  });

  it('takes each consent once', () => {
    const read = readRequest({ prompt: 'p', consent: ['fewer_models', 'fewer_models'] }, defaults);
    assert.deepEqual(read.ok && read.value.consent, ['fewer_models']);
  });

  const wrong: readonly (readonly [code: string, fields: object])[] = [
    ['invalid_id', { id: ' ' }],
    ['invalid_prompt', { prompt: ' \n' }],
    ['invalid_prompt', { prompt: undefined }],
    ['invalid_context', { context: 'text' }],
    ['invalid_context', { context: { text: 't' } }],
    ['invalid_context', { context: { text: 1, packHash: 'h' } }],
    ['invalid_budget', { budget: 0 }],
    ['invalid_budget', { budget: 1.5, context: { text: 't', packHash: 'h' } }],
    ['invalid_created_at', { createdAt: Number.NaN }],
    ['invalid_category', { category: 'simple' }],
    ['invalid_task_type', { taskType: 'chores' }],
    ['invalid_quality_threshold', { qualityThreshold: 1.01 }],
    ['invalid_quality_threshold', { qualityThreshold: '0.8' }],
    ['invalid_cost_limit', { costLimitMicroUsd: 0 }],
    ['invalid_cost_limit', { costLimitMicroUsd: 0.5 }],
    ['invalid_request_cap', { requestCap: 0 }],
    ['invalid_criticality', { criticality: -0.1 }],
    ['invalid_strategy', { strategy: 'all' }],
    ['invalid_consent', { consent: ['everything'] }],
    ['invalid_consent', { consent: 'fewer_models' }],
    ['invalid_data_type', { dataType: 'cpu' }],
  ];
  for (const [code, fields] of wrong)
    it(`${JSON.stringify(fields)} is ${code}`, () => assert.equal(codeOf(fields), code));

  it('any value is read or refused, never thrown at', () => {
    const fields = fc.record(
      {
        prompt: fc.anything(),
        context: fc.anything(),
        consent: fc.anything(),
        createdAt: fc.anything(),
        budget: fc.anything(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fields), (value) => {
        const read = readRequest(value, defaults);
        assert.ok(read.ok || read.error.code.startsWith('invalid_'));
      }),
      { numRuns: 200 },
    );
    for (const value of [null, [], 'p']) assert.equal(readRequest(value, defaults).ok, false);
  });
});
