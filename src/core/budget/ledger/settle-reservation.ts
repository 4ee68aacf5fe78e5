import { type Amounts, readAmounts, type Unit, UNITS } from '../../facts/amounts.ts';
import type { Reservation, UsageEntry } from '../../facts/ledger-record.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import { expire } from './expire.ts';
import type { Ledger } from './ledger.ts';
import { drain, type Drained, type QueueExit } from './queue.ts';
import { addRecords, entryTime, recentEntries } from './usage-totals.ts';

export interface Committed {
  readonly ledger: Ledger;
  /** To append to the store before the ledger is saved: should the process end in between, nothing is lost. */
  readonly record: UsageEntry;
  /** What went beyond the reservation, by unit; empty when nothing did. */
  readonly overrun: Amounts;
  readonly left: readonly QueueExit[];
}

/**
 * Closes a reservation with what was really used (spec C7). Less than reserved frees the rest, more is recorded as it
 * happened. After its expiry the usage still counts, and its entry is marked `late`. It belongs to the periods in
 * which the reservation was made.
 *
 * Errors: `invalid_cost`, `unknown_reservation`, `reservation_closed`.
 *
 * @param actual `Amounts`
 * @param now epoch ms
 */
export function commit(ledger: Ledger, id: string, actual: unknown, now: number): Result<Committed> {
  const amounts = readAmounts(actual);
  if (!amounts.ok) return amounts;
  const { ledger: current, left } = expire(ledger, now);
  const found = closable(current, id, 'commit');
  if (!found.ok) return found;
  const reservation = found.value;
  const { tenant, level, requestId, consented } = reservation;
  const record: UsageEntry = Object.freeze({
    kind: 'usage',
    id: usageId(reservation),
    at: entryTime(current.usage, tenant, now),
    periodAt: reservation.at,
    tenant,
    amounts: amounts.value,
    reservationId: id,
    reserved: reservation.amounts,
    level,
    requestId,
    consented,
    late: reservation.state === 'expired',
  });
  const closed = close(current, reservation, 'committed', now);
  const used = Object.freeze({ ...closed, usage: addRecords(closed.usage, [record]) });
  const drained = drain(used, now);
  const overrun = overrunOf(amounts.value, reservation.amounts);
  return ok({ ledger: drained.ledger, record, overrun, left: [...left, ...drained.left] });
}

/** Closes a reservation without usage. Errors: `unknown_reservation`, `reservation_closed`. */
export function release(ledger: Ledger, id: string, now: number): Result<Drained> {
  const { ledger: current, left } = expire(ledger, now);
  const found = closable(current, id, 'release');
  if (!found.ok) return found;
  const drained = drain(close(current, found.value, 'released', now), now);
  return ok({ ledger: drained.ledger, left: [...left, ...drained.left] });
}

function closable(ledger: Ledger, id: string, by: 'commit' | 'release'): Result<Reservation> {
  const reservation = ledger.reservations.find((known) => known.id === id);
  if (reservation === undefined) {
    const used = recentEntries(ledger.usage).some(({ reservationId }) => reservationId === id);
    if (used) return alreadyClosed(id, 'committed');
    return fail('unknown_reservation', `There is no reservation ${id}. It may have been closed long ago.`, {
      id,
    });
  }
  const { state } = reservation;
  if (state === 'open' || (state === 'expired' && by === 'commit')) return ok(reservation);
  return alreadyClosed(id, state);
}

function alreadyClosed(id: string, state: Reservation['state']) {
  return fail('reservation_closed', `The reservation ${id} is ${state} already.`, { id, state });
}

/** The same for the same commit, written twice; another when the id is given again after the ledger forgot it. */
function usageId({ id, at }: Reservation): string {
  return `usage:${id}:${at}`;
}

function close(ledger: Ledger, closing: Reservation, state: 'committed' | 'released', now: number): Ledger {
  const closed = Object.freeze({ ...closing, state, closedAt: now });
  const reservations = ledger.reservations.map((known) => (known === closing ? closed : known));
  return Object.freeze({ ...ledger, reservations: Object.freeze(reservations) });
}

function overrunOf(actual: Amounts, reserved: Amounts): Amounts {
  const overrun: Partial<Record<Unit, number>> = {};
  for (const unit of UNITS) {
    const more = (actual[unit] ?? 0) - (reserved[unit] ?? 0);
    if (more > 0) overrun[unit] = more;
  }
  return Object.freeze(overrun);
}
