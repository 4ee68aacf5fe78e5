import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fail, type Failure } from '../../core/facts/result.ts';
import { makePrivateFolder } from '../data-folder.ts';
import { systemCode } from '../reading-trouble.ts';
import type { AppendFile, Disk } from './disk.ts';
import { headerLine, LINE_FORMAT, sealLine } from './line.ts';
import type { Owner } from './owner.ts';
import { currentEra, eraFolder, newSegmentName } from './places.ts';

/** Spec M10: this many wait in memory while the disk takes nothing; then the oldest are dropped and counted. */
const MOST_WAITING = 10_000;
const RETRY_MS = 60_000;
/** A segment is closed at this size and another one begun, so that compaction need not touch all at once. */
const LARGEST_SEGMENT_BYTES = 4_000_000;
/**
 * A record is acknowledged when the operating system has it: that survives the end of this process, however it
 * comes. The disk is asked to keep it this much later, so that a power failure costs a second at most.
 */
const FLUSH_AFTER_MS = 1_000;

/** `written`: acknowledged. `waiting`: in memory, the disk refused it. */
export type Written = 'written' | 'waiting';

export interface AppendOptions {
  readonly store: string;
  readonly owner: Owner;
  readonly version: number;
  readonly disk: Disk;
  readonly now: () => number;
  readonly retryMs?: number;
  /** Something about `trouble()` changed. */
  readonly onChange: () => void;
  readonly onWritten: (id: string) => void;
  /** A record that waited was dropped. */
  readonly onDropped: (id: string) => void;
}

export interface AppendTrouble {
  readonly waiting: number;
  readonly dropped: number;
  /** Why the disk refuses; null when it does not. */
  readonly failure: Failure | null;
}

/** The segment of this process: made with its first record, appended to without any lock. */
export interface Appender {
  append(id: string, line: string): Promise<Written>;
  /** Writes what waits, now. */
  retry(): Promise<void>;
  /** What waits is given up: the history was cleared. */
  forget(): void;
  trouble(): AppendTrouble;
  /** Writes what waits, asks the disk to keep it all and marks the segment as finished. */
  close(): Promise<void>;
}

interface Waiting {
  readonly id: string;
  readonly line: string;
  settle: ((written: Written) => void) | null;
}

interface Segment {
  readonly file: AppendFile;
  readonly era: number;
  size: number;
}

