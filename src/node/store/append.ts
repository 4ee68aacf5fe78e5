import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '../../core/facts/result.ts';
import { makePrivateFolder } from '../data-folder.ts';
import { systemCode } from '../reading-trouble.ts';
import type { Disk } from './disk.ts';
import { headerLine, LINE_FORMAT, sealLine } from './line.ts';
import type { Owner } from './owner.ts';
import { currentEra, eraFolder, newSegmentName } from './places.ts';
import { folderRefusal, refusal } from './refusal.ts';
import { type AppendedFile, wholeLines, writeLines } from './write-lines.ts';

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
  readonly retryMs?: number | (() => number);
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

interface Segment extends AppendedFile {
  readonly era: number;
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
    // what is appended in one turn of the event loop shares a write (spec M10): behind all that is settled in it
    await new Promise<void>((settled) => {
      process.nextTick(settled);
    });
    try {
      while (queue.length > 0) {
        const batch = queue;
        queue = [];
        writing = batch.length;
        const { taken, refused } = await writeBatch(batch);
        writing = 0;
        for (const { id, settle } of batch.slice(0, taken)) {
          options.onWritten(id);
          settle?.('written');
        }
        if (refused !== null) {
          queue = [...batch.slice(taken), ...queue];
          failure = refused;
          keepWaiting();
          return;
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

  const retryMs = (): number => {
    const { retryMs: given = RETRY_MS } = options;
    return typeof given === 'number' ? given : given();
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
      }, retryMs());
      retryTimer.unref();
    }
    options.onChange();
  };

  /** @returns how many of the batch the system took, and why not the others. */
  const writeBatch = async (
    batch: readonly Waiting[],
  ): Promise<{ readonly taken: number; readonly refused: Failure | null }> => {
    const lines = batch.map(({ line }) => Buffer.from(line));
    const bytes = Buffer.concat(lines);
    let written = 0;
    try {
      for (;;) {
        segment ??= await begin();
        const { whole, error } = await writeLines(segment, bytes);
        const { file, era } = segment;
        const isKept = file.isThere() && !existsSync(eraFolder(store, era + 1));
        written = isKept ? whole : 0;
        if (error !== null) throw error;
        if (isKept) break;
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
      return { taken: wholeLines(lines, written), refused: refusal(store, code) };
    }
    flushLater();
    if (segment.size > LARGEST_SEGMENT_BYTES) await finish();
    return { taken: batch.length, refused: null };
  };

  const begin = async (): Promise<Segment> => {
    const era = currentEra(store);
    const folder = eraFolder(store, era);
    const made = makePrivateFolder(folder);
    if (!made.ok) throw folderRefusal(made.error);
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
    const { error } = await writeLines(fresh, Buffer.from(headerLine(header)));
    if (error === null) return fresh;
    await file.close().catch(() => undefined);
    // a full disk takes names, but no headers: one empty file a minute otherwise
    rmSync(path, { force: true });
    throw error;
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
      const { error } = await writeLines(last, Buffer.from(sealLine()));
      if (error !== null) throw error;
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
