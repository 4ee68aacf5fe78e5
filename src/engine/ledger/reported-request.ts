import type { RequestRecord, ResponseRecord } from '../../core/facts/model-record.ts';
import type { BudgetRecord } from '../../core/facts/outcome-record.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { classify } from '../../core/models/classify/classify.ts';

/**
 * The request to a model that a task was, and its answer (spec M8), as the report of the task tells them: it was made by
 * somebody else. Empty without a duration. Error: `invalid_model` where nobody says who answered.
 *
 * @param text of the task: says the category, and is not kept
 * @param responseMs ≥ 0, from asking to the end of the answer
 */
export function reportedRequest(
  record: Pick<
    BudgetRecord,
    'requestId' | 'at' | 'model' | 'characteristics' | 'totalTokens' | 'budgetUsed' | 'costMicroUsd'
  >,
  text: string,
  responseMs: number | undefined,
): Result<readonly (RequestRecord | ResponseRecord)[]> {
  const { requestId, at, model, characteristics, totalTokens, budgetUsed, costMicroUsd } = record;
  if (responseMs === undefined || requestId === undefined) return ok([]);
  if (model === undefined)
    return fail('invalid_model', 'A request was answered by a model: say which one.', { field: 'model' });
  const { taskType } = characteristics;
  const { category, confidence } = classify(text, { taskType: taskType === 'unknown' ? null : taskType });
  const tokenCount = totalTokens ?? budgetUsed;
  const request: RequestRecord = {
    kind: 'request',
    id: requestId,
    at: Math.max(0, Math.round(at - responseMs)),
    category,
    confidence,
    taskType,
    models: [model],
    strategy: null,
    totalMs: responseMs,
    firstResponseMs: null,
    costMicroUsd,
    tokenCount,
    cached: false,
    flags: [],
    failure: null,
  };
  const response: ResponseRecord = {
    kind: 'response',
    id: `response:${requestId}`,
    at,
    requestId,
    model,
    category,
    // an answer came; whether it was right is a verdict's to say
    success: true,
    finish: 'unknown',
    error: null,
    responseMs,
    inputTokens: tokenCount - budgetUsed,
    outputTokens: budgetUsed,
    tokenCount,
    costMicroUsd,
    // without all tokens nobody knows what went in
    estimated: totalTokens === undefined,
  };
  return ok([Object.freeze(request), Object.freeze(response)]);
}
