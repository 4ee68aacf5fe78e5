import { rmSync } from 'node:fs';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { makePrivateFolder } from '../data-folder.ts';
import { systemCode } from '../reading-trouble.ts';
import { createAppender, type Written } from './append.ts';
import { readCheckpoint } from './checkpoint.ts';
import { trustedTime } from './clock.ts';
import { compact, type Compaction } from './compact.ts';
import { type Disk, systemDisk } from './disk.ts';
import type { IndexEntry } from './history-index.ts';
import { type HistoryStatus, historyStatus } from './history-status.ts';
import { recordLine } from './line.ts';
import { withLock } from './lock.ts';
import { keepLooking } from './noticing.ts';
import { type Owner, thisProcess } from './owner.ts';
import { eraFolder, erasIn, lockPath, quarantineFolder } from './places.ts';
import { createReader } from './reader.ts';
import { type HistoryFilter, openReplay, type Replay } from './replay.ts';
import type { Retention } from './retention.ts';
import type { Fold, RecordSchema, StoredRecord } from './stored-record.ts';

export interface HistoryOptions<R extends StoredRecord> {
  /** The workspace's folder, from `storeFolder`. */
  readonly store: string;
  readonly schema: RecordSchema<R>;
  /** Every state that must go on over pruned records. */
  readonly folds: readonly Fold<R>[];
  readonly retention: (kind: string) => Retention;
  readonly disk?: Disk;
  readonly owner?: Owner;
  /** Epoch ms. */
  readonly now?: () => number;
  readonly pollMs?: number;
  /** After a refusal, ms; asked anew each time. */
  readonly retryMs?: number | (() => number);
}

/**
 * What became of a record: `written` is acknowledged; `waiting` is in memory until the disk takes it; `known` was
 * there already; `expired`, of imports only, is older than what was pruned, and may be counted there already.
 */
export type Appended = Written | 'known' | 'expired';

/** Records that this process did not know, whoever wrote them. */
export interface HistoryNews<R extends StoredRecord> {
  /** The history was cleared; forget everything, then take what follows. */
  readonly cleared: boolean;
  readonly records: readonly R[];
}

/**
 * The records of a workspace: every process appends to a segment of its own, without a lock; readers merge them all.
 * A record is acknowledged when the operating system has it: then the end of this process, however it comes, does
 * not lose it; the disk is asked to keep it within a second.
 */
export interface History<R extends StoredRecord> {
  /** Never fails for a fault of the storage. Fails with the check's code when it is no record. */
  append(record: R, options?: { readonly imported?: boolean }): Promise<Result<Appended>>;
  /** Reads what is there; nothing else waits for it. Fails with `store_unreadable`. */
  load(): Promise<Result<null>>;
  /** Tells records as they come, those of other processes within a second; after `load`. @returns stops it */
  follow(listener: (news: HistoryNews<R>) => void): () => void;
  /** The history as it is now, in its order. */
  replay(filter?: HistoryFilter): Promise<Result<Replay<R>>>;
  /** Retention, merging, setting damage aside: at the start and once a day, when nothing else is to be done. */
  maintain(): Promise<Result<Compaction>>;
  /** Everything goes, for all processes: records, checkpoints, import offsets, quarantine. The ledger stays. */
  clear(): Promise<Result<null>>;
  status(): HistoryStatus;
  onStatus(listener: () => void): () => void;
  /** Writes what waits, now. */
  retry(): Promise<void>;
  /** Folder of what must go with the history when it is cleared. */
  folder(): string;
  close(): Promise<void>;
}

interface Own<R> {
  readonly record: R;
  /** Steady clock; null until the disk has it. */
  writtenAt: number | null;
}

