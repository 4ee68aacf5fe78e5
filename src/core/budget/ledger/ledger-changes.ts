import { readAmounts } from '../../facts/amounts.ts';
import { checkLimit, isInstant, isName } from '../../facts/check-ledger.ts';
import type { ResetMarker, UsageEntry } from '../../facts/ledger-record.ts';
import type { Scope } from '../../facts/limit.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import { byCodeUnit } from '../../facts/text-order.ts';
import { expire } from './expire.ts';
import type { Ledger } from './ledger.ts';
import { drain, type Drained } from './queue.ts';
import { addRecords, entryTime, resetTime } from './usage-totals.ts';
import { isTimeZone } from './wall-clock.ts';

/** What changed, and the record to append to the store before the ledger is saved. */
export interface Recorded<R> extends Drained {
  readonly record: R;
}

export interface UnreservedUsage {
  /** Not blank; the same id counts once. */
  readonly id: string;
  readonly tenant?: string | undefined;
  readonly amounts: unknown;
  /** Of the compute budget that it had, and what that allowed. */
  readonly level?: string | undefined;
  readonly allowed?: unknown;
  readonly requestId?: string | undefined;
  /** When it happened, if not now: its period. */
  readonly periodAt?: number | undefined;
}

/**
 * Adds a limit, or replaces the one of the same id; then grants what fits.
 *
 * Errors: `invalid_limit` (names the field). `local` is resolved to an IANA zone before.
 */
export function setLimit(ledger: Ledger, limit: unknown, now: number): Result<Drained> {
  const checked = checkLimit(limit, isTimeZone);
  if (!checked.ok) return checked;
  const others = ledger.limits.filter(({ id }) => id !== checked.value.id);
  const limits = [...others, checked.value].sort((a, b) => byCodeUnit(a.id, b.id));
  return ok(expire(Object.freeze({ ...ledger, limits: Object.freeze(limits) }), now));
}

/** Errors: `unknown_limit`. */
export function removeLimit(ledger: Ledger, id: string, now: number): Result<Drained> {
  const limits = ledger.limits.filter((limit) => limit.id !== id);
  if (limits.length === ledger.limits.length) {
    const known = limits.map((limit) => limit.id).join(', ');
    return fail('unknown_limit', `There is no limit ${id}. There are ${known === '' ? 'none' : known}.`, {
      id,
    });
  }
  return ok(expire(Object.freeze({ ...ledger, limits: Object.freeze(limits) }), now));
}

/**
 * What the scope used so far stops counting, in every limit; open reservations stay (spec C7). A reset of a tenant
 * lets the workspace's limits forget that tenant's usage too.
 */
export function resetUsage(ledger: Ledger, scope: Scope, now: number): Recorded<ResetMarker> {
  const { ledger: current, left } = expire(ledger, now);
  const at = resetTime(current.usage, scope, now);
  const name = scope === 'workspace' ? scope : `tenant:${scope.tenant}`;
  const record: ResetMarker = Object.freeze({ kind: 'reset', id: `reset:${name}:${at}`, at, scope });
  return { record, ...grown(current, record, left, now) };
}

/**
 * Records usage that happened without a reservation; no limit stops it.
 *
 * Errors: `invalid_request`, `invalid_cost`.
 */
export function trackUsage(
  ledger: Ledger,
  usage: UnreservedUsage,
  now: number,
): Result<Recorded<UsageEntry>> {
  const { id, tenant = '', level = null, requestId = null, periodAt = now } = usage;
  if (!isName(id) || !isInstant(periodAt)) {
    return fail('invalid_request', 'Usage needs an id, and a time if it names one.');
  }
  const amounts = readAmounts(usage.amounts);
  if (!amounts.ok) return amounts;
  const reserved = usage.allowed === undefined ? ok(null) : readAmounts(usage.allowed);
  if (!reserved.ok) return reserved;
  const { ledger: current, left } = expire(ledger, now);
  const at = entryTime(current.usage, tenant, now);
  const what = { id: `usage:${id}`, at, periodAt, tenant, amounts: amounts.value };
  const from = {
    reservationId: null,
    reserved: reserved.value,
    level,
    requestId,
    consented: false,
    late: false,
  };
  const record: UsageEntry = Object.freeze({ kind: 'usage', ...what, ...from });
  return ok({ record, ...grown(current, record, left, now) });
}

/** Takes a request out of the queue. Errors: `unknown_request`. */
export function cancelWaiting(ledger: Ledger, id: string, now: number): Result<Drained> {
  const { ledger: current, left } = expire(ledger, now);
  const waiting = current.waiting.filter((request) => request.id !== id);
  if (waiting.length === current.waiting.length) {
    return fail('unknown_request', `No request ${id} waits. It may have been granted.`, { id });
  }
  const drained = drain(Object.freeze({ ...current, waiting: Object.freeze(waiting) }), now);
  return ok({
    ledger: drained.ledger,
    left: [...left, { as: 'wait_cancelled', id, because: 'caller' }, ...drained.left],
  });
}

function grown(
  ledger: Ledger,
  record: ResetMarker | UsageEntry,
  left: Drained['left'],
  now: number,
): Drained {
  const drained = drain(Object.freeze({ ...ledger, usage: addRecords(ledger.usage, [record]) }), now);
  return { ledger: drained.ledger, left: [...left, ...drained.left] };
}
