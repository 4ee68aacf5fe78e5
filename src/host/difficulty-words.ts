import type { Failure, FailureCode } from '../core/facts/result.ts';
import { readableShare } from '../core/facts/readable-number.ts';
import type { JudgedDifficulty } from '../protocol/models.ts';
import { usd } from './amounts.ts';

/** What of a failure the user's word can lift: a limit would be passed. */
const OF_LIMITS: ReadonlySet<FailureCode> = new Set([
  'cost_limit_exceeded',
  'budget_exhausted',
  'exceeds_limit',
]);

export function isOfLimits({ code }: Failure): boolean {
  return OF_LIMITS.has(code);
}

/** "hard, 70 % sure, says gpt-5-mini for $0.0002: It changes the parser." @param locale of figures */
export function judgedLine(judged: JudgedDifficulty, locale: string): string {
  const { level, confidence, model, reasoning, costMicroUsd, cached } = judged;
  const sure = confidence === null ? '' : `, ${readableShare(confidence)} sure`;
  const price = cached ? ', as before' : costMicroUsd === null ? '' : ` for ${usd(costMicroUsd, locale)}`;
  return `${level}${sure}, says ${model ?? 'nobody'}${price}${reasoning === '' ? '' : `: ${reasoning}`}`;
}
