import type { ModelResponse } from '../../../../src/core/facts/model-response.ts';
import { merge } from '../../../../src/core/models/merge/merge.ts';
import { MERGE_KEYS } from '../../../../src/core/models/merge/merge-keys.ts';
import type {
  MergedResult,
  MergeOptions,
  ScoredResponse,
} from '../../../../src/core/models/merge/merged-result.ts';

/** A response as an adapter gives it; `given` says what matters to the test. */
export function response(model: string, content: unknown, given: Partial<ModelResponse> = {}): ModelResponse {
  return {
    id: `${model}-answer`,
    model,
    content: typeof content === 'string' ? content : JSON.stringify(content),
    finish: 'stop',
    responseMs: 1000,
    inputTokens: 100,
    outputTokens: 20,
    cachedInputTokens: 0,
    reasoningTokens: 0,
    tokenCount: 120,
    costMicroUsd: 500,
    at: 1_000_000,
    success: true,
    estimated: false,
    ...given,
  };
}

export function scored(model: string, score: number, content: unknown): ScoredResponse {
  return { response: response(model, content), score };
}

/** A response that failed. */
export function failed(
  model: string,
  code: 'adapter_timeout' | 'adapter_cancelled' | 'adapter_truncated',
  content = '',
): ScoredResponse {
  const error = { code, message: 'It failed.' };
  return { response: response(model, content, { success: false, error }), score: 0.5 };
}

/** Merges what models a, b, c, … say, with these scores. */
export function mergeSaid(
  said: readonly (readonly [score: number, content: unknown])[],
  options: Partial<MergeOptions> = {},
): MergedResult {
  const responses = said.map(([score, content], place) =>
    scored(String.fromCodePoint(97 + place), score, content),
  );
  return merge(responses, { keyFields: MERGE_KEYS.default, asked: said.length, ...options });
}
