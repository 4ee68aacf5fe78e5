import {
  checkStoredLedger,
  LEDGER_VERSION,
  NEW_LEDGER,
} from '../../core/budget/ledger/check-stored-ledger.ts';
import type { StoredLedger } from '../../core/budget/ledger/ledger.ts';
import { rebuiltLedger } from '../../core/budget/ledger/usage-fold.ts';
import type { History } from './history.ts';
import { openSharedLedger, type SharedLedger, type SharedLedgerOptions } from './shared-ledger.ts';
import { usageFold } from './usage-fold.ts';
import type { WorkspaceRecord } from './workspace-record.ts';

/**
 * The ledger of a workspace: limits, reservations, the checkpoint of its usage, alerts that were raised. Should both
 * its files be damaged, the usage is told from the history; limits are the default ones then, and nothing is reserved.
 */
export function openWorkspaceLedger(
  history: History<WorkspaceRecord>,
  options: Omit<SharedLedgerOptions<StoredLedger>, 'schema' | 'rebuild'>,
): SharedLedger<StoredLedger> {
  return openSharedLedger({
    ...options,
    schema: { version: LEDGER_VERSION, check: checkStoredLedger, empty: NEW_LEDGER },
    rebuild: async () => {
      const replay = await history.replay({ kinds: new Set() });
      if (!replay.ok) return NEW_LEDGER;
      await replay.value.close();
      return rebuiltLedger(NEW_LEDGER, replay.value.checkpoint?.states[usageFold.name]?.state ?? null);
    },
  });
}
