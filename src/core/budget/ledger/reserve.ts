import { amountIs, amountText } from '../../facts/amount-text.ts';
import { readAmounts } from '../../facts/amounts.ts';
import { isDuration, isInstant, isName } from '../../facts/check-ledger.ts';
import { PRIORITIES, type Priority, type Reservation } from '../../facts/ledger-record.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import { DEFAULT_TTL_MS, expire } from './expire.ts';
import type { Ledger, WaitingRequest } from './ledger.ts';
import { limitText } from './limit-text.ts';
import { LONGEST_QUEUE, owedToWaiting, type QueueExit, reservationOf } from './queue.ts';
import { asked, inTheWay, type Standing, standings } from './room.ts';

export interface ReserveRequest {
  /** Not blank, unique among reservations and waiting requests. */
  readonly id: string;
  /** An agent or a team; default is work without a name. */
  readonly tenant?: string | undefined;
  /** `Amounts`: integers ≥ 0 by unit, all of them or none are reserved. */
  readonly amounts: unknown;
  /** Default `normal`. */
  readonly priority?: Priority | undefined;
  /** Epoch ms. */
  readonly now: number;
  /** Default 15 minutes. */
  readonly ttlMs?: number | undefined;
  /** Queue instead of being refused for want of room. */
  readonly wait?: boolean | undefined;
  /** Epoch ms; without one a request waits without an end. */
  readonly deadline?: number | undefined;
  /** The user's word that a limit may be passed. */
  readonly consent?: boolean | undefined;
  /** Level of the compute budget, for suggestions. */
  readonly level?: string | undefined;
  readonly requestId?: string | undefined;
}

export interface Reserved {
  readonly ledger: Ledger;
  /** Null: it waits. */
  readonly reservation: Reservation | null;
  /** Who left the queue before it was its turn. */
  readonly left: readonly QueueExit[];
}

/**
 * Holds room for work to come, in all units at once or in none (spec C7, C8). A refusal names the first limit by id
 * that is in the way, and what remains of it.
 *
 * Errors: `invalid_request`, `invalid_cost`, `duplicate_reservation`, `exceeds_limit` (more than a whole limit, can
 * never fit), `budget_exhausted` (no room now, or it is owed to those who wait), `wait_expired` (the deadline is
 * over), `queue_full`. A refused operation gives no ledger.
 */
export function reserve(ledger: Ledger, request: ReserveRequest): Result<Reserved> {
  const { now, wait = false, consent = false } = request;
  const checked = readRequest(request);
  if (!checked.ok) return checked;
  const asking = checked.value;
  const { id, tenant, amounts } = asking;
  const { ledger: current, left } = expire(ledger, now);
  if ([...current.reservations, ...current.waiting].some((other) => other.id === id)) {
    return fail('duplicate_reservation', `There is a reservation ${id} already. Give each its own id.`, {
      id,
    });
  }
  const all = standings(current, now);
  const blocking = inTheWay(all, tenant, amounts);
  const grant = () => {
    const reservation = reservationOf(asking, now, blocking.length > 0);
    const reservations = Object.freeze([...current.reservations, reservation]);
    return ok({ ledger: Object.freeze({ ...current, reservations }), reservation, left });
  };
  if (consent) return grant();
  const tooSmall = blocking.find(({ limit }) => asked(limit, tenant, amounts) > limit.amount);
  if (tooSmall !== undefined) return refuse('exceeds_limit', tooSmall, asking);
  const first = blocking[0] ?? owedToWaiting(all, current.waiting, asking);
  if (first === undefined) return grant();
  if (!wait) return refuse('budget_exhausted', first, asking);
  if (asking.deadline !== null && asking.deadline <= now) return refuse('wait_expired', first, asking);
  if (current.waiting.length >= LONGEST_QUEUE) {
    return fail('queue_full', `${LONGEST_QUEUE} requests wait already. Try again when some are done.`);
  }
  const waiting = Object.freeze([...current.waiting, asking]);
  return ok({ ledger: Object.freeze({ ...current, waiting }), reservation: null, left });
}

function readRequest(request: ReserveRequest): Result<WaitingRequest> {
  const { id, tenant = '', priority = 'normal', now, ttlMs = DEFAULT_TTL_MS, deadline = null } = request;
  const wrong = (field: string, expected: string) =>
    fail('invalid_request', `"${field}" of a reservation must be ${expected}.`, { field });
  if (!isName(id)) return wrong('id', 'a name');
  if (typeof tenant !== 'string') return wrong('tenant', 'a text');
  if (!PRIORITIES.includes(priority)) return wrong('priority', `one of ${PRIORITIES.join(', ')}`);
  if (!isInstant(now)) return wrong('now', 'an instant');
  if (!isDuration(ttlMs)) return wrong('ttlMs', 'a number of milliseconds above 0');
  if (deadline !== null && !isInstant(deadline)) return wrong('deadline', 'an instant');
  const amounts = readAmounts(request.amounts);
  if (!amounts.ok) return amounts;
  const { level = null, requestId = null } = request;
  return ok(
    Object.freeze({ id, tenant, amounts: amounts.value, priority, ttlMs, level, requestId, deadline }),
  );
}

function refuse(
  code: 'exceeds_limit' | 'budget_exhausted' | 'wait_expired',
  { limit, remaining }: Standing,
  { tenant, amounts }: WaitingRequest,
) {
  const amount = asked(limit, tenant, amounts);
  const advice = {
    exceeds_limit: `It can never fit: raise the limit, ask for less, or agree to pass it.`,
    budget_exhausted: `Wait, raise the limit, ask for less, or agree to pass it.`,
    wait_expired: `Its time to wait is over.`,
  }[code];
  const left = `${amountText(limit.unit, remaining, limit.amount)} ${amountIs(limit.unit, remaining)} left`;
  const figures = `the work asks for ${amountText(limit.unit, amount)}, and ${left}`;
  const details = { limit: limit.id, unit: limit.unit, limitAmount: limit.amount, remaining, amount };
  return fail(
    code,
    `The limit ${limit.id} (${limitText(limit)}) is in the way: ${figures}. ${advice}`,
    details,
  );
}
