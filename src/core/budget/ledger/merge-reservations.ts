import type { Reservation, ReservationState } from '../../facts/ledger-record.ts';
import { byCodeUnit } from '../../facts/text-order.ts';

/** Usage that happened outweighs everything; what is closed stays closed. */
const WEIGHT: Readonly<Record<ReservationState, number>> = { open: 0, expired: 1, released: 2, committed: 3 };

/**
 * Joins what two processes know. The order of joining does not matter, and joining twice changes nothing, so that
 * any number of writers come to the same reservations.
 */
export function mergeReservations(
  some: readonly Reservation[],
  others: readonly Reservation[],
): readonly Reservation[] {
  const known = new Map<string, Reservation>();
  for (const reservation of [...some, ...others]) {
    const other = known.get(reservation.id);
    known.set(reservation.id, other === undefined ? reservation : further(other, reservation));
  }
  return Object.freeze([...known.values()].sort((a, b) => a.at - b.at || byCodeUnit(a.id, b.id)));
}

function further(a: Reservation, b: Reservation): Reservation {
  const weight = WEIGHT[a.state] - WEIGHT[b.state];
  if (weight !== 0) return weight > 0 ? a : b;
  const closed = (a.closedAt ?? 0) - (b.closedAt ?? 0);
  if (closed !== 0) return closed < 0 ? a : b;
  // Ids are unique; should two reservations share one after all, every process keeps the same.
  return byCodeUnit(JSON.stringify(a), JSON.stringify(b)) <= 0 ? a : b;
}