export function createAppender(options: AppendOptions): Appender {
  const { store, disk } = options;
  let queue: Waiting[] = [];
  /** Of the batch that is being written. */
  let writing = 0;
  let segment: Segment | null = null;
  let working: Promise<void> | null = null;
  let failure: Failure | null = null;
  let dropped = 0;
  let retryTimer: NodeJS.Timeout | null = null;
  let flushTimer: NodeJS.Timeout | null = null;

  const drain = async (): Promise<void> => {
    // what is appended in one turn of the event loop shares a write
    await Promise.resolve();
    try {
      while (queue.length > 0) {
        const batch = queue;
        queue = [];
        writing = batch.length;
        const refused = await writeBatch(batch);
        writing = 0;
        if (refused !== null) {
          queue = [...batch, ...queue];
          failure = refused;
          keepWaiting();
          return;
        }
        for (const { id, settle } of batch) {
          options.onWritten(id);
          settle?.('written');
        }
        if (failure !== null) {
          failure = null;
          options.onChange();
        }
      }
    } finally {
      writing = 0;
      // in the same step as the last look at the queue: what is appended next must start anew
      working = null;
    }
  };

  const start = (): Promise<void> => {
    working ??= drain();
    return working;
  };

  const keepWaiting = (): void => {
    for (const entry of queue) {
      entry.settle?.('waiting');
      entry.settle = null;
    }
    while (queue.length > MOST_WAITING) {
      const oldest = queue.shift();
      if (oldest === undefined) break;
      dropped++;
      options.onDropped(oldest.id);
    }
    if (retryTimer === null) {
      retryTimer = setTimeout(() => {
        retryTimer = null;
        void start();
      }, options.retryMs ?? RETRY_MS);
      retryTimer.unref();
    }
    options.onChange();
  };

  const writeBatch = async (batch: readonly Waiting[]): Promise<Failure | null> => {
    const bytes = Buffer.from(batch.map((entry) => entry.line).join(''));
    try {
      for (;;) {
        segment ??= await begin();
        await writeAll(segment, bytes);
        const { file, era } = segment;
        if (file.isThere() && !existsSync(eraFolder(store, era + 1))) break;
        // removed, or the history was cleared meanwhile: what was just written would be lost
        segment = null;
        await file.close();
      }
    } catch (error) {
      const code = systemCode(error);
      if (code === null) throw error;
      const broken = segment;
      segment = null;
      await broken?.file.close().catch(() => undefined);
      return refusal(store, code);
    }
    flushLater();
    if (segment.size > LARGEST_SEGMENT_BYTES) await finish();
    return null;
  };

  /** A part that was taken is taken back, so that the segment ends with a whole line. */
  const writeAll = async (to: Segment, bytes: Buffer): Promise<void> => {
    let done = 0;
    try {
      while (done < bytes.length) done += await to.file.append(bytes.subarray(done));
    } catch (error) {
      if (done > 0) await to.file.cutTo(to.size).catch(() => undefined);
      throw error;
    }
    to.size += done;
  };

  const begin = async (): Promise<Segment> => {
    const era = currentEra(store);
    const folder = eraFolder(store, era);
    const made = makePrivateFolder(folder);
    if (!made.ok) throw systemRefusal(made.error);
    const path = join(folder, newSegmentName(options.now()));
    const file = await disk.createForAppend(path);
    if (currentEra(store) !== era) {
      // cleared just now, and the old folder made anew by us
      await file.close();
      rmSync(folder, { recursive: true, force: true });
      return begin();
    }
    const fresh: Segment = { file, era, size: 0 };
    const header = { format: LINE_FORMAT, version: options.version, owner: options.owner, merged: null };
    try {
      await writeAll(fresh, Buffer.from(headerLine(header)));
      return fresh;
    } catch (error) {
      await file.close().catch(() => undefined);
      // a full disk takes names, but no headers: one empty file a minute otherwise
      rmSync(path, { force: true });
      throw error;
    }
  };

  const flushLater = (): void => {
    flushTimer ??= setTimeout(() => {
      flushTimer = null;
      void flush();
    }, FLUSH_AFTER_MS).unref();
  };

  const flush = async (): Promise<void> => {
    try {
      await segment?.file.flush();
    } catch (error) {
      const code = systemCode(error);
      if (code === null) throw error;
      // EBADF: the segment was finished meanwhile, and flushed with that
      if (code === 'EBADF') return;
      failure = refusal(store, code);
      options.onChange();
    }
  };

  const finish = async (): Promise<void> => {
    const last = segment;
    if (last === null) return;
    segment = null;
    try {
      await writeAll(last, Buffer.from(sealLine()));
      await last.file.flush();
    } catch (error) {
      if (systemCode(error) === null) throw error;
      // unsealed, its end is told by the end of this process
    } finally {
      await last.file.close().catch(() => undefined);
    }
  };

  return {
    append: (id, line) =>
      new Promise((settle) => {
        if (failure !== null && retryTimer !== null) {
          // in order: behind what waits already
          queue.push({ id, line, settle: null });
          settle('waiting');
          keepWaiting();
          return;
        }
        queue.push({ id, line, settle });
        void start();
      }),
    retry: async () => {
      if (retryTimer !== null) clearTimeout(retryTimer);
      retryTimer = null;
      await start();
    },
    forget: () => {
      for (const entry of queue) entry.settle?.('waiting');
      queue = [];
    },
    trouble: () => ({ waiting: failure === null ? 0 : queue.length + writing, dropped, failure }),
    close: async () => {
      if (retryTimer !== null) clearTimeout(retryTimer);
      if (flushTimer !== null) clearTimeout(flushTimer);
      retryTimer = null;
      flushTimer = null;
      await start();
      if (retryTimer !== null) clearTimeout(retryTimer);
      await finish();
    },
  };
}

const WHY: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space',
  EDQUOT: 'the disk quota is used up: free some space',
  EROFS: 'the disk is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
};

function refusal(store: string, code: string): Failure {
  const why = WHY[code] ?? `the system says ${code}`;
  return fail('write_failed', `The history in ${store} cannot be written: ${why}. It is kept in memory.`, {
    path: store,
    code,
  }).error;
}

/** A folder that cannot be made counts like a file that cannot. */
function systemRefusal(failure: Failure): Error {
  const code = failure.details?.['code'];
  return Object.assign(new Error(failure.message), { code: code ?? 'EIO', syscall: 'mkdir' });
}
