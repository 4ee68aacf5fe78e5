import { foldUsage, USAGE_FOLD_VERSION } from '../../core/budget/ledger/usage-fold.ts';
import type { Fold } from './stored-record.ts';
import { isOfLedger, type WorkspaceRecord } from './workspace-record.ts';

/** The usage of pruned records: from it and the records that are left a lost ledger is made again. */
export const usageFold: Fold<WorkspaceRecord> = {
  name: 'usage',
  version: USAGE_FOLD_VERSION,
  begin: (before) => {
    let state = before;
    return {
      take: (record) => {
        if (isOfLedger(record)) state = foldUsage(state, record);
      },
      end: () => state,
    };
  },
};
