import { checkLimit, checkReservation } from '../../facts/check-ledger.ts';
import { isObject } from '../../facts/json-value.ts';
import type { Reservation } from '../../facts/ledger-record.ts';
import type { Limit } from '../../facts/limit.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import { byCodeUnit } from '../../facts/text-order.ts';
import { checkCheckpoint } from './check-checkpoint.ts';
import { DEFAULT_LIMITS } from './default-limits.ts';
import { EMPTY_LEDGER, type StoredLedger, storedLedger } from './ledger.ts';
import { isTimeZone } from './wall-clock.ts';

/** Of the ledger's file. */
export const LEDGER_VERSION = 1;

/** Of a new workspace: nothing used, nothing reserved, the default limits (spec P12). */
export const NEW_LEDGER: StoredLedger = Object.freeze({
  ...storedLedger(EMPTY_LEDGER),
  limits: DEFAULT_LIMITS,
});

/**
 * The ledger as it comes back from its file. All or nothing: a ledger that lost a limit or a reservation would let work
 * pass what its user set, so that its copy is asked instead.
 *
 * Errors: `invalid_ledger`, whose message names what is wrong.
 */
export function checkStoredLedger(value: unknown): Result<StoredLedger> {
  if (!isObject(value)) return wrong('it is no object');
  const { limits, reservations, raised = [] } = value;
  if (!Array.isArray(limits) || !Array.isArray(reservations))
    return wrong('limits or reservations are no list');
  if (!isTexts(raised)) return wrong('"raised" is no list of texts');
  const readLimits: Limit[] = [];
  for (const limit of limits as unknown[]) {
    const checked = checkLimit(limit, isTimeZone);
    if (!checked.ok) return wrong(checked.error.message);
    readLimits.push(checked.value);
  }
  const readReservations: Reservation[] = [];
  for (const reservation of reservations as unknown[]) {
    const checked = checkReservation(reservation);
    if (!checked.ok) return wrong(checked.error.message);
    readReservations.push(checked.value);
  }
  if (!areDifferent(readLimits) || !areDifferent(readReservations)) return wrong('an id is there twice');
  const checkpoint = checkCheckpoint(value['checkpoint']);
  if (!checkpoint.ok) return checkpoint;
  return ok(
    Object.freeze({
      // Refusals name the first limit by id, and rely on this order.
      limits: Object.freeze(readLimits.sort((a, b) => byCodeUnit(a.id, b.id))),
      reservations: Object.freeze(readReservations),
      checkpoint: checkpoint.value,
      raised: Object.freeze([...raised]),
    }),
  );
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && (value as unknown[]).every((entry) => typeof entry === 'string');
}

function areDifferent(named: readonly { readonly id: string }[]): boolean {
  return new Set(named.map(({ id }) => id)).size === named.length;
}

function wrong(what: string) {
  return fail('invalid_ledger', `The ledger cannot be used: ${what}.`);
}
