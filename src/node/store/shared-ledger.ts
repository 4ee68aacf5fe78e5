import { statSync } from 'node:fs';
import { Low } from 'lowdb';
import { fail, type Failure, ok, type Result } from '../../core/facts/result.ts';
import { makePrivateFolder } from '../data-folder.ts';
import { systemCode } from '../reading-trouble.ts';
import { type Disk, systemDisk } from './disk.ts';
import { ledgerAdapter, ledgerPath, type LedgerSchema, removeLedger } from './ledger-file.ts';
import { withLock } from './lock.ts';
import { keepLooking } from './noticing.ts';
import { type Owner, thisProcess } from './owner.ts';
import { lockPath } from './places.ts';
import { oneAtATime } from './one-at-a-time.ts';

export interface SharedLedgerOptions<S> {
  readonly store: string;
  readonly schema: LedgerSchema<S>;
  /**
   * The state as it can be told from the records, for when ledger and copy are damaged; default: the empty one. Must
   * not ask this ledger.
   */
  readonly rebuild?: () => Promise<S>;
  readonly disk?: Disk;
  readonly owner?: Owner;
  /** Epoch ms. */
  readonly now?: () => number;
  readonly lockWaitMs?: number;
  readonly pollMs?: number;
}

export interface LedgerView<S> {
  readonly state: S;
  /** Grows by one with every change, whoever made it. */
  readonly revision: number;
  /** What is wrong with the file; the state is then the best that could be had. */
  readonly trouble: Failure | null;
}

/** What a change makes of the state, and what it tells its caller. */
export interface LedgerChange<S, A> {
  readonly state: S;
  readonly answer: A;
}

/** The small state of a workspace, one for all its processes (spec P7). */
export interface SharedLedger<S> {
  /** As it is now; read from the disk only when the file changed. */
  read(): Promise<LedgerView<S>>;
  /**
   * Changes the state under the lock between processes: `work` gets what is on the disk, and what it returns is there
   * before this returns; the same state again is not written. Its failures and those of the schema's check are passed on, and nothing changes. Own
   * failures: `store_busy`, `store_newer`, `store_unreadable`, `write_failed`.
   */
  change<A>(
    work: (state: S) => Result<LedgerChange<S, A>> | Promise<Result<LedgerChange<S, A>>>,
  ): Promise<Result<A>>;
  /** Tells every change, also those of other processes, within a second. @returns stops it */
  follow(listener: (view: LedgerView<S>) => void): () => Promise<void>;
  /** Back to the empty state. */
  clear(): Promise<Result<null>>;
}

export function openSharedLedger<S>(options: SharedLedgerOptions<S>): SharedLedger<S> {
  const { store, schema } = options;
  const disk = options.disk ?? systemDisk;
  const owner = options.owner ?? thisProcess();
  const adapter = ledgerAdapter(store, schema, disk, options.now ?? Date.now);
  const database = new Low<S>(adapter, schema.empty);
  let stamp: string | null = null;
  let view: LedgerView<S> | null = null;

  const load = async (): Promise<LedgerView<S>> => {
    const found = stampOf(ledgerPath(store));
    // a file that could not be read may be readable by now without any sign of it
    if (view !== null && found === stamp && view.trouble?.code !== 'store_unreadable') return view;
    database.data = schema.empty;
    await database.read();
    const { trouble, revision, mayWrite } = adapter.finding();
    const lost = trouble !== null && mayWrite && revision === 0;
    if (lost && options.rebuild !== undefined) database.data = await options.rebuild();
    stamp = found;
    view = { state: database.data, revision, trouble };
    return view;
  };

  const inTurn = oneAtATime();

  const locked = <A>(work: () => Promise<Result<A>>): Promise<Result<A>> =>
    inTurn(async () => {
      const folder = makePrivateFolder(store);
      if (!folder.ok) return folder;
      const wait = options.lockWaitMs === undefined ? {} : { waitMs: options.lockWaitMs };
      return withLock(lockPath(store), { owner, ...wait }, async (lock) => {
        const before = await load();
        if (!adapter.finding().mayWrite && before.trouble !== null)
          return { ok: false, error: before.trouble };
        if (!lock.holds()) return fail('store_busy', 'Another process took the lock over. Try again.');
        try {
          return await work();
        } catch (error) {
          const code = systemCode(error);
          if (code === null) throw error;
          view = null;
          return fail('write_failed', `${ledgerPath(store)} cannot be written (${code}).`, { code });
        }
      });
    });

  return {
    read: () => inTurn(load),
    change: (work) =>
      locked(async () => {
        const changed = await work(database.data);
        if (!changed.ok) return changed;
        if (changed.value.state === database.data) return ok(changed.value.answer);
        // what could not be read back would cost the whole ledger
        const checked = schema.check(changed.value.state);
        if (!checked.ok) return checked;
        database.data = changed.value.state;
        await database.write();
        stamp = stampOf(ledgerPath(store));
        view = { state: database.data, revision: adapter.finding().revision, trouble: null };
        return ok(changed.value.answer);
      }),
    follow: (listener) => {
      let told: string | null = null;
      return keepLooking(
        () => [store],
        async () => {
          const now = await inTurn(load);
          const sign = `${now.revision} ${now.trouble?.code}`;
          if (sign === told) return;
          told = sign;
          listener(now);
        },
        options.pollMs,
      );
    },
    clear: () =>
      locked(async () => {
        removeLedger(store);
        view = null;
        return ok(null);
      }),
  };
}

/** Every change makes a new file: another number, time or size. */
function stampOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? 'none' : `${found.ino} ${found.mtimeNs} ${found.size}`;
}
