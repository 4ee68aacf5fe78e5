import { checkCheckpoint } from '../../core/budget/ledger/check-checkpoint.ts';
import {
  addRecords,
  checkpointOf,
  NO_USAGE,
  settle,
  SETTLE_AFTER_MS,
  totalsFrom,
  type UsageTotals,
} from '../../core/budget/ledger/usage-totals.ts';
import type { LedgerRecord } from '../../core/facts/ledger-record.ts';
import type { Fold } from './stored-record.ts';
import type { WorkspaceRecord } from './workspace-record.ts';

/** The usage of pruned records: from it and the records that are left a lost ledger is made again. */
export const usageFold: Fold<WorkspaceRecord> = {
  name: 'usage',
  version: 1,
  begin: (state) => {
    const before = totalsBefore(state);
    const pruned: LedgerRecord[] = [];
    let last = -Infinity;
    return {
      take: (record) => {
        if (record.kind === 'outcome') return;
        pruned.push(record);
        last = Math.max(last, record.at);
      },
      // settled up to the last one that was pruned: every later one is still a record
      end: () => {
        if (pruned.length === 0) return checkpointOf(before);
        return checkpointOf(settle(addRecords(before, pruned), last + 1 + SETTLE_AFTER_MS));
      },
    };
  },
};

function totalsBefore(state: unknown): UsageTotals {
  if (state === null) return NO_USAGE;
  const checked = checkCheckpoint(state);
  // its file has a checksum and this version wrote it
  if (!checked.ok) throw new RangeError(checked.error.message);
  return totalsFrom(checked.value);
}
