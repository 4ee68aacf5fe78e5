import type { Reservation } from '../../facts/ledger-record.ts';
import { drain, type Drained } from './queue.ts';
import type { Ledger } from './ledger.ts';
import { inTheWay, standings } from './room.ts';

/** How long a reservation is held when nobody says (spec C7). */
export const DEFAULT_TTL_MS = 15 * 60_000;

/** For so long a released reservation says that it is closed, and one that expired takes a late commit. */
const CLOSED_KEPT_MS = 7 * 24 * 60 * 60_000;

/**
 * A committed one lives on in its usage entry. Most are committed: kept for a week they would make up nearly all of
 * the ledger's file, which every operation writes anew.
 */
const COMMITTED_KEPT_MS = 60 * 60_000;

/**
 * Releases the reservations that are older than their time to live (spec C7), then grants what fits. Every operation
 * begins with it.
 */
export function expire(ledger: Ledger, now: number): Drained {
  const reservations = ledger.reservations
    .filter((reservation) => !isForgotten(reservation, now))
    .map((reservation) =>
      isOverdue(reservation, now)
        ? Object.freeze({ ...reservation, state: 'expired' as const, closedAt: now })
        : reservation,
    );
  return drain(Object.freeze({ ...ledger, reservations: Object.freeze(reservations) }), now);
}

/**
 * The next instant at which something changes by time alone: a reservation or a deadline runs out, or a period ends
 * that somebody waits for. The caller runs `expire` then.
 *
 * @returns epoch ms > now, or null when there is nothing to wait for
 */
export function nextWake(ledger: Ledger, now: number): number | null {
  const runOut = ledger.reservations
    .filter(({ state }) => state === 'open')
    .map(({ at, ttlMs }) => at + Math.floor(ttlMs) + 1);
  const deadlines = ledger.waiting.flatMap(({ deadline }) => deadline ?? []);
  const all = ledger.waiting.length === 0 ? [] : standings(ledger, now);
  const periods = ledger.waiting.flatMap(({ tenant, amounts }) =>
    inTheWay(all, tenant, amounts)
      .filter(({ limit }) => limit.period !== 'total')
      .map(({ period }) => period.end),
  );
  const soonest = [...runOut, ...deadlines, ...periods].reduce((a, b) => Math.min(a, b), Infinity);
  return soonest === Infinity ? null : Math.max(soonest, now + 1);
}

/** Also one of the future: made while the clock was wrong, it would hold room until the clock comes there again. */
function isOverdue({ state, at, ttlMs }: Reservation, now: number): boolean {
  return state === 'open' && Math.abs(now - at) > ttlMs;
}

function isForgotten({ state, closedAt, at, ttlMs }: Reservation, now: number): boolean {
  const kept = state === 'committed' ? COMMITTED_KEPT_MS : CLOSED_KEPT_MS;
  // Not before its time is over: a process that still holds it as open sees it expire, not live again.
  return closedAt !== null && now - closedAt > kept && now - at > ttlMs;
}
