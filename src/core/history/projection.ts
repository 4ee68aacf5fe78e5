import { roundHalfAway, toSixDecimals } from '../facts/decimals.ts';
import type { BudgetRecord } from '../facts/outcome-record.ts';
import { wholeShares } from '../facts/whole-shares.ts';
import { byTime } from './by-time.ts';
import { LEAST_POINTS, LEAST_SLOPE, slopeOf } from './slope.ts';
import { suggestionsFrom } from './suggestions.ts';
import { groupedBy, meanOf } from './utilization-score.ts';

/** What the coming days will cost if they are like the last ones (spec P9). Micro-USD. */
export interface Projection {
  readonly daily: number;
  readonly projected: number;
  /** 95 %; days are taken as independent. */
  readonly interval: { readonly low: number; readonly high: number };
  readonly breakdown: {
    readonly model: Breakdown;
    readonly taskType: Breakdown;
    readonly agent: Breakdown;
  };
  readonly trend: 'increasing' | 'decreasing' | 'stable';
  /** Records in the window, with and without a price. */
  readonly priced: number;
  readonly unpriced: number;
  readonly recommendations: readonly ProjectionAdvice[];
  /** The days that are projected, epoch ms. */
  readonly period: { readonly start: number; readonly end: number };
}

/** Integers by name that sum to `projected`, rounded. */
export type Breakdown = Readonly<Record<string, number>>;

export interface ProjectionAdvice {
  readonly code:
    | 'review_driver'
    | 'set_limit'
    | 'costs_fall'
    | 'monthly_limit'
    | 'suggestion'
    | 'none'
    | 'no_data';
  readonly text: string;
}

const DAY = 86_400_000;
const RECENT_DAYS = 30;
/** Standard deviations that hold 95 % of a normal distribution. */
const CENTRAL_95 = 1.96;
const MUCH_MICRO_USD = 100_000_000;

/** @param now epoch ms; @param days to project, above 0 */
export function projectionOf(records: readonly BudgetRecord[], now: number, days: number): Projection {
  const recent = byTime(records).filter(({ at }) => at <= now && at >= now - RECENT_DAYS * DAY);
  const priced = recent.flatMap((record): Priced[] =>
    record.costMicroUsd === null ? [] : [{ record, cost: record.costMicroUsd }],
  );
  const period = { start: now, end: now + days * DAY };
  const totals = dailyTotals(priced, now);
  const daily = meanOf(totals);
  const projected = daily * days;
  const deviation = Math.sqrt(meanOf(totals.map((total) => (total - daily) ** 2)));
  const margin = CENTRAL_95 * deviation * Math.sqrt(days);
  const trend = trendOf(totals, daily);
  const breakdown = {
    model: brokenDown(priced, projected, ({ model }) => model),
    taskType: brokenDown(priced, projected, ({ characteristics }) => characteristics.taskType),
    agent: brokenDown(priced, projected, ({ agent }) => agent),
  };
  return Object.freeze({
    daily,
    projected,
    interval: { low: Math.max(0, projected - margin), high: projected + margin },
    breakdown,
    trend,
    priced: priced.length,
    unpriced: recent.length - priced.length,
    recommendations: priced.length === 0 ? [NO_DATA] : adviceFor(recent, projected, trend, breakdown.model),
    period,
  });
}

interface Priced {
  readonly record: BudgetRecord;
  readonly cost: number;
}

/** By slices of 24 hours back from now, the oldest first; days without tasks are 0. */
function dailyTotals(priced: readonly Priced[], now: number): readonly number[] {
  if (priced.length === 0) return [];
  const oldest = priced.reduce((least, { record }) => Math.min(least, record.at), now);
  const elapsed = Math.max(1, Math.ceil((now - oldest) / DAY));
  const totals = Array.from({ length: elapsed }, () => 0);
  for (const { record, cost } of priced) {
    // a record exactly so many days old belongs to the last of them
    const back = Math.min(elapsed - 1, Math.floor((now - record.at) / DAY));
    totals[elapsed - 1 - back] = (totals[elapsed - 1 - back] ?? 0) + cost;
  }
  return totals;
}

function trendOf(totals: readonly number[], daily: number): Projection['trend'] {
  if (totals.length < LEAST_POINTS || daily === 0) return 'stable';
  const slope = toSixDecimals(slopeOf(totals) / daily);
  return slope > LEAST_SLOPE ? 'increasing' : slope < -LEAST_SLOPE ? 'decreasing' : 'stable';
}

function brokenDown(
  priced: readonly Priced[],
  projected: number,
  nameOf: (record: BudgetRecord) => string | undefined,
): Breakdown {
  const groups = [...groupedBy(priced, ({ record }) => nameOf(record) ?? 'unknown')].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const costs = groups.map(([, group]) => group.reduce((sum, { cost }) => sum + cost, 0));
  const shares = wholeShares(roundHalfAway(projected), costs);
  return Object.freeze(Object.fromEntries(groups.map(([name], at) => [name, shares[at] ?? 0])));
}

const NO_DATA: ProjectionAdvice = {
  code: 'no_data',
  text: 'There are no priced tasks of the last 30 days: nothing can be projected.',
};

function adviceFor(
  recent: readonly BudgetRecord[],
  projected: number,
  trend: Projection['trend'],
  byModel: Breakdown,
): readonly ProjectionAdvice[] {
  const advice: ProjectionAdvice[] = [];
  const [dearest] = Object.entries(byModel).toSorted(([, a], [, b]) => b - a);
  if (trend === 'increasing') {
    advice.push({
      code: 'review_driver',
      text: `Costs rise: review the largest driver, ${dearest?.[0] ?? 'unknown'}.`,
    });
    advice.push({ code: 'set_limit', text: 'Set a limit before they rise further.' });
  }
  if (trend === 'decreasing') advice.push({ code: 'costs_fall', text: 'Costs fall: keep to what you do.' });
  if (projected > MUCH_MICRO_USD)
    advice.push({ code: 'monthly_limit', text: 'More than $100 is projected: set a monthly limit.' });
  const [best] = suggestionsFrom(recent);
  if (best !== undefined) {
    const text = `${best.direction === 'lower' ? 'Lower' : 'Raise'} budgets of ${best.taskType} to ${best.suggested} tokens.`;
    advice.push({ code: 'suggestion', text });
  }
  return advice.length > 0 ? advice : [{ code: 'none', text: 'No action needed.' }];
}
