import fc from 'fast-check';
import { CATEGORIES } from '../../../../src/core/facts/category.ts';
import type {
  RequestRecord,
  ResponseRecord,
  VerdictRecord,
} from '../../../../src/core/facts/model-record.ts';
import type { ModelHistory } from '../../../../src/core/history/models/model-history.ts';

export const DAY = 86_400_000;

export function request(id: string, given: Partial<RequestRecord> = {}): RequestRecord {
  return {
    kind: 'request',
    id,
    at: 0,
    category: 'simple_query',
    confidence: 0.8,
    taskType: null,
    models: ['a'],
    strategy: 'single_fast',
    totalMs: 1000,
    firstResponseMs: 900,
    costMicroUsd: 500,
    tokenCount: 100,
    cached: false,
    flags: [],
    failure: null,
    ...given,
  };
}

export function responded(id: string, given: Partial<ResponseRecord> = {}): ResponseRecord {
  return {
    kind: 'response',
    id,
    at: 0,
    requestId: 'request',
    model: 'a',
    category: 'simple_query',
    success: true,
    finish: 'stop',
    error: null,
    responseMs: 1000,
    inputTokens: 80,
    outputTokens: 20,
    tokenCount: 100,
    costMicroUsd: 500,
    estimated: false,
    ...given,
  };
}

export function verdict(id: string, given: Partial<VerdictRecord> = {}): VerdictRecord {
  return {
    kind: 'verdict',
    id,
    at: 0,
    requestId: 'request',
    responseId: 'response',
    model: 'a',
    category: 'simple_query',
    wasCorrect: true,
    weight: 1,
    source: 'validation',
    correction: null,
    responseMs: 1000,
    costMicroUsd: 500,
    tokenCount: 100,
    ...given,
  };
}

const cost = fc.option(fc.nat({ max: 2_000_000 }));
const ms = fc.nat({ max: 90_000 });
const at = fc.nat({ max: 10 * DAY });

/** Histories as requests leave them: each answered by some models, some answers with a verdict. */
export const histories: fc.Arbitrary<ModelHistory> = fc
  .array(
    fc.record({
      at,
      category: fc.constantFrom(...CATEGORIES),
      failed: fc.boolean(),
      totalMs: ms,
      costMicroUsd: cost,
      answers: fc.array(
        fc.record({
          model: fc.constantFrom('a', 'b', 'c'),
          responseMs: ms,
          costMicroUsd: cost,
          tokenCount: fc.nat({ max: 5000 }),
          success: fc.boolean(),
          wasCorrect: fc.option(fc.boolean()),
        }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 15 },
  )
  .map((given) => {
    const responses: ResponseRecord[] = [];
    const verdicts: VerdictRecord[] = [];
    const requests = given.map(({ answers, failed, ...rest }, place) => {
      const requestId = `request-${place}`;
      for (const [turn, { wasCorrect, ...answer }] of answers.entries()) {
        const about = { ...answer, requestId, category: rest.category, at: rest.at + DAY / 2 };
        const { success: _success, ...judged } = about;
        const responseId = `${requestId}-${turn}`;
        responses.push(responded(responseId, about));
        if (wasCorrect !== null)
          verdicts.push(verdict(`${responseId}-verdict`, { ...judged, responseId, wasCorrect }));
      }
      const failure = failed ? ({ stage: 'execute', code: 'all_models_failed' } as const) : null;
      return request(requestId, { ...rest, failure, models: answers.map(({ model }) => model) });
    });
    return { requests, responses, verdicts };
  });
