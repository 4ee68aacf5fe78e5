import type { Limit } from '../../facts/limit.ts';
import { toSixDecimals } from '../../facts/decimals.ts';
import type { Period } from './calendar-period.ts';
import type { Standing } from './room.ts';

/** That a limit is near or reached (spec P9); each is raised once per limit and period. */
export interface LimitAlert {
  readonly type: 'limit_near' | 'limit_reached';
  readonly severity: 'warning' | 'critical';
  /** The same for the same alert: what was raised before is not raised again. */
  readonly key: string;
  readonly limit: Limit;
  readonly used: number;
  readonly period: Period;
}

/**
 * The alerts that the standing of the limits calls for: `limit_near` from the warning share on, `limit_reached` from
 * the limit itself on, which stands for both. Usage counts, reservations do not.
 *
 * @param raised keys of the alerts of before
 */
export function limitAlerts(all: readonly Standing[], raised: ReadonlySet<string>): readonly LimitAlert[] {
  return all.flatMap(({ limit, used, period }): LimitAlert[] => {
    const type = alertType(limit, used);
    if (type === null) return [];
    const key = `${type}:${limit.id}:${period.start}`;
    const severity = type === 'limit_reached' ? 'critical' : 'warning';
    return raised.has(key) ? [] : [Object.freeze({ type, severity, key, limit, used, period })];
  });
}

function alertType({ amount, warnShare }: Limit, used: number): LimitAlert['type'] | null {
  if (used >= amount) return 'limit_reached';
  return warnShare !== null && toSixDecimals(used / amount) >= warnShare ? 'limit_near' : null;
}
