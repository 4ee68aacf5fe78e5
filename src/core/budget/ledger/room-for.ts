import { amountIs, amountText } from '../../facts/amount-text.ts';
import { type Amounts, readAmounts } from '../../facts/amounts.ts';
import { covers, type Limit } from '../../facts/limit.ts';
import { ok, type Result } from '../../facts/result.ts';
import { expire } from './expire.ts';
import type { Ledger } from './ledger.ts';
import { limitText } from './limit-text.ts';
import { owedToWaiting } from './queue.ts';
import { asked, inTheWay, type Standing, standings } from './room.ts';

/** A limit that work would pass. */
export interface Obstacle {
  readonly standing: Standing;
  /** What the work asks of it, in its unit. */
  readonly amount: number;
  /** More than the whole limit: waiting does not help (spec C7, `exceeds_limit`). */
  readonly never: boolean;
  /** When its period ends and it begins anew, epoch ms; null for a limit without periods. */
  readonly beginsAnew: number | null;
}

/** Whether planned work is within the limits, before anything is reserved. */
export interface RoomFor {
  /** A `reserve` without consent would be granted now. */
  readonly fits: boolean;
  /** By id; empty when the work fits, or yields only to those who wait. */
  readonly obstacles: readonly Obstacle[];
  /** It would fit, but the room is owed to requests that wait (spec C8). */
  readonly yields: boolean;
  /** Every limit that covers the work's tenant, by id: what is left of them. */
  readonly covering: readonly Standing[];
  /**
   * Limits on money that cover the tenant although the work names no money: a price that is unknown asks for consent
   * naming the model, one that is included in a subscription does not (spec M5, P12).
   */
  readonly moneyUnnamed: readonly Limit[];
}

/**
 * What `reserve` would say, for views that show a plan; it changes nothing.
 *
 * Errors: `invalid_cost`.
 *
 * @param now epoch ms
 */
export function roomFor(
  ledger: Ledger,
  work: { readonly amounts: unknown; readonly tenant?: string },
  now: number,
): Result<RoomFor> {
  const read = readAmounts(work.amounts);
  if (!read.ok) return read;
  const [amounts, tenant] = [read.value, work.tenant ?? ''];
  // As every operation begins: what is overdue holds no room.
  const { ledger: current } = expire(ledger, now);
  const all = standings(current, now);
  const covering = all.filter(({ limit }) => covers(limit.scope, tenant));
  const obstacles = inTheWay(all, tenant, amounts).map((standing) => obstacleOf(standing, tenant, amounts));
  const request = { tenant, amounts, priority: 'normal' } as const;
  const yields = obstacles.length === 0 && owedToWaiting(all, current.waiting, request) !== undefined;
  const money = covering.map(({ limit }) => limit).filter(({ unit }) => unit === 'microUsd');
  return ok({
    fits: obstacles.length === 0 && !yields,
    obstacles,
    yields,
    covering,
    moneyUnnamed: amounts.microUsd === undefined ? money : [],
  });
}

/** The question before a limit is passed, naming the amount (spec P12). */
export function consentQuestion({ standing: { limit, remaining }, amount }: Obstacle): string {
  const left =
    remaining === 0
      ? 'nothing is'
      : `${amountText(limit.unit, remaining, limit.amount)} ${amountIs(limit.unit, remaining)}`;
  return `This task may take ${amountText(limit.unit, amount)}. Of the limit of ${limitText(limit)}, ${left} left. Pass it?`;
}

function obstacleOf(standing: Standing, tenant: string, amounts: Amounts): Obstacle {
  const { limit, period } = standing;
  const amount = asked(limit, tenant, amounts);
  const beginsAnew = limit.period === 'total' ? null : period.end;
  return Object.freeze({ standing, amount, never: amount > limit.amount, beginsAnew });
}
