import { type Amounts, sumOf } from '../../facts/amounts.ts';
import { percentileOf, toSixDecimals } from '../../facts/decimals.ts';
import { covers, type Limit } from '../../facts/limit.ts';
import { earlierPeriods, isWithin } from './calendar-period.ts';

/** How far back a suggestion looks, and how many of those periods need usage (spec C9). */
const PERIODS = 12;
const LEAST_PERIODS = 4;

/** Room above what nearly every period used. */
const MARGIN = 1.15;
const PERCENT = 95;

export interface LimitSuggestion {
  /** In the limit's unit, integer. */
  readonly amount: number;
  /** Complete periods with usage that it rests on. */
  readonly periods: number;
}

/**
 * What a limit could be, from what its scope used in the last 12 complete periods (spec C9). Usage before a reset
 * counts: it happened. Shown, never applied by itself.
 *
 * @param usage entries of the store
 * @param now epoch ms
 * @returns null with fewer than 4 periods with usage, and for a limit without periods
 */
export function suggestLimit(
  limit: Pick<Limit, 'unit' | 'period' | 'timeZone' | 'scope'>,
  usage: Iterable<{ readonly periodAt: number; readonly tenant: string; readonly amounts: Amounts }>,
  now: number,
): LimitSuggestion | null {
  const periods = earlierPeriods(limit.period, now, limit.timeZone, PERIODS);
  const totals = periods.map(() => 0);
  for (const { periodAt, tenant, amounts } of usage) {
    const at = periods.findIndex((period) => isWithin(period, periodAt));
    const sum = totals[at];
    if (sum !== undefined && covers(limit.scope, tenant)) totals[at] = sumOf(sum, amounts[limit.unit] ?? 0);
  }
  return suggestFromTotals(totals.filter((total) => total > 0));
}

/** As {@link suggestLimit}, from the totals of the periods with usage, integers in the limit's unit. */
export function suggestFromTotals(totals: readonly number[]): LimitSuggestion | null {
  if (totals.length < LEAST_PERIODS) return null;
  // Rounded first: 1.15 × 800 is 920 and not a trillionth more.
  const amount = Math.ceil(toSixDecimals(MARGIN * percentileOf(totals, PERCENT)));
  return { amount, periods: totals.length };
}
