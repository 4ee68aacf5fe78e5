import { ok, type Result } from '../../core/facts/result.ts';
import type { LedgerStatus } from '../../protocol/ledger.ts';
import type { Keeper } from './keeper.ts';

/** How the history is, for people who wonder. Errors: `no_store`, `store_unreadable`. */
export async function historyStatus(keeper: Keeper): Promise<Result<LedgerStatus>> {
  const { store } = keeper;
  if (!store.ok) return store;
  const { history, place, limits } = store.value;
  // what is wrong with the ledger is told too
  const opened = await limits.opened();
  if (!opened.ok) return opened;
  const replay = await history.replay({ kinds: new Set(['outcome']), states: false });
  if (!replay.ok) return replay;
  let records = 0;
  let oldest: number | null = null;
  let newest: number | null = null;
  for await (const batch of replay.value.batches) {
    for (const { at } of batch) {
      records++;
      oldest = Math.min(oldest ?? at, at);
      newest = Math.max(newest ?? at, at);
    }
  }
  const { waiting } = history.status();
  return ok({ store: place.store, records, waiting, oldest, newest, trouble: keeper.trouble });
}

/** Everything that was recorded and learned goes, for all processes; limits stay. Errors: those of the store. */
export async function clearAll(keeper: Keeper): Promise<Result<null>> {
  const { store } = keeper;
  if (!store.ok) return store;
  const { history, limits } = store.value;
  const opened = await limits.opened();
  if (!opened.ok) return opened;
  const cleared = await history.clear();
  if (!cleared.ok) return cleared;
  keeper.forgetCompute();
  keeper.alerts.clear();
  const forgotten = await limits.forget();
  return forgotten.ok ? ok(null) : forgotten;
}
