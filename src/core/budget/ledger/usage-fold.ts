import { addAmounts } from '../../facts/amounts.ts';
import type { LedgerRecord } from '../../facts/ledger-record.ts';
import { covers } from '../../facts/limit.ts';
import { checkCheckpoint } from './check-checkpoint.ts';
import type { StoredLedger } from './ledger.ts';
import { byStartAndTenant } from './usage-buckets.ts';
import {
  BEGINNING,
  checkpointOf,
  lastOfEachScope,
  lastReset,
  NO_USAGE,
  PERIODS_LOOK_BACK_DAYS,
  type UsageCheckpoint,
} from './usage-totals.ts';

/** Of the states that `foldUsage` makes. */
export const USAGE_FOLD_VERSION = 1;

/** Days that records stay in detail by default (spec C9), by kind of record. */
export const RETENTION_DAYS = Object.freeze({ outcome: 365, usage: 365, reset: 365, metric: 90 });

/**
 * Days that usage entries and reset markers stay in detail at the least, whatever is set: what is older lies in no
 * period that can be current, so that one sum per tenant stands for it.
 */
export const LEAST_USAGE_RETENTION_DAYS = PERIODS_LOOK_BACK_DAYS;

/**
 * One pruned record more in what stands for all pruned ones, in the order of the history; kept beside the records so
 * that a lost ledger can be told from them (`rebuiltLedger`). JSON in, JSON out; small.
 *
 * @param state of the record before, null for none; what is no such state counts as none
 */
export function foldUsage(state: unknown, record: LedgerRecord): UsageCheckpoint {
  const known = checkCheckpoint(state);
  const { buckets, resets, settledBefore } = known.ok ? known.value : checkpointOf(NO_USAGE);
  if (record.kind === 'reset') {
    const rest = buckets.filter(({ tenant }) => !covers(record.scope, tenant));
    return { settledBefore, buckets: rest, resets: lastOfEachScope([...resets, record]) };
  }
  const { at, tenant, amounts } = record;
  if (at <= lastReset(resets, tenant)) return { settledBefore, buckets, resets };
  const same = buckets.find((bucket) => bucket.tenant === tenant);
  const sum = { start: BEGINNING, tenant, amounts: addAmounts(same?.amounts ?? {}, amounts) };
  const rest = buckets.filter((bucket) => bucket !== same);
  return { settledBefore, buckets: [...rest, sum].sort(byStartAndTenant), resets };
}

/**
 * The ledger as far as records tell it, for when its file and the copy are damaged. Opened with all records that are
 * left, its usage and resets are whole; its limits are the default ones, its reservations are lost, and their usage
 * counts without one.
 *
 * @param fresh the ledger of a new workspace
 * @param folded state of `foldUsage` over the pruned records, null when none was pruned
 */
export function rebuiltLedger(fresh: StoredLedger, folded: unknown): StoredLedger {
  const checkpoint = checkCheckpoint(folded);
  return checkpoint.ok ? Object.freeze({ ...fresh, checkpoint: checkpoint.value }) : fresh;
}
