import { percentileOf } from '../../facts/decimals.ts';
import { pinball } from '../predict/learned/statistics.ts';

/** One forecast and what came of it. Tokens; quantiles in log tokens, null for a predictor without any. */
export interface Judged {
  readonly tokens: number;
  readonly typical: number;
  readonly budget: number;
  /** q10, q50, q80, q90. */
  readonly logs: readonly [number, number, number, number] | null;
  /** 80 % interval in tokens; null without one. */
  readonly interval: readonly [number, number] | null;
  /** Chance of being within ±50 %; null when none was said. */
  readonly confidence: number | null;
}

/** The figures of the prediction study. Shares in [0, 1]; pinball losses on log tokens, lower is better. */
export interface Metrics {
  readonly scored: number;
  /** Median of |typical − used| / used. */
  readonly mdape: number;
  readonly within20: number;
  readonly within50: number;
  readonly within2x: number;
  /** Less than half of the budget used; more than 95 % of it. */
  readonly over: number;
  readonly under: number;
  readonly allocatedPerUsed: number;
  readonly pinball50: number | null;
  readonly pinball80: number | null;
  readonly pinball90: number | null;
  readonly coverage80: number | null;
  readonly coverage90: number | null;
  readonly interval80: number | null;
  readonly confidence: number | null;
  /** Mean gap between what was claimed and what held, over five bins of equal size. */
  readonly calibrationError: number | null;
  /** Pinball of the 90 % quantile on plain tokens by mean use, and that of the best constant in hindsight. */
  readonly budgetCost: number | null;
  readonly bestConstantCost: number;
}

const BINS = 5;
const WITHIN = 0.5;
const COST_LEVEL = 0.9;

/** @param judged at least one */
export function metricsOf(judged: readonly Judged[]): Metrics {
  const share = (test: (one: Judged) => boolean): number => meanOf(judged, (one) => (test(one) ? 1 : 0));
  const used = sumOf(judged, ({ tokens }) => tokens);
  const tokensUsed = judged.map(({ tokens }) => tokens);
  const bestConstant = percentileOf(tokensUsed, COST_LEVEL * 100);
  const intervals = judged.filter(({ interval }) => interval !== null);
  return {
    scored: judged.length,
    mdape: percentileOf(judged.map(errorOf), 50),
    within20: share((one) => errorOf(one) <= 0.2),
    within50: share((one) => errorOf(one) <= WITHIN),
    within2x: share(({ typical, tokens }) => typical / tokens < 2 && typical / tokens > 0.5),
    over: share(({ tokens, budget }) => tokens / budget < 0.5),
    under: share(({ tokens, budget }) => tokens / budget > 0.95),
    allocatedPerUsed: sumOf(judged, ({ budget }) => budget) / used,
    pinball50: lossAt(judged, 1),
    pinball80: lossAt(judged, 2),
    pinball90: lossAt(judged, 3),
    coverage80: coverageAt(judged, 2),
    coverage90: coverageAt(judged, 3),
    interval80: intervals.length < judged.length ? null : share(isInside),
    confidence: judged.some(({ confidence }) => confidence === null)
      ? null
      : meanOf(judged, ({ confidence }) => confidence ?? 0),
    calibrationError: calibrationError(judged),
    budgetCost: budgetCost(judged, used),
    bestConstantCost: costOf(judged, used, () => bestConstant),
  };
}

/** Overruns of the budget: the share of tasks that used more. @param judged at least one */
export function overrunOf(judged: readonly Judged[]): number {
  return meanOf(judged, ({ tokens, budget }) => (tokens > budget ? 1 : 0));
}

const QUANTILES = [0.1, 0.5, 0.8, 0.9] as const;
type QuantilePlace = 0 | 1 | 2 | 3;

function lossAt(judged: readonly Judged[], at: QuantilePlace): number | null {
  if (judged.some(({ logs }) => logs === null)) return null;
  return meanOf(judged, ({ logs, tokens }) => pinball(QUANTILES[at], Math.log(tokens) - (logs?.[at] ?? 0)));
}

function coverageAt(judged: readonly Judged[], at: QuantilePlace): number | null {
  if (judged.some(({ logs }) => logs === null)) return null;
  return meanOf(judged, ({ logs, tokens }) => (Math.log(tokens) <= (logs?.[at] ?? 0) ? 1 : 0));
}

function isInside({ tokens, interval }: Judged): boolean {
  return interval !== null && tokens >= interval[0] && tokens <= interval[1];
}

function errorOf({ typical, tokens }: Judged): number {
  return Math.abs(typical - tokens) / tokens;
}

function calibrationError(judged: readonly Judged[]): number | null {
  const claims = judged.flatMap((one) =>
    one.confidence === null ? [] : [{ claimed: one.confidence, held: errorOf(one) <= WITHIN ? 1 : 0 }],
  );
  if (claims.length < judged.length) return null;
  const sorted = claims.toSorted((a, b) => a.claimed - b.claimed);
  let gap = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const size = sorted.length / BINS;
    const part = sorted.slice(Math.ceil(bin * size), Math.ceil((bin + 1) * size));
    if (part.length === 0) continue;
    const distance = meanOf(part, ({ claimed }) => claimed) - meanOf(part, ({ held }) => held);
    gap += (part.length / sorted.length) * Math.abs(distance);
  }
  return gap;
}

function budgetCost(judged: readonly Judged[], used: number): number | null {
  if (judged.some(({ logs }) => logs === null)) return null;
  return costOf(judged, used, ({ logs }) => Math.exp(logs?.[3] ?? 0));
}

function costOf(judged: readonly Judged[], used: number, budget: (one: Judged) => number): number {
  return sumOf(judged, (one) => pinball(COST_LEVEL, one.tokens - budget(one))) / used;
}

function sumOf<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((sum, value) => sum + of(value), 0);
}

function meanOf<T>(values: readonly T[], of: (value: T) => number): number {
  return sumOf(values, of) / values.length;
}
