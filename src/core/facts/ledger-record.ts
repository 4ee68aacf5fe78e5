import type { Amounts } from './amounts.ts';
import type { Scope } from './limit.ts';

/**
 * Usage that happened (spec C7): a record, appended to the store. Its id is made from the reservation's, so that the
 * same commit written twice counts once.
 */
export interface UsageEntry {
  readonly kind: 'usage';
  readonly id: string;
  /** When it was recorded, epoch ms. A later reset marker of its scope makes it stop counting. */
  readonly at: number;
  /** The instant whose period it belongs to: when its reservation was made. */
  readonly periodAt: number;
  readonly tenant: string;
  readonly amounts: Amounts;
  /** The reservation whose place it takes, null for usage without one. */
  readonly reservationId: string | null;
  /** What was reserved, or allowed without a reservation; null where neither is known. */
  readonly reserved: Amounts | null;
  /** Of the compute budget, when there was one: `hard`, or a custom level. */
  readonly level: string | null;
  readonly requestId: string | null;
  /** It passed a limit, with consent. */
  readonly consented: boolean;
  /** Its reservation had expired. */
  readonly late: boolean;
}

/** A record, appended: what the scope used up to this instant stops counting. */
export interface ResetMarker {
  readonly kind: 'reset';
  readonly id: string;
  readonly at: number;
  readonly scope: Scope;
}

export type LedgerRecord = UsageEntry | ResetMarker;

/** Order of waiting requests, the most urgent first (spec C8). */
export const PRIORITIES = ['critical', 'high', 'normal', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

export type ReservationState = 'open' | 'committed' | 'released' | 'expired';

/** Room held until the usage is known. Lies in the ledger, under its lock. */
export interface Reservation {
  readonly id: string;
  readonly tenant: string;
  readonly amounts: Amounts;
  readonly priority: Priority;
  /** When it was made, epoch ms; it belongs to the periods that hold this instant. */
  readonly at: number;
  readonly ttlMs: number;
  readonly consented: boolean;
  readonly level: string | null;
  readonly requestId: string | null;
  readonly state: ReservationState;
  /** Null while open. */
  readonly closedAt: number | null;
}
