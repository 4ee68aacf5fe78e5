import { exactCount } from '../facts/readable-number.ts';
import { moneyText } from '../facts/amount-text.ts';
import { type RankedModel, type RankedTask, UNKNOWN_QUALITY } from './rank-models.ts';

/**
 * Why a model is not to be chosen for a request, in words; null: it may be. The score of such a model is low, but the
 * cheapest of all is chosen for one answer, not the best (spec M5, steps 1 and 7). What is not known of a model keeps it
 * out only under a limit on money (spec P12).
 */
export function unfitBecause(task: RankedTask, { model, costMicroUsd }: RankedModel): string | null {
  const { inputTokens, costLimitMicroUsd, maxLatencyMs, minQuality } = task;
  const { contextWindow, maxInputTokens, avgResponseMs, quality = UNKNOWN_QUALITY } = model;
  const holds = Math.min(contextWindow ?? Infinity, maxInputTokens ?? Infinity);
  if (inputTokens > holds) return `takes no more than ${exactCount(holds)} tokens`;
  if (costLimitMicroUsd !== null && costMicroUsd !== null && costMicroUsd > costLimitMicroUsd)
    return `costs about ${moneyText(costMicroUsd)}`;
  if (costLimitMicroUsd !== null && costMicroUsd === null && model.price.kind === 'unknown')
    return 'has no known price';
  if (maxLatencyMs !== null && avgResponseMs !== undefined && avgResponseMs > maxLatencyMs)
    return `takes ${exactCount(avgResponseMs)} ms`;
  return minQuality !== null && quality < minQuality ? `has quality ${quality}` : null;
}
