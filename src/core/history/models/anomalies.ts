import { moneyText } from '../../facts/amount-text.ts';
import type { Category } from '../../facts/category.ts';
import type { RequestRecord, ResponseRecord } from '../../facts/model-record.ts';
import { exactCount } from '../../facts/readable-number.ts';

/** When a value is unusual (spec M8, M13 `anomaly.*`). */
export interface AnomalySettings {
  /** Above so many times the mean of earlier values; > 1. */
  readonly factor: number;
  /** Or above the mean by so many standard deviations; > 0. */
  readonly sigmas: number;
  /** Earlier values that it takes to say so; integer ≥ 1. */
  readonly minSamples: number;
  /** Total time of a request, ms > 0. */
  readonly maxResponseMs: number;
  /** Cost of a request, micro-USD > 0. */
  readonly maxCostMicroUsd: number;
  /** A score that falls below this, in [0, 1]. */
  readonly minScore: number;
}

export const ANOMALY_SETTINGS: AnomalySettings = Object.freeze({
  factor: 3,
  sigmas: 3,
  minSamples: 10,
  maxResponseMs: 60_000,
  maxCostMicroUsd: 1_000_000,
  minScore: 0.5,
});

/** Values that hardly vary lie many deviations apart without being unusual (spec M8). */
const LEAST_EXCESS = 1.2;

export const ANOMALY_KINDS = [
  'slow_response',
  'dear_response',
  'long_response',
  'slow_request',
  'dear_request',
  'low_score',
] as const;
export type AnomalyKind = (typeof ANOMALY_KINDS)[number];

/** Something unusual: one warning each. */
export interface Anomaly {
  readonly kind: AnomalyKind;
  readonly requestId: string;
  /** Null for a request as a whole. */
  readonly model: string | null;
  readonly category: Category;
  /** ms, micro-USD, tokens, or a score. */
  readonly value: number;
  /** Mean of the earlier values, or the bound that was passed. */
  readonly expected: number;
  /** A sentence for the log; no prompt, no answer. */
  readonly message: string;
}

/** Earlier values of one measure, folded: no record is kept for it. */
interface Spread {
  readonly count: number;
  /** Exact for integers, as these are. */
  readonly sum: number;
  /** Sum of squared distances from the mean (Welford, 1962: no difference of large sums). */
  readonly squares: number;
}

/** What is usual of one model in one category. */
export interface Baseline {
  readonly ms: Spread;
  readonly costMicroUsd: Spread;
  readonly tokens: Spread;
}

const NO_SPREAD: Spread = Object.freeze({ count: 0, sum: 0, squares: 0 });
export const NO_BASELINE: Baseline = Object.freeze({
  ms: NO_SPREAD,
  costMicroUsd: NO_SPREAD,
  tokens: NO_SPREAD,
});

/**
 * A baseline with a further response of its model and category. Failed ones have a code of their own and do not count:
 * a time limit that ran out is not how long the model takes.
 */
export function withUsual(baseline: Baseline, response: ResponseRecord): Baseline {
  if (!response.success) return baseline;
  return Object.freeze({
    ms: withValue(baseline.ms, response.responseMs),
    costMicroUsd: withValue(baseline.costMicroUsd, response.costMicroUsd),
    tokens: withValue(baseline.tokens, response.tokenCount),
  });
}

function withValue(spread: Spread, value: number | null): Spread {
  if (value === null) return spread;
  const next = { count: spread.count + 1, sum: spread.sum + value };
  const squares = spread.squares + (value - meanOf(spread)) * (value - meanOf(next));
  // the first value has no distance from the mean of none
  return Object.freeze({ ...next, squares: spread.count === 0 ? 0 : squares });
}

function meanOf({ count, sum }: Pick<Spread, 'count' | 'sum'>): number {
  return count === 0 ? 0 : sum / count;
}

/** Name of the baseline that a response belongs to. */
export function baselineName({ model, category }: Pick<ResponseRecord, 'model' | 'category'>): string {
  return `${category}/${model}`;
}

