import type { Unit } from './amounts.ts';

/** How long a limit counts before it begins anew (spec C6). */
export const LIMIT_PERIODS = ['hour', 'day', 'week', 'month', 'total'] as const;
export type LimitPeriod = (typeof LIMIT_PERIODS)[number];

/** Whose work: the whole workspace with all its tenants, or one tenant (an agent, a team; '' is work without a name). */
export type Scope = 'workspace' | { readonly tenant: string };

/** What may not be passed (spec C6). */
export interface Limit {
  /** Not blank, unique in a ledger; refusals name it. */
  readonly id: string;
  readonly unit: Unit;
  /** Integer > 0: hundredths of compute units, tokens, micro-USD. */
  readonly amount: number;
  readonly period: LimitPeriod;
  /** `utc` or an IANA name. */
  readonly timeZone: string;
  readonly scope: Scope;
  /** Share in (0, 1) at which to warn, null for no warning (spec P12). */
  readonly warnShare: number | null;
}

export function covers(scope: Scope, tenant: string): boolean {
  return scope === 'workspace' || scope.tenant === tenant;
}
