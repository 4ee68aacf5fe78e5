import { stat } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fail, type Failure, ok, type Result } from '../../core/facts/result.ts';
import { systemCode } from '../reading-trouble.ts';
import { copyOf, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import type { Disk } from './disk.ts';
import type { IndexEntry } from './history-index.ts';
import { headerLine, LINE_FORMAT, recordLine } from './line.ts';
import { checkpointName, eraFolder, erasIn, lockPath, newMergedName } from './places.ts';
import { type Lock, withLock } from './lock.ts';
import { type Owner, ownerState } from './owner.ts';
import { setAside } from './quarantine.ts';
import { createReader, type HistoryReader, type KnownSegment } from './reader.ts';
import { openReplay } from './replay.ts';
import { expired, type Retention } from './retention.ts';
import type { Checkpoint, Fold, RecordSchema, StoredRecord } from './stored-record.ts';

/** Segments of ended processes are merged when there are this many small ones: each costs every look a little. */
const MOST_SMALL_SEGMENTS = 8;
const SMALL_BYTES = 1_000_000;
/** What is merged for being small stays below this, so that pruning rewrites little. */
const LARGEST_MERGED_BYTES = 8_000_000;
/** A writer on another host cannot be asked; without a sign of life for this long it counts as ended. */
const ELSEWHERE_IDLE_MS = 30 * 86_400_000;

export interface CompactionOptions<R extends StoredRecord> {
  readonly store: string;
  readonly schema: RecordSchema<R>;
  readonly owner: Owner;
  readonly disk: Disk;
  readonly folds: readonly Fold<R>[];
  readonly retention: (kind: string) => Retention;
  /** Epoch ms; null when the clock cannot be trusted. */
  readonly now: number | null;
}

export interface Compaction {
  readonly pruned: number;
  readonly mergedSegments: number;
  /** Damaged or refused lines that were set aside. */
  readonly setAside: number;
  /** Why nothing is pruned although something is beyond its retention. */
  readonly withheld: Failure | null;
}

/**
 * Prunes what is beyond its retention, merges small segments and sets damaged lines aside, under the store's lock.
 * Every step is one rename: killed anywhere, the history is the old one or the new one. Only segments of processes
 * that ended are touched. Fails with `store_busy`, `write_failed` or `store_unreadable`; then nothing is lost.
 */
export async function compact<R extends StoredRecord>(
  options: CompactionOptions<R>,
): Promise<Result<Compaction>> {
  return withLock(lockPath(options.store), { owner: options.owner }, async (lock) => {
    try {
      return await compactLocked(options, lock);
    } catch (error) {
      const code = systemCode(error);
      if (code === null) throw error;
      return fail('write_failed', `The history in ${options.store} cannot be compacted (${code}).`, { code });
    }
  });
}

async function compactLocked<R extends StoredRecord>(
  options: CompactionOptions<R>,
  lock: Lock,
): Promise<Result<Compaction>> {
  const reader = createReader(options);
  await reader.look();
  removeLeftovers(options.store, reader);
  const closed = await closedSegments(reader, options);
  const mayGo = ({ places }: IndexEntry): boolean => places.every(({ segment }) => closed.has(segment));
  const beyond = expired(reader.index.entries(), options.retention, options.now, mayGo);
  const before = await checkpointBefore(reader);
  const withheld = before.ok ? missingFold(before.value, options.folds) : before.error;
  const pruned = withheld === null ? beyond : [];
  const inputs = chosenSegments(reader, closed, pruned);
  if (inputs.size === 0) return ok({ pruned: 0, mergedSegments: 0, setAside: 0, withheld });

  const aside = await setAside(options.store, reader, inputs);
  const sequence = reader.sequence() + 1;
  let checkpoint = reader.checkpoint();
  if (pruned.length > 0 && before.ok) {
    checkpoint = checkpointName(sequence);
    const after = await folded(options, reader, before.value, pruned);
    if (!after.ok) return after;
    await writeCheckpoint(options.disk, reader.folder(), checkpoint, after.value);
  }
  const gone = new Set(pruned.map(({ id }) => id));
  const merged = { sequence, replaces: [...inputs], checkpoint };
  const kept = [...reader.index.entries()].filter(
    ({ id, places }) => !gone.has(id) && places.every(({ segment }) => inputs.has(segment)),
  );
  const lines = await linesOf(options, reader, kept, merged);
  if (!lines.ok) return lines;
  if (!lock.holds()) return fail('store_busy', 'Another process took the lock over. Try again.');
  await options.disk.replace(join(reader.folder(), newMergedName(sequence)), lines.value);
  await options.disk.keepNames(reader.folder());
  for (const name of inputs) rmSync(join(reader.folder(), name), { force: true });
  const old = reader.checkpoint();
  if (old !== null && old !== checkpoint) {
    rmSync(join(reader.folder(), old), { force: true });
    rmSync(join(reader.folder(), copyOf(old)), { force: true });
  }
  return ok({ pruned: pruned.length, mergedSegments: inputs.size, setAside: aside, withheld });
}

/** A compaction that was killed left what it had replaced, a clearing that was killed the eras before. */
function removeLeftovers<R extends StoredRecord>(store: string, reader: HistoryReader<R>): void {
  for (const era of erasIn(store).slice(0, -1))
    rmSync(eraFolder(store, era), { recursive: true, force: true });
  for (const name of reader.replaced()) rmSync(join(reader.folder(), name), { force: true });
}

/** Those that nobody writes to and that this version can read. */
async function closedSegments<R extends StoredRecord>(
  reader: HistoryReader<R>,
  options: CompactionOptions<R>,
): Promise<ReadonlySet<string>> {
  const closed = new Set<string>();
  for (const [name, segment] of reader.segments()) {
    const { cursor } = segment;
    const isOurs = !cursor.unknownFormat && (cursor.header?.version ?? 0) <= options.schema.version;
    if (isOurs && segment.unreadable === null && (await isClosed(segment, reader.folder(), options.owner)))
      closed.add(name);
  }
  return closed;
}

async function isClosed({ cursor }: KnownSegment, folder: string, here: Owner): Promise<boolean> {
  if (cursor.sealed || (cursor.header?.merged ?? null) !== null) return true;
  const owner = cursor.header?.owner ?? null;
  const state = owner === null ? 'elsewhere' : ownerState(owner, here);
  if (state !== 'elsewhere') return state === 'gone';
  const { mtimeMs } = await stat(join(folder, cursor.name));
  return Date.now() - mtimeMs > ELSEWHERE_IDLE_MS;
}

async function checkpointBefore<R extends StoredRecord>(
  reader: HistoryReader<R>,
): Promise<Result<Checkpoint>> {
  const name = reader.checkpoint();
  return name === null ? ok({ count: 0, horizon: {}, states: {} }) : readCheckpoint(reader.folder(), name);
}

/** Pruning without one of the folds would break off its state for good. */
function missingFold<R extends StoredRecord>(
  checkpoint: Checkpoint,
  folds: readonly Fold<R>[],
): Failure | null {
  for (const [name, { version }] of Object.entries(checkpoint.states)) {
    if (folds.some((fold) => fold.name === name && fold.version === version)) continue;
    const message = `The checkpoint has a state ${name} of version ${version} that this version cannot go on from.`;
    return fail('store_newer', `${message} Nothing is pruned.`, { name, version }).error;
  }
  return null;
}

function chosenSegments<R extends StoredRecord>(
  reader: HistoryReader<R>,
  closed: ReadonlySet<string>,
  pruned: readonly IndexEntry[],
): ReadonlySet<string> {
  const chosen = new Set<string>();
  for (const { places } of pruned) for (const { segment } of places) chosen.add(segment);
  let total = 0;
  const small: string[] = [];
  for (const name of [...closed].toSorted()) {
    const segment = reader.segments().get(name);
    if (segment === undefined) continue;
    if (segment.damaged.length + segment.refused.length > 0) chosen.add(name);
    const { offset } = segment.cursor;
    if (offset > SMALL_BYTES || total + offset > LARGEST_MERGED_BYTES) continue;
    total += offset;
    small.push(name);
  }
  if (small.length >= MOST_SMALL_SEGMENTS) for (const name of small) chosen.add(name);
  return chosen;
}

async function folded<R extends StoredRecord>(
  options: CompactionOptions<R>,
  reader: HistoryReader<R>,
  before: Checkpoint,
  pruned: readonly IndexEntry[],
): Promise<Result<Checkpoint>> {
  const foldings = options.folds.map(({ name, version, begin }) => ({
    name,
    version,
    folding: begin(before.states[name]?.state ?? null),
  }));
  const horizon: Record<string, number> = { ...before.horizon };
  const replay = await openReplay(
    reader,
    options.schema,
    {},
    () => pruned,
    () => undefined,
  );
  if (!replay.ok) return replay;
  let count = 0;
  for await (const batch of replay.value.batches) {
    count += batch.length;
    for (const record of batch) {
      horizon[record.kind] = Math.max(horizon[record.kind] ?? -Infinity, record.at);
      for (const { folding } of foldings) folding.take(record);
    }
  }
  mustBeAll(count, pruned);
  return ok({
    count: before.count + count,
    horizon,
    states: Object.fromEntries(
      foldings.map(({ name, version, folding }) => [name, { version, state: folding.end() }]),
    ),
  });
}

async function linesOf<R extends StoredRecord>(
  options: CompactionOptions<R>,
  reader: HistoryReader<R>,
  kept: readonly IndexEntry[],
  merged: {
    readonly sequence: number;
    readonly replaces: readonly string[];
    readonly checkpoint: string | null;
  },
): Promise<Result<AsyncGenerator<string, void>>> {
  const origins = new Map(kept.map(({ id, origin }) => [id, origin]));
  const replay = await openReplay(
    reader,
    options.schema,
    {},
    () => kept,
    () => undefined,
  );
  if (!replay.ok) return replay;
  const { batches } = replay.value;
  const header = { format: LINE_FORMAT, version: options.schema.version, owner: null, merged };
  return ok(
    (async function* (): AsyncGenerator<string, void> {
      yield headerLine(header);
      let count = 0;
      for await (const batch of batches) {
        count += batch.length;
        yield batch.map((record) => recordLine(record, origins.get(record.id) ?? null)).join('');
      }
      mustBeAll(count, kept);
    })(),
  );
}

/** A line that was whole a moment ago and cannot be read now: better no compaction than one without it. */
function mustBeAll(count: number, expectedOnes: readonly IndexEntry[]): void {
  if (count === expectedOnes.length) return;
  throw Object.assign(new Error('A segment changed while it was read.'), { code: 'EIO', syscall: 'read' });
}
