import type { LedgerRecord } from '../../facts/ledger-record.ts';
import { expire } from './expire.ts';
import { type Ledger, type StoredLedger, withRecords, withStored } from './ledger.ts';
import type { Drained } from './queue.ts';

/**
 * What a process does first under the ledger's lock, before each of its operations, and whenever another process has
 * changed file or records: takes in both, releases what is overdue and grants what fits (spec C7, C8, P7).
 *
 * @param ledger what this process knows, with those who wait here
 * @param stored the ledger's file as it is now
 * @param records those this process has not seen; any it has are counted once
 * @param now epoch ms
 */
export function catchUp(
  ledger: Ledger,
  stored: StoredLedger,
  records: Iterable<LedgerRecord>,
  now: number,
): Drained {
  // The file first: a reservation whose usage is among the records is committed by them.
  return expire(withRecords(withStored(ledger, stored), records), now);
}
