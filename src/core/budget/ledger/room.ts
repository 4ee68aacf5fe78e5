import { type Amounts, sumOf } from '../../facts/amounts.ts';
import type { Reservation } from '../../facts/ledger-record.ts';
import { covers, type Limit } from '../../facts/limit.ts';
import { calendarPeriod, isWithin, type Period } from './calendar-period.ts';
import type { Ledger } from './ledger.ts';
import { usedIn } from './usage-totals.ts';

/** How a limit stands in its current period, in its unit. */
export interface Standing {
  readonly limit: Limit;
  readonly period: Period;
  /** Usage entries of the period. */
  readonly used: number;
  /** Open reservations made in the period. */
  readonly reserved: number;
  /** What is left for others: limit less both, at least 0. */
  readonly remaining: number;
}

/** How every limit stands, by id. */
export function standings(ledger: Ledger, now: number): readonly Standing[] {
  return ledger.limits.map((limit) => {
    const period = calendarPeriod(limit.period, now, limit.timeZone);
    const used = usedIn(ledger.usage, limit, period);
    return standing(limit, period, used, reservedIn(ledger.reservations, limit, period));
  });
}

/** The standings after a reservation that was made now. */
export function afterTaking(
  before: readonly Standing[],
  tenant: string,
  amounts: Amounts,
): readonly Standing[] {
  return before.map(({ limit, period, used, reserved }) =>
    standing(limit, period, used, sumOf(reserved, asked(limit, tenant, amounts))),
  );
}

/** The limits in whose way amounts are, by id; none when they fit (spec C6). */
export function inTheWay(all: readonly Standing[], tenant: string, amounts: Amounts): readonly Standing[] {
  return all.filter(({ limit, used, reserved }) => {
    const amount = asked(limit, tenant, amounts);
    return amount > 0 && sumOf(used, reserved) > limit.amount - amount;
  });
}

/** How much of a limit an amount takes: 0 when the limit does not cover it or counts another unit. */
export function asked(limit: Limit, tenant: string, amounts: Amounts): number {
  return covers(limit.scope, tenant) ? (amounts[limit.unit] ?? 0) : 0;
}

function standing(limit: Limit, period: Period, used: number, reserved: number): Standing {
  const remaining = Math.max(0, limit.amount - sumOf(used, reserved));
  return Object.freeze({ limit, period, used, reserved, remaining });
}

function reservedIn(reservations: readonly Reservation[], limit: Limit, period: Period): number {
  return reservations
    .filter(({ state, at }) => state === 'open' && isWithin(period, at))
    .reduce((sum, { tenant, amounts }) => sumOf(sum, asked(limit, tenant, amounts)), 0);
}
