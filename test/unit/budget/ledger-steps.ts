import assert from 'node:assert/strict';
import {
  EMPTY_LEDGER,
  type Ledger,
  type StoredLedger,
  storedLedger,
} from '../../../src/core/budget/ledger/ledger.ts';
import { setLimit, trackUsage } from '../../../src/core/budget/ledger/ledger-changes.ts';
import { reserve, type ReserveRequest } from '../../../src/core/budget/ledger/reserve.ts';
import { standings } from '../../../src/core/budget/ledger/room.ts';
import type { Result } from '../../../src/core/facts/result.ts';

/** A Friday morning. */
export const NOW = Date.parse('2026-11-20T09:00Z');
/** The end of that day. */
export const MIDNIGHT = Date.parse('2026-11-21T00:00Z');
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** A daily limit on compute units, and how else it is wished. */
export function limit(id: string, amount: number, more: object = {}): object {
  return { id, unit: 'computeUnits', amount, period: 'day', ...more };
}

export function ledgerWith(...limits: readonly object[]): Ledger {
  return limits.reduce<Ledger>((ledger, next) => value(setLimit(ledger, next, NOW)).ledger, EMPTY_LEDGER);
}

/** A workspace with one limit: 20 compute units a day. */
export const TWENTY_A_DAY = ledgerWith(limit('day', 2000));

/** A request for compute units, in hundredths. */
export function asking(id: string, computeUnits: number, more: Partial<ReserveRequest> = {}): ReserveRequest {
  return { id, amounts: { computeUnits }, now: NOW, ...more };
}

/** The ledger after a request that is granted or waits. */
export function after(ledger: Ledger, request: ReserveRequest): Ledger {
  return value(reserve(ledger, request)).ledger;
}

/** The ledger after usage that was not reserved, in hundredths of compute units. */
export function withUsage(ledger: Ledger, id: string, computeUnits: number, now = NOW): Ledger {
  return value(trackUsage(ledger, { id, amounts: { computeUnits } }, now)).ledger;
}

/** What another process reads of the ledger in its file: through JSON, unchecked. */
export function inFile(ledger: Ledger): StoredLedger {
  return JSON.parse(JSON.stringify(storedLedger(ledger))) as StoredLedger;
}

export function value<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  return result.value;
}

export function codeOf(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code;
}

/** What is left of each limit, in its unit. */
export function remaining(ledger: Ledger, now = NOW): readonly number[] {
  return standings(ledger, now).map((standing) => standing.remaining);
}
