import { amountIs, amountText } from '../../facts/amount-text.ts';
import type { Limit } from '../../facts/limit.ts';
import { toSixDecimals } from '../../facts/decimals.ts';
import type { Period } from './calendar-period.ts';
import type { Ledger } from './ledger.ts';
import { limitText } from './limit-text.ts';
import { type Standing, standings } from './room.ts';

/** That a limit is near or reached (spec P9); each is raised once per limit and period. */
export interface LimitAlert {
  readonly type: 'limit_near' | 'limit_reached';
  readonly severity: 'warning' | 'critical';
  /** The task that brought it there, null when nobody says. */
  readonly taskId: string | null;
  /** For people. */
  readonly message: string;
  /** What can be done. */
  readonly action: string;
  /** Epoch ms. */
  readonly at: number;
  readonly data: {
    readonly limit: Limit;
    /** In the limit's unit. */
    readonly used: number;
    readonly period: Period;
  };
  /** The same for the same alert: what was raised before is not raised again. */
  readonly key: string;
}

export interface RaisedAlerts {
  /** The ledger to save; the same value when nothing is raised. */
  readonly ledger: Ledger;
  readonly alerts: readonly LimitAlert[];
}

/**
 * The alerts that are due now and were not raised before, by any window: run under the ledger's lock after usage was
 * recorded or a limit changed.
 *
 * @param taskId of the task whose usage was recorded
 */
export function raiseLimitAlerts(ledger: Ledger, now: number, taskId: string | null = null): RaisedAlerts {
  const all = standings(ledger, now);
  const alerts = limitAlerts(all, new Set(ledger.raised), now, taskId);
  if (alerts.length === 0) return { ledger, alerts };
  // Those of periods that are over, and of limits that are gone, are never asked for again.
  const current = new Set(all.flatMap((standing) => TYPES.map((type) => keyOf(type, standing))));
  const kept = ledger.raised.filter((key) => current.has(key));
  const raised = Object.freeze([...kept, ...alerts.map(({ key }) => key)]);
  return { ledger: Object.freeze({ ...ledger, raised }), alerts };
}

/**
 * The alerts that the standing of the limits calls for: `limit_near` from the warning share on, `limit_reached` from
 * the limit itself on, which stands for both. Usage counts, reservations do not.
 *
 * @param raised keys of the alerts of before
 */
export function limitAlerts(
  all: readonly Standing[],
  raised: ReadonlySet<string>,
  now: number,
  taskId: string | null = null,
): readonly LimitAlert[] {
  return all.flatMap((standing): LimitAlert[] => {
    const { limit, used, period } = standing;
    const type = alertType(limit, used);
    if (type === null) return [];
    const key = keyOf(type, standing);
    if (raised.has(key)) return [];
    const data = Object.freeze({ limit, used, period });
    return [Object.freeze({ type, ...WORDS[type](standing), taskId, at: now, data, key })];
  });
}

const TYPES = ['limit_near', 'limit_reached'] as const;

const WORDS: Readonly<
  Record<LimitAlert['type'], (standing: Standing) => Pick<LimitAlert, 'severity' | 'message' | 'action'>>
> = {
  limit_near: ({ limit, used }) => ({
    severity: 'warning',
    message: `${Math.floor((used / limit.amount) * 100)} % of the limit of ${limitText(limit)} are used.`,
    action:
      limit.period === 'total'
        ? 'Keep to smaller tasks, raise the limit, or reset the usage.'
        : 'Keep to smaller tasks until it begins anew, or raise the limit.',
  }),
  limit_reached: ({ limit, used }) => ({
    severity: 'critical',
    message: `The limit of ${limitText(limit)} is reached: ${amountText(limit.unit, used, limit.amount)} ${amountIs(limit.unit, used)} used.`,
    // a limit without periods never begins anew by itself
    action: `${limit.period === 'total' ? 'Reset the usage' : 'Wait until it begins anew'}, raise the limit, or agree to pass it when you are asked.`,
  }),
};

function keyOf(type: LimitAlert['type'], { limit, period }: Standing): string {
  return `${type}:${limit.id}:${period.start}`;
}

function alertType({ amount, warnShare }: Limit, used: number): LimitAlert['type'] | null {
  if (used >= amount) return 'limit_reached';
  return warnShare !== null && toSixDecimals(used / amount) >= warnShare ? 'limit_near' : null;
}
