import type { Amounts } from '../../facts/amounts.ts';
import type { LedgerRecord, Priority, Reservation, UsageEntry } from '../../facts/ledger-record.ts';
import type { Limit } from '../../facts/limit.ts';
import { mergeReservations } from './merge-reservations.ts';
import {
  addRecords,
  checkpointOf,
  NO_USAGE,
  totalsFrom,
  type UsageCheckpoint,
  type UsageTotals,
  withCheckpoint,
} from './usage-totals.ts';

/** A request that waits for room (spec C8). It lives in its process only. */
export interface WaitingRequest {
  readonly id: string;
  readonly tenant: string;
  readonly amounts: Amounts;
  readonly priority: Priority;
  readonly ttlMs: number;
  readonly level: string | null;
  readonly requestId: string | null;
  /** Epoch ms; null waits without an end. */
  readonly deadline: number | null;
}

/** Limits, usage, reservations and waiting requests of one workspace (spec C6–C8), an immutable value. */
export interface Ledger {
  /** By id. */
  readonly limits: readonly Limit[];
  /** Open ones, released and expired ones for a week, committed ones for an hour. */
  readonly reservations: readonly Reservation[];
  readonly usage: UsageTotals;
  /** Keys of the limit alerts that were raised: each is raised once, by whichever window sees it first. */
  readonly raised: readonly string[];
  /** In the order of arrival. */
  readonly waiting: readonly WaitingRequest[];
}

/** What lies in the ledger's file, under its lock. The records lie in the store. */
export interface StoredLedger {
  readonly limits: readonly Limit[];
  readonly reservations: readonly Reservation[];
  readonly checkpoint: UsageCheckpoint;
  readonly raised: readonly string[];
}

export const EMPTY_LEDGER: Ledger = Object.freeze({
  limits: Object.freeze([]),
  reservations: Object.freeze([]),
  usage: NO_USAGE,
  raised: Object.freeze([]),
  waiting: Object.freeze([]),
});

/** What was stored and all records since its checkpoint, in any order: the ledger after a restart. */
export function openLedger(stored: StoredLedger, records: Iterable<LedgerRecord>): Ledger {
  const { limits, reservations, checkpoint, raised } = stored;
  const { waiting } = EMPTY_LEDGER;
  const ledger = { limits, reservations, usage: totalsFrom(checkpoint), raised, waiting };
  return withRecords(Object.freeze(ledger), records);
}

export function storedLedger({ limits, reservations, usage, raised }: Ledger): StoredLedger {
  return Object.freeze({ limits, reservations, checkpoint: checkpointOf(usage), raised });
}

/**
 * Takes in records that other processes wrote. A reservation whose usage is among them is committed, also when its
 * process ended between writing the entry and closing the reservation.
 */
export function withRecords(ledger: Ledger, records: Iterable<LedgerRecord>): Ledger {
  const news = [...records];
  const used = new Map<string, UsageEntry>();
  for (const record of news) {
    if (record.kind === 'usage' && record.reservationId !== null) used.set(record.reservationId, record);
  }
  const reservations = ledger.reservations.map((reservation) => {
    const usage = used.get(reservation.id);
    // The id may have been given again since: the usage is that of the reservation made at its instant.
    return usage === undefined || usage.periodAt !== reservation.at || reservation.state === 'committed'
      ? reservation
      : Object.freeze({ ...reservation, state: 'committed' as const, closedAt: usage.at });
  });
  return Object.freeze({
    ...ledger,
    reservations: Object.freeze(reservations),
    usage: addRecords(ledger.usage, news),
  });
}

/**
 * Takes in what lies in the file now, at the start of every operation under its lock: its limits count, reservations
 * are joined, the checkpoint that settled more is used.
 */
export function withStored(ledger: Ledger, stored: StoredLedger): Ledger {
  return Object.freeze({
    ...ledger,
    limits: stored.limits,
    reservations: mergeReservations(ledger.reservations, stored.reservations),
    usage: withCheckpoint(ledger.usage, stored.checkpoint),
    raised: Object.freeze([...new Set([...stored.raised, ...ledger.raised])]),
  });
}
