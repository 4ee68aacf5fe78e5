import type { AskableModel } from '../../core/facts/askable-model.ts';
import type { AdapterError, ModelResponse } from '../../core/facts/model-response.ts';
import { answerSample } from '../../core/models/answer-sample.ts';
import { costMicroUsd } from '../../core/models/price.ts';
import type { ModelCall } from './call.ts';
import type { CallPorts } from './ports.ts';

export const CANCELLED: AdapterError = Object.freeze({
  code: 'adapter_cancelled',
  message: 'The call was cancelled.',
});

/**
 * A call that ended without its adapter saying so. What it was asked, and what had come of its answer, is taken for
 * used: its vendor may charge it.
 * @param text of the answer so far; null: nothing was sent
 */
export function failedCall(
  call: ModelCall,
  ports: CallPorts,
  begin: number,
  error: AdapterError,
  text: string | null,
): ModelResponse {
  const { model } = call;
  const inputTokens = text === null ? 0 : call.promptTokens;
  const { part, times } = answerSample(text ?? '');
  const outputTokens = part === '' ? 0 : Math.ceil(ports.count(model, part) * times);
  const at = ports.now();
  return {
    id: ports.newId(),
    model: model.id,
    content: text ?? '',
    finish: 'unknown',
    responseMs: at - begin,
    inputTokens,
    outputTokens,
    cachedInputTokens: 0,
    reasoningTokens: 0,
    tokenCount: inputTokens + outputTokens,
    costMicroUsd: costMicroUsd(model.price, inputTokens, outputTokens),
    at,
    success: false,
    estimated: true,
    error,
  };
}

/** All attempts as one response: what the last one said, with the time, tokens and cost of all. */
export function together(
  attempts: readonly ModelResponse[],
  model: AskableModel,
  begin: number,
  end: number,
): ModelResponse {
  const last = attempts.at(-1);
  if (last === undefined) throw new RangeError('A call has an attempt at least.');
  const sum = (of: (response: ModelResponse) => number): number =>
    attempts.reduce((total, response) => total + of(response), 0);
  const costs = attempts.map(({ costMicroUsd }) => costMicroUsd);
  return Object.freeze({
    ...last,
    responseMs: end - begin,
    at: end,
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    cachedInputTokens: sum(({ cachedInputTokens }) => cachedInputTokens),
    reasoningTokens: sum(({ reasoningTokens }) => reasoningTokens),
    tokenCount: sum(({ tokenCount }) => tokenCount),
    costMicroUsd:
      model.price.kind === 'perToken' && !costs.includes(null) ? sum((each) => each.costMicroUsd ?? 0) : null,
    estimated: attempts.some(({ estimated }) => estimated),
  });
}
