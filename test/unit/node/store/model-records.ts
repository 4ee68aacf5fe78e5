import fc from 'fast-check';
import { CATEGORIES, STRATEGIES } from '../../../../src/core/facts/category.ts';
import { TASK_TYPES } from '../../../../src/core/facts/characteristics.ts';
import {
  CORRECTION_TYPES,
  type ModelRecord,
  STAGES,
  type VerdictRecord,
} from '../../../../src/core/facts/model-record.ts';
import {
  ADAPTER_ERRORS,
  type AdapterErrorCode,
  FINISHES,
} from '../../../../src/core/facts/model-response.ts';

/** Random records of requests to models, for tests. */
const word = fc.stringMatching(/^[a-z]{1,8}$/);
const count = fc.nat(1_000_000);
const duration = fc.double({ min: 0, max: 200_000, noNaN: true }).map((ms) => ms + 0);
const share = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0);
const category = fc.constantFrom(...CATEGORIES);
const taskType = fc.option(fc.constantFrom(...TASK_TYPES, 'unknown' as const));
const cost = fc.option(count);
const error = fc.option(fc.constantFrom(...(Object.keys(ADAPTER_ERRORS) as AdapterErrorCode[])));

/** As they come from JSON: with a prototype. */
function plain<T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record(fields, { noNullPrototype: true });
}

/** @param at epoch ms */
export function modelRecords(at: fc.Arbitrary<number>): fc.Arbitrary<ModelRecord> {
  const id = fc.uuid();
  return fc.oneof(
    plain({
      kind: fc.constant('request' as const),
      id,
      at,
      category,
      confidence: share,
      taskType,
      models: fc.array(word, { maxLength: 3 }),
      strategy: fc.option(fc.constantFrom(...STRATEGIES)),
      totalMs: duration,
      firstResponseMs: fc.option(duration),
      costMicroUsd: cost,
      tokenCount: count,
      cached: fc.boolean(),
      flags: fc.array(word, { maxLength: 2 }),
      failure: fc.option(plain({ stage: fc.constantFrom(...STAGES), code: word })),
    }),
    plain({
      kind: fc.constant('response' as const),
      id,
      at,
      requestId: word,
      model: word,
      category,
      success: fc.boolean(),
      finish: fc.constantFrom(...FINISHES),
      error,
      responseMs: duration,
      inputTokens: count,
      outputTokens: count,
      tokenCount: count,
      costMicroUsd: cost,
      estimated: fc.boolean(),
    }),
    verdictRecords(at),
    plain({
      kind: fc.constant('category' as const),
      id,
      at,
      requestId: word,
      category,
      keywords: fc.dictionary(category, fc.array(word, { maxLength: 3 }), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
      complexityScore: share,
      taskType,
    }),
  );
}

export function verdictRecords(
  at: fc.Arbitrary<number>,
  models: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'c'),
): fc.Arbitrary<VerdictRecord> {
  const correction = fc.record(
    {
      type: fc.constantFrom(...CORRECTION_TYPES),
      note: fc.option(word),
      data: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown),
    },
    { requiredKeys: ['type', 'note'], noNullPrototype: true },
  );
  return plain({
    kind: fc.constant('verdict' as const),
    id: fc.uuid(),
    at,
    requestId: word,
    responseId: fc.stringMatching(/^r[0-9]{1,2}$/),
    model: models,
    category,
    wasCorrect: fc.boolean(),
    weight: fc.constantFrom(1 as const, 1.5 as const),
    source: fc.constantFrom('validation' as const, 'user' as const),
    correction: fc.option(correction),
    responseMs: duration,
    costMicroUsd: cost,
    tokenCount: count,
  });
}
