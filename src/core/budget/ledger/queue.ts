import { PRIORITIES, type Reservation } from '../../facts/ledger-record.ts';
import type { Ledger, WaitingRequest } from './ledger.ts';
import { afterTaking, asked, inTheWay, type Standing, standings } from './room.ts';

/** How a request left the queue (spec C8). */
export type QueueExit =
  | { readonly as: 'granted'; readonly id: string; readonly reservation: Reservation }
  | { readonly as: 'wait_expired'; readonly id: string }
  /** By its caller, or because a limit was lowered below what it asks for. */
  | { readonly as: 'wait_cancelled'; readonly id: string; readonly because: 'caller' | 'exceeds_limit' };

/** A ledger, and who left the queue on the way to it. */
export interface Drained {
  readonly ledger: Ledger;
  readonly left: readonly QueueExit[];
}

/** Longest queue of a process (spec C8). */
export const LONGEST_QUEUE = 1000;

/**
 * Grants what fits, in the order of priority, then arrival (spec C8). A request that does not fit holds back all later
 * ones that share one of the limits in its way; others pass.
 *
 * Every operation of the ledger ends with it. The caller runs it when a period ends, a deadline passes (`nextWake`),
 * or another process has changed the ledger.
 */
export function drain(ledger: Ledger, now: number): Drained {
  if (ledger.waiting.length === 0) return { ledger, left: [] };
  const left: QueueExit[] = [];
  const granted: Reservation[] = [];
  const gone = new Set<string>();
  const held = new Set<string>();
  let all = standings(ledger, now);
  for (const request of byUrgency(ledger.waiting)) {
    const { id, tenant, amounts } = request;
    const blocking = inTheWay(all, tenant, amounts);
    const exit = endOfWait(request, blocking, now);
    if (exit !== null) {
      left.push(exit);
      gone.add(id);
      continue;
    }
    for (const { limit } of blocking) held.add(limit.id);
    if (sharesOne(all, held, request)) continue;
    const reservation = reservationOf(request, now, false);
    left.push({ as: 'granted', id, reservation });
    granted.push(reservation);
    gone.add(id);
    all = afterTaking(all, tenant, amounts);
  }
  return {
    ledger: Object.freeze({
      ...ledger,
      reservations: Object.freeze([...ledger.reservations, ...granted]),
      waiting: Object.freeze(ledger.waiting.filter(({ id }) => !gone.has(id))),
    }),
    left,
  };
}

/**
 * The limit that a direct request would take from those who wait: they come as early or earlier by priority, and the
 * limit is in the way of one of them (spec C8).
 */
export function owedToWaiting(
  all: readonly Standing[],
  waiting: readonly WaitingRequest[],
  request: Pick<WaitingRequest, 'tenant' | 'amounts' | 'priority'>,
): Standing | undefined {
  const before = waiting.filter(({ priority }) => urgency(priority) <= urgency(request.priority));
  const held = new Set(
    before.flatMap(({ tenant, amounts }) => inTheWay(all, tenant, amounts).map(({ limit }) => limit.id)),
  );
  return all.find(({ limit }) => held.has(limit.id) && asked(limit, request.tenant, request.amounts) > 0);
}

export function reservationOf(request: WaitingRequest, now: number, consented: boolean): Reservation {
  const { id, tenant, amounts, priority, ttlMs, level, requestId } = request;
  const held = { id, tenant, amounts, priority, at: now, ttlMs, consented, level, requestId };
  return Object.freeze({ ...held, state: 'open', closedAt: null });
}

function endOfWait(request: WaitingRequest, blocking: readonly Standing[], now: number): QueueExit | null {
  const { id, deadline, tenant, amounts } = request;
  if (deadline !== null && now >= deadline) return { as: 'wait_expired', id };
  const never = blocking.some(({ limit }) => asked(limit, tenant, amounts) > limit.amount);
  return never ? { as: 'wait_cancelled', id, because: 'exceeds_limit' } : null;
}

function sharesOne(all: readonly Standing[], held: ReadonlySet<string>, request: WaitingRequest): boolean {
  return all.some(({ limit }) => held.has(limit.id) && asked(limit, request.tenant, request.amounts) > 0);
}

function byUrgency(waiting: readonly WaitingRequest[]): readonly WaitingRequest[] {
  // Sorting is stable: first in, first out inside a priority.
  return [...waiting].sort((a, b) => urgency(a.priority) - urgency(b.priority));
}

function urgency(priority: WaitingRequest['priority']): number {
  return PRIORITIES.indexOf(priority);
}
