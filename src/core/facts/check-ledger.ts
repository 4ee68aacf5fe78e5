import { readAmounts, UNITS } from './amounts.ts';
import { isObject } from './json-value.ts';
import { type LedgerRecord, PRIORITIES, type Reservation, type UsageEntry } from './ledger-record.ts';
import { type Limit, LIMIT_PERIODS, type Scope } from './limit.ts';
import { fail, ok, type Result } from './result.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A usage entry or a reset marker as it comes back from a store. Errors: `invalid_record`, naming the field. */
export function checkLedgerRecord(value: unknown): Result<LedgerRecord> {
  if (!isObject(value)) return wrong('record', '');
  const { kind, id, at } = value;
  if (!isName(id)) return wrong('record', 'id');
  if (!isInstant(at)) return wrong('record', 'at');
  if (kind === 'usage') return usageEntry(value, id, at);
  if (kind !== 'reset') return wrong('record', 'kind');
  const scope = readScope(value['scope']);
  return scope === null ? wrong('record', 'scope') : ok(Object.freeze({ kind, id, at, scope }));
}

/** A reservation as it comes back from the ledger. Errors: `invalid_record`, naming the field. */
export function checkReservation(value: unknown): Result<Reservation> {
  if (!isObject(value)) return wrong('reservation', '');
  const { id, tenant, at, ttlMs, consented, state, closedAt } = value;
  const amounts = readAmounts(value['amounts']);
  const priority = PRIORITIES.find((known) => known === value['priority']);
  const { level = null, requestId = null } = value;
  if (!isName(id)) return wrong('reservation', 'id');
  if (typeof tenant !== 'string') return wrong('reservation', 'tenant');
  if (!amounts.ok) return wrong('reservation', 'amounts');
  if (priority === undefined) return wrong('reservation', 'priority');
  if (!isInstant(at)) return wrong('reservation', 'at');
  if (!isDuration(ttlMs)) return wrong('reservation', 'ttlMs');
  if (typeof consented !== 'boolean') return wrong('reservation', 'consented');
  if (!isTextOrNull(level)) return wrong('reservation', 'level');
  if (!isTextOrNull(requestId)) return wrong('reservation', 'requestId');
  const held = { id, tenant, amounts: amounts.value, priority, at, ttlMs, consented, level, requestId };
  if (state === 'open' && closedAt === null) return ok(Object.freeze({ ...held, state, closedAt }));
  if (state !== 'committed' && state !== 'released' && state !== 'expired')
    return wrong('reservation', 'state');
  if (!isInstant(closedAt)) return wrong('reservation', 'closedAt');
  return ok(Object.freeze({ ...held, state, closedAt }));
}

/**
 * A limit from the settings, the terminal or the ledger (spec C6). Absent: `timeZone` utc, `scope` workspace,
 * `warnShare` null.
 *
 * @param isTimeZone whether this machine knows the zone; `local` is resolved before
 *
 * Errors: `invalid_limit`, naming the field.
 */
export function checkLimit(value: unknown, isTimeZone: (zone: string) => boolean): Result<Limit> {
  const refuse = (field: string, expected: string) =>
    fail('invalid_limit', `"${field}" of a limit must be ${expected}.`, { field });
  if (!isObject(value)) return fail('invalid_limit', 'A limit is an object.', { field: '' });
  const { id, amount, timeZone = 'utc', warnShare = null } = value;
  const unit = UNITS.find((known) => known === value['unit']);
  const period = LIMIT_PERIODS.find((known) => known === value['period']);
  const scope = readScope(value['scope'] ?? 'workspace');
  if (!isName(id)) return refuse('id', 'a name');
  if (unit === undefined) return refuse('unit', `one of ${UNITS.join(', ')}`);
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount <= 0) {
    return refuse('amount', 'a whole number above 0 (hundredths of compute units, tokens, micro-USD)');
  }
  if (period === undefined) return refuse('period', `one of ${LIMIT_PERIODS.join(', ')}`);
  if (typeof timeZone !== 'string' || !isTimeZone(timeZone)) {
    return refuse('timeZone', 'utc or the name of a time zone such as Europe/Berlin');
  }
  if (scope === null) return refuse('scope', '"workspace" or {"tenant": name}');
  if (warnShare !== null && (typeof warnShare !== 'number' || !(warnShare > 0 && warnShare < 1))) {
    return refuse('warnShare', 'a share between 0 and 1, or null');
  }
  return ok(Object.freeze({ id, unit, amount, period, timeZone, scope, warnShare }));
}

export function readScope(value: unknown): Scope | null {
  if (value === 'workspace') return 'workspace';
  return isObject(value) && typeof value['tenant'] === 'string'
    ? Object.freeze({ tenant: value['tenant'] })
    : null;
}

function usageEntry(value: Fields, id: string, at: number): Result<UsageEntry> {
  const { periodAt, tenant, consented, late } = value;
  const { reservationId = null, reserved = null, level = null, requestId = null } = value;
  const amounts = readAmounts(value['amounts']);
  const held = reserved === null ? ok(null) : readAmounts(reserved);
  if (!isInstant(periodAt)) return wrong('record', 'periodAt');
  if (typeof tenant !== 'string') return wrong('record', 'tenant');
  if (!amounts.ok) return wrong('record', 'amounts');
  if (!isTextOrNull(reservationId)) return wrong('record', 'reservationId');
  if (!held.ok) return wrong('record', 'reserved');
  if (!isTextOrNull(level)) return wrong('record', 'level');
  if (!isTextOrNull(requestId)) return wrong('record', 'requestId');
  if (typeof consented !== 'boolean') return wrong('record', 'consented');
  if (typeof late !== 'boolean') return wrong('record', 'late');
  const entry = { kind: 'usage', id, at, periodAt, tenant, amounts: amounts.value, reservationId } as const;
  return ok(Object.freeze({ ...entry, reserved: held.value, level, requestId, consented, late }));
}

export function isName(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

/** Within the range of Date, less a margin in which every period of the calendar still has two ends. */
const LATEST = 8.64e15 - 100 * 86_400_000;

export function isInstant(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= LATEST;
}

export function isDuration(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value);
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function wrong(what: string, field: string) {
  const named = field === '' ? 'it is no object' : `"${field}" is missing or wrong`;
  return fail('invalid_record', `A ${what} of the ledger cannot be used: ${named}.`, { field });
}
