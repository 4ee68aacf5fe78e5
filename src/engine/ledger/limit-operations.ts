import type { Ledger } from '../../core/budget/ledger/ledger.ts';
import { cancelWaiting, resetUsage } from '../../core/budget/ledger/ledger-changes.ts';
import type { LimitAlert } from '../../core/budget/ledger/limit-alerts.ts';
import type { QueueExit } from '../../core/budget/ledger/queue.ts';
import { reserve, type ReserveRequest } from '../../core/budget/ledger/reserve.ts';
import { commit, release } from '../../core/budget/ledger/settle-reservation.ts';
import { NO_USAGE, settle } from '../../core/budget/ledger/usage-totals.ts';
import type { Amounts } from '../../core/facts/amounts.ts';
import type { LedgerRecord, Reservation } from '../../core/facts/ledger-record.ts';
import type { Scope } from '../../core/facts/limit.ts';
import { ok, type Result } from '../../core/facts/result.ts';

/** What an operation makes of the ledger. */
export interface Operated<A> {
  readonly ledger: Ledger;
  readonly left?: readonly QueueExit[];
  /** To be appended before the ledger is saved. */
  readonly record?: LedgerRecord;
  readonly answer: A;
}

export type Operation<A> = (ledger: Ledger, now: number) => Result<Operated<A>>;

export interface Done<A> {
  readonly answer: A;
  /** Raised by this operation. */
  readonly alerts: readonly LimitAlert[];
}

/** Changes nothing by itself: what was recorded is taken in, who waits may go, and alerts that are due are raised. */
export const takingIn: Operation<null> = (ledger) => ok({ ledger, answer: null });

/** Answers null where the request waits for room. Errors: those of `reserve`. */
export function reserving(request: Omit<ReserveRequest, 'now'>): Operation<Reservation | null> {
  return (ledger, now) => {
    const done = reserve(ledger, { ...request, now });
    return done.ok ? ok({ ...done.value, answer: done.value.reservation }) : done;
  };
}

/** Answers what went beyond the reservation. Errors: those of `commit`. */
export function committing(id: string, actual: Amounts): Operation<Amounts> {
  return (ledger, now) => {
    const done = commit(ledger, id, actual, now);
    return done.ok ? ok({ ...done.value, answer: done.value.overrun }) : done;
  };
}

/** Errors: those of `release`. */
export function releasing(id: string): Operation<null> {
  return (ledger, now) => withoutAnswer(release(ledger, id, now));
}

/** Errors: `unknown_request`. */
export function cancelling(id: string): Operation<null> {
  return (ledger, now) => withoutAnswer(cancelWaiting(ledger, id, now));
}

/** What was used so far stops counting. */
export function resetting(scope: Scope): Operation<null> {
  return (ledger, now) => ok({ ...resetUsage(ledger, scope, now), answer: null });
}

/** After the history was cleared. The marker tells those who still know what was used that it stopped counting. */
export const forgetting: Operation<null> = (ledger, now) =>
  resetting('workspace')(Object.freeze({ ...ledger, usage: NO_USAGE, raised: [] }), now);

/** What is older than a week goes into the checkpoint, so that its records may be pruned. */
export const settling: Operation<null> = (ledger, now) =>
  ok({ ledger: Object.freeze({ ...ledger, usage: settle(ledger.usage, now) }), answer: null });

function withoutAnswer(done: Result<Omit<Operated<null>, 'answer'>>): Result<Operated<null>> {
  return done.ok ? ok({ ...done.value, answer: null }) : done;
}