/** The baselines of a history, in any order: what a start rebuilds. */
export function baselinesOf(responses: readonly ResponseRecord[]): ReadonlyMap<string, Baseline> {
  const baselines = new Map<string, Baseline>();
  for (const response of responses.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))) {
    const name = baselineName(response);
    baselines.set(name, withUsual(baselines.get(name) ?? NO_BASELINE, response));
  }
  return baselines;
}

/**
 * What is unusual of a response: time, cost, tokens, each at most once.
 *
 * @param baseline of its model and category, of earlier responses only
 */
export function responseAnomalies(
  response: ResponseRecord,
  baseline: Baseline,
  settings: AnomalySettings = ANOMALY_SETTINGS,
): readonly Anomaly[] {
  if (!response.success) return [];
  const { requestId, model, category } = response;
  const about = { requestId, model, category };
  return (
    [
      ['slow_response', response.responseMs, baseline.ms, timeText],
      ['dear_response', response.costMicroUsd, baseline.costMicroUsd, moneyText],
      ['long_response', response.tokenCount, baseline.tokens, tokenText],
    ] as const
  ).flatMap(([kind, value, spread, textOf]): readonly Anomaly[] => {
    if (value === null || !isUnusual(value, spread, settings)) return [];
    const expected = meanOf(spread);
    const message = `${WORDS[kind]}: ${textOf(value)}, usually ${textOf(expected)}.`;
    return [Object.freeze({ kind, ...about, value, expected, message })];
  });
}

function isUnusual(value: number, spread: Spread, { factor, sigmas, minSamples }: AnomalySettings): boolean {
  const { count, sum, squares } = spread;
  if (count < minSamples) return false;
  // against sums, not means: exactly three times the mean is not more than that
  if (value * count > factor * sum) return true;
  const deviation = Math.sqrt(squares / count);
  return value > meanOf(spread) + sigmas * deviation && value * count > LEAST_EXCESS * sum;
}

/** What is unusual of a request as a whole: its time, its cost. */
export function requestAnomalies(
  { id, category, totalMs, costMicroUsd }: RequestRecord,
  { maxResponseMs, maxCostMicroUsd }: AnomalySettings = ANOMALY_SETTINGS,
): readonly Anomaly[] {
  return (
    [
      ['slow_request', totalMs, maxResponseMs, timeText],
      ['dear_request', costMicroUsd, maxCostMicroUsd, moneyText],
    ] as const
  ).flatMap(([kind, value, most, textOf]): readonly Anomaly[] => {
    if (value === null || value <= most) return [];
    const message = `${WORDS[kind]}: ${textOf(value)}, more than ${textOf(most)}.`;
    return [Object.freeze({ kind, requestId: id, model: null, category, value, expected: most, message })];
  });
}

/** A score that a verdict took below the least; null when it did not cross it. */
export function scoreAnomaly(
  change: {
    readonly requestId: string;
    readonly model: string;
    readonly category: Category;
    readonly before: number;
    readonly after: number;
  },
  { minScore }: AnomalySettings = ANOMALY_SETTINGS,
): Anomaly | null {
  const { before, after, ...about } = change;
  if (before < minScore || after >= minScore) return null;
  const message = `${WORDS.low_score}: ${after.toFixed(2)}, below ${minScore}.`;
  return Object.freeze({ kind: 'low_score', ...about, value: after, expected: minScore, message });
}

const WORDS: Readonly<Record<AnomalyKind, string>> = {
  slow_response: 'An answer took long',
  dear_response: 'An answer was dear',
  long_response: 'An answer took many tokens',
  slow_request: 'A request took long',
  dear_request: 'A request was dear',
  low_score: 'A score fell low',
};

function timeText(ms: number): string {
  return `${exactCount(Math.round(ms))} ms`;
}

function tokenText(tokens: number): string {
  return `${exactCount(Math.round(tokens))} tokens`;
}