/** Opens the history of a workspace; reads nothing and makes nothing yet. */
export function openHistory<R extends StoredRecord>(options: HistoryOptions<R>): History<R> {
  const { store, schema } = options;
  const disk = options.disk ?? systemDisk;
  const owner = options.owner ?? thisProcess();
  const now = options.now ?? Date.now;
  const reader = createReader({ store, schema, owner });
  // ours, until a look finds them on the disk
  const own = new Map<string, Own<R>>();
  const listeners = new Set<(news: HistoryNews<R>) => void>();
  const statusListeners = new Set<() => void>();
  let horizon: {
    readonly checkpoint: string | null;
    readonly kinds: Readonly<Record<string, number>>;
  } | null = null;
  let loaded = false;
  let stopLooking: (() => Promise<void>) | null = null;

  const changed = (): void => {
    for (const listener of statusListeners) listener();
  };
  const appender = createAppender({
    store,
    owner,
    disk,
    now,
    version: schema.version,
    ...(options.retryMs === undefined ? {} : { retryMs: options.retryMs }),
    onChange: changed,
    onWritten: (id) => {
      const mine = own.get(id);
      if (mine !== undefined) mine.writtenAt = performance.now();
    },
    onDropped: (id) => own.delete(id),
  });

  const look = async (): Promise<void> => {
    const began = performance.now();
    const { cleared, found } = await reader.look();
    const fresh = found.filter(({ id }) => !own.delete(id));
    if (cleared) {
      appender.forget();
      for (const [id, { writtenAt }] of own) if (writtenAt === null || writtenAt < began) own.delete(id);
    }
    if (fresh.length > 0 || cleared) tell({ cleared, records: fresh });
  };

  const tell = (news: HistoryNews<R>): void => {
    if (loaded) for (const listener of listeners) listener(news);
  };

  const lookSafely = async (): Promise<Result<null>> => {
    try {
      await look();
      return ok(null);
    } catch (error) {
      const code = systemCode(error);
      if (code === null) throw error;
      return fail('store_unreadable', `The history in ${store} cannot be read (${code}).`, { code });
    }
  };

  const isExpired = async ({ kind, at }: StoredRecord): Promise<boolean> => {
    const checkpoint = reader.checkpoint();
    if (horizon === null || horizon.checkpoint !== checkpoint) {
      const read = checkpoint === null ? null : await readCheckpoint(reader.folder(), checkpoint);
      horizon = { checkpoint, kinds: read?.ok === true ? read.value.horizon : {} };
    }
    return at <= (horizon.kinds[kind] ?? -Infinity);
  };

  const allEntries = function* (): Generator<IndexEntry> {
    yield* reader.index.entries();
    let line = 0;
    for (const [id, { record }] of own) {
      if (reader.index.has(id)) continue;
      // behind everything of the same time: they came last
      yield { id, kind: record.kind, at: record.at, origin: { segment: '~', line: line++ }, places: [] };
    }
  };

  return {
    append: async (record, { imported = false } = {}) => {
      const checked = schema.check(record);
      if (!checked.ok) return checked;
      // as it was checked: fields that the check does not know are not stored
      const { value } = checked;
      const { id } = value;
      const isKnown = (): boolean => own.has(id) || reader.index.has(id);
      if (isKnown()) return ok('known');
      if (imported) {
        if (await isExpired(value)) return ok('expired');
        // the same one may have come while we asked
        if (isKnown()) return ok('known');
      }
      own.set(id, { record: value, writtenAt: null });
      const written = await appender.append(id, recordLine(value));
      tell({ cleared: false, records: [value] });
      return ok(written);
    },
    load: async () => {
      const result = await lookSafely();
      if (!result.ok) return result;
      loaded = true;
      stopLooking ??= keepLooking(
        () => [store, reader.folder()],
        async () => {
          const before = JSON.stringify(troubles());
          const looked = await lookSafely();
          if (!looked.ok || JSON.stringify(troubles()) !== before) changed();
        },
        options.pollMs,
      );
      changed();
      return result;
    },
    follow: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    replay: async (filter = {}) => {
      const looked = await lookSafely();
      if (!looked.ok) return looked;
      // what is found meanwhile is told like everything else
      return openReplay(reader, schema, filter, allEntries, (id) => own.get(id)?.record, lookSafely);
    },
    maintain: async () => {
      let time: number | null;
      try {
        time = await trustedTime(store, disk, now());
      } catch (error) {
        const code = systemCode(error);
        if (code === null) throw error;
        return fail('write_failed', `The store ${store} cannot be written (${code}).`, { code });
      }
      const { folds, retention } = options;
      const done = await compact({ store, schema, owner, disk, folds, retention, now: time });
      const looked = await lookSafely();
      return looked.ok ? done : looked;
    },
    clear: async () => {
      const folder = makePrivateFolder(store);
      if (!folder.ok) return folder;
      const done = await withLock(lockPath(store), { owner }, async () => clearNow(store));
      if (done.ok) {
        appender.forget();
        own.clear();
        await lookSafely();
      }
      return done;
    },
    status,
    onStatus: (listener) => {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
    retry: () => appender.retry(),
    folder: () => reader.folder(),
    close: async () => {
      await stopLooking?.();
      stopLooking = null;
      await appender.close();
    },
  };

  function status(): HistoryStatus {
    return historyStatus(reader, schema.version, {
      loaded,
      unindexed: own.size,
      trouble: appender.trouble(),
    });
  }

  /** What does not change with every record. */
  function troubles(): unknown {
    const { records: _records, ...rest } = status();
    return rest;
  }
}

/** The next era begins: one step, after which every process finds the history empty; then the old ones go. */
async function clearNow(store: string): Promise<Result<null>> {
  try {
    const eras = erasIn(store);
    const next = makePrivateFolder(eraFolder(store, (eras.at(-1) ?? 1) + 1));
    if (!next.ok) return next;
    for (const era of eras) rmSync(eraFolder(store, era), { recursive: true, force: true });
    rmSync(quarantineFolder(store), { recursive: true, force: true });
    return ok(null);
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    return fail('write_failed', `The history in ${store} cannot be removed (${code}).`, { code });
  }
}
