import { percentileOf } from '../../facts/decimals.ts';
import type { RequestRecord, ResponseRecord, VerdictRecord } from '../../facts/model-record.ts';

/** Requests, or the responses of models, in figures (spec M8). Durations ms, money micro-USD; null: of nothing. */
export interface MetricsSummary {
  /** Requests; of a model its responses. */
  readonly totalRequests: number;
  /** Share that did not fail, in [0, 1]. */
  readonly successRate: number | null;
  /** Right of those with a verdict, in [0, 1]. */
  readonly accuracy: number | null;
  readonly judged: number;
  readonly right: number;
  readonly avgMs: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** Of the records with a cost; null when none has one. */
  readonly totalCost: number | null;
  readonly avgCost: number | null;
  /** Records without a cost. */
  readonly unpriced: number;
  readonly totalTokens: number;
  /** First and last instant, epoch ms. */
  readonly from: number | null;
  readonly to: number | null;
}

/** One request or response as it counts. */
export interface Measured {
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  readonly ms: number;
  readonly costMicroUsd: number | null;
  readonly tokens: number;
  readonly success: boolean;
}

export function measuredRequest({
  id,
  at,
  totalMs,
  costMicroUsd,
  tokenCount,
  failure,
}: RequestRecord): Measured {
  return { id, at, ms: totalMs, costMicroUsd, tokens: tokenCount, success: failure === null };
}

export function measuredResponse(response: ResponseRecord): Measured {
  const { id, at, responseMs, costMicroUsd, tokenCount, success } = response;
  return { id, at, ms: responseMs, costMicroUsd, tokens: tokenCount, success };
}

/**
 * Figures over records; their order does not matter. A response is not right because it arrived: accuracy is over
 * verdicts only.
 */
export function summaryOf(
  records: readonly Measured[],
  verdicts: readonly Pick<VerdictRecord, 'wasCorrect'>[],
): MetricsSummary {
  const ordered = records.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const times = ordered.map(({ ms }) => ms);
  const costs = ordered.flatMap(({ costMicroUsd }) => (costMicroUsd === null ? [] : [costMicroUsd]));
  const right = verdicts.filter(({ wasCorrect }) => wasCorrect).length;
  const percentile = (percent: number): number | null =>
    times.length === 0 ? null : percentileOf(times, percent);
  return Object.freeze({
    totalRequests: ordered.length,
    successRate: shareOf(ordered.filter(({ success }) => success).length, ordered.length),
    accuracy: shareOf(right, verdicts.length),
    judged: verdicts.length,
    right,
    avgMs: shareOf(sumOf(times), times.length),
    p50Ms: percentile(50),
    p95Ms: percentile(95),
    p99Ms: percentile(99),
    totalCost: costs.length === 0 ? null : sumOf(costs),
    avgCost: shareOf(sumOf(costs), costs.length),
    unpriced: ordered.length - costs.length,
    totalTokens: sumOf(ordered.map(({ tokens }) => tokens)),
    from: ordered[0]?.at ?? null,
    to: ordered.at(-1)?.at ?? null,
  });
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
