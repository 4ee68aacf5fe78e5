import type { Category } from '../facts/category.ts';
import type { ResponseRecord } from '../facts/model-record.ts';
import type { ModelResponse } from '../facts/model-response.ts';

/**
 * What the history keeps of a response, successful or not (spec M8): time, tokens, cost and instant, neither its words
 * nor a verdict. A response is not right because it arrived.
 */
export function responseRecord(
  response: ModelResponse,
  request: { readonly requestId: string; readonly category: Category },
): ResponseRecord {
  return Object.freeze({
    kind: 'response',
    id: response.id,
    at: response.at,
    requestId: request.requestId,
    model: response.model,
    category: request.category,
    success: response.success,
    finish: response.finish,
    error: response.error?.code ?? null,
    responseMs: response.responseMs,
    inputTokens: response.inputTokens,
    outputTokens: response.outputTokens,
    tokenCount: response.tokenCount,
    costMicroUsd: response.costMicroUsd,
    estimated: response.estimated,
  });
}
