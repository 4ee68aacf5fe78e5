import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, type Failure, ok, type Result } from '../../core/facts/result.ts';
import { systemCode } from '../reading-trouble.ts';
import { breathing } from './breathe.ts';
import { readCheckpoint } from './checkpoint.ts';
import { inOrder, type IndexEntry, type RecordPlace } from './history-index.ts';
import { type Line, linesWithin, LONGEST_LINE_BYTES, readLine } from './line.ts';
import type { HistoryReader } from './reader.ts';
import { type Checkpoint, readRecord, type RecordSchema, type StoredRecord } from './stored-record.ts';

/** Lines are mostly read one after the other: this much is read ahead per segment. */
const WINDOW_BYTES = 131_072;
const BATCH = 256;
/** Compaction may take a segment away between looking and opening. */
const ATTEMPTS = 5;

/** What is asked of the history; everything without. */
export interface HistoryFilter {
  readonly kinds?: ReadonlySet<string>;
  /** Epoch ms, inclusive. */
  readonly since?: number;
  /** Epoch ms, exclusive. */
  readonly until?: number;
  /** False: the states of pruned records are not read, which may be many megabytes. */
  readonly states?: boolean;
}

/** The history at one moment: later records and compaction do not change it. To be read to its end, or closed. */
export interface Replay<R extends StoredRecord> {
  /** What the pruned records left behind; the records follow on it. Null where none were pruned, or it was not asked for. */
  readonly checkpoint: Checkpoint | null;
  /** Why there is no checkpoint although records were pruned: it is damaged, or a newer version's. */
  readonly trouble: Failure | null;
  /** In the order of the history, some at a time; memory does not grow with the history. */
  readonly batches: AsyncGenerator<readonly R[], void>;
  /** Of all its records, in order. */
  readonly ids: readonly string[];
  /** In place of `batches`: without the first so many records. */
  readonly after: (count: number) => AsyncGenerator<readonly R[], void>;
  close(): Promise<void>;
}

interface Step<R> {
  readonly id: string;
  readonly place: RecordPlace | undefined;
  readonly record: R | undefined;
}

/** A record that is not on the disk yet. */
export type InMemory<R> = (id: string) => R | undefined;

export async function openReplay<R extends StoredRecord>(
  reader: HistoryReader<R>,
  schema: RecordSchema<R>,
  filter: HistoryFilter,
  entries: () => Iterable<IndexEntry>,
  inMemory: InMemory<R>,
  lookAgain: () => Promise<unknown> = () => reader.look(),
): Promise<Result<Replay<R>>> {
  const { kinds, since = -Infinity, until = Infinity, states = true } = filter;
  for (let attempt = 0; ; attempt++) {
    // a look or compaction may change the entries from here on
    const sorted: readonly Step<R>[] = [...entries()]
      .filter(({ kind, at }) => at >= since && at < until && (kinds?.has(kind) ?? true))
      .sort(inOrder)
      .map(({ id, places }) => ({ id, place: places.at(-1), record: inMemory(id) }));
    const files = new Map<string, FileHandle>();
    const close = async (): Promise<void> => {
      for (const file of files.values()) await file.close();
      files.clear();
    };
    try {
      const name = states ? reader.checkpoint() : null;
      for (const { place } of sorted) {
        const segment = place?.segment;
        if (segment !== undefined && !files.has(segment))
          files.set(segment, await open(join(reader.folder(), segment), 'r'));
      }
      const checkpoint = name === null ? null : await readCheckpoint(reader.folder(), name);
      // gone with the segments that it belonged to
      const moved = checkpoint?.ok === false && checkpoint.error.details?.['found'] === 'missing';
      if (!moved || attempt >= ATTEMPTS) {
        const read = windowedReader(files, reader, schema);
        return ok({
          checkpoint: checkpoint?.ok === true ? checkpoint.value : null,
          trouble: checkpoint?.ok === false ? checkpoint.error : null,
          batches: batchesOf(sorted, read, close),
          ids: sorted.map(({ id }) => id),
          after: (count) => batchesOf(sorted.slice(count), read, close),
          close,
        });
      }
      await close();
    } catch (error) {
      await close();
      const code = systemCode(error);
      if (code === null) throw error;
      if (code !== 'ENOENT' || attempt >= ATTEMPTS)
        return fail('store_unreadable', `The history in ${reader.folder()} cannot be read (${code}).`, {
          code,
        });
    }
    await lookAgain();
  }
}

async function* batchesOf<R extends StoredRecord>(
  sorted: readonly Step<R>[],
  read: (id: string, place: RecordPlace) => Promise<R | null>,
  close: () => Promise<void>,
): AsyncGenerator<readonly R[], void> {
  const breathe = breathing();
  try {
    for (let start = 0; start < sorted.length; start += BATCH) {
      const batch: R[] = [];
      for (const { id, place, record } of sorted.slice(start, start + BATCH)) {
        const found = record ?? (place === undefined ? null : await read(id, place));
        if (found !== null) batch.push(found);
      }
      yield batch;
      await breathe();
    }
  } finally {
    await close();
  }
}

function windowedReader<R extends StoredRecord>(
  files: ReadonlyMap<string, FileHandle>,
  reader: HistoryReader<R>,
  schema: RecordSchema<R>,
): (id: string, place: RecordPlace) => Promise<R | null> {
  const versions = new Map<string, number>();
  for (const [name, { cursor }] of reader.segments())
    versions.set(name, cursor.header?.version ?? schema.version);
  const windows = new Map<string, { readonly from: number; readonly bytes: Buffer }>();
  return async (id, { segment, start, length }) => {
    const file = files.get(segment);
    if (file === undefined) return null;
    let window = windows.get(segment);
    if (window === undefined || start < window.from || start + length > window.from + window.bytes.length) {
      const buffer = Buffer.allocUnsafe(Math.min(Math.max(WINDOW_BYTES, length), LONGEST_LINE_BYTES));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
      window = { from: start, bytes: buffer.subarray(0, bytesRead) };
      windows.set(segment, window);
    }
    const bytes = window.bytes.subarray(start - window.from, start - window.from + length - 1);
    const whole = readLine(bytes);
    const lines: readonly Line[] = whole === null ? linesWithin(bytes) : [whole];
    for (const line of lines) {
      if (line.type !== 'record') continue;
      const record = readRecord(schema, line.value, versions.get(segment) ?? schema.version);
      if (record.ok && record.value.id === id) return record.value;
    }
    return null;
  };
}
