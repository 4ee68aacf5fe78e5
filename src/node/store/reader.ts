import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../reading-trouble.ts';
import { breathing } from './breathe.ts';
import { createHistoryIndex, type HistoryIndex } from './history-index.ts';
import { type Owner, ownerState } from './owner.ts';
import { currentEra, eraFolder, segmentsIn } from './places.ts';
import { type DamagedLine, newCursor, readOn, type SegmentCursor } from './segment.ts';
import { readRecord, type RecordSchema, type StoredRecord } from './stored-record.ts';

/** What this process knows of one segment. */
export interface KnownSegment {
  readonly cursor: SegmentCursor;
  readonly damaged: DamagedLine[];
  /** Lines that are whole, but whose value is no record by the schema's check. */
  readonly refused: DamagedLine[];
  /** The system's error, when it could not be read. */
  unreadable: string | null;
  /** Nothing can follow any more. */
  finished: boolean;
}

export interface ReaderOptions<R extends StoredRecord> {
  readonly store: string;
  readonly schema: RecordSchema<R>;
  readonly owner: Owner;
}

/** What a look at the store told. */
export interface Look<R extends StoredRecord> {
  /** The history was cleared since the look before; what follows is all there is. */
  readonly cleared: boolean;
  /** Records that were not known before, in the order they were found. */
  readonly found: readonly R[];
}

/** Reads all segments of the history, each byte once; what it costs to look again does not grow with the history. */
export interface HistoryReader<R extends StoredRecord> {
  /** One look after the other. Throws the system's error only when the folder itself cannot be read. */
  look(): Promise<Look<R>>;
  /** As of the last look. */
  readonly index: HistoryIndex;
  readonly folder: () => string;
  segments(): ReadonlyMap<string, KnownSegment>;
  /** Segments that a merged one stands for; they may still be there when compaction was killed. */
  replaced(): ReadonlySet<string>;
  /** Name of the checkpoint that counts. */
  checkpoint(): string | null;
  /** Highest sequence of a merged segment; 0 without. */
  sequence(): number;
}

export function createReader<R extends StoredRecord>(options: ReaderOptions<R>): HistoryReader<R> {
  const { store, schema, owner } = options;
  const index = createHistoryIndex();
  const segments = new Map<string, KnownSegment>();
  let era: number | null = null;
  let looking: Promise<unknown> = Promise.resolve();

  const replaced = (): ReadonlySet<string> => {
    const names = new Set<string>();
    for (const { cursor } of segments.values())
      for (const name of cursor.header?.merged?.replaces ?? []) names.add(name);
    return names;
  };

  const lookNow = async (): Promise<Look<R>> => {
    const current = currentEra(store);
    const cleared = era !== null && era !== current;
    if (cleared) {
      index.clear();
      segments.clear();
    }
    era = current;
    const found: R[] = [];
    const names = segmentsIn(eraFolder(store, era));
    const there = new Set(names);
    let gone = false;
    for (const name of segments.keys()) {
      if (there.has(name)) continue;
      segments.delete(name);
      gone = true;
    }
    for (const name of names.toSorted(newestMergedFirst)) {
      // what a merged one stands for counts no more; the newer ones were read before it
      if (replaced().has(name)) {
        gone = segments.delete(name) || gone;
        continue;
      }
      const known = segments.get(name) ?? {
        cursor: newCursor(name),
        damaged: [],
        refused: [],
        unreadable: null,
        finished: false,
      };
      segments.set(name, known);
      if (!known.finished) await readSegment(known, eraFolder(store, era), found);
    }
    if (gone) index.keepOnly(new Set(segments.keys()));
    return { cleared, found };
  };

  const readSegment = async (known: KnownSegment, folder: string, found: R[]): Promise<void> => {
    const { cursor } = known;
    const path = join(folder, cursor.name);
    try {
      // asked before the size: a writer that had ended by then left nothing unread
      const ended = hasEnded(cursor, owner);
      const { size } = await stat(path);
      if (size > cursor.offset) await readFile(path, known, found);
      known.unreadable = null;
      const merged = (cursor.header?.merged ?? null) !== null;
      known.finished = ended || merged || cursor.sealed || cursor.unknownFormat;
    } catch (error) {
      const code = systemCode(error);
      if (code === null) throw error;
      if (code === 'ENOENT') {
        // compaction took it between listing and reading: the next look finds what stands for it
        segments.delete(cursor.name);
        return;
      }
      known.unreadable = code;
    }
  };

  const readFile = async (path: string, known: KnownSegment, found: R[]): Promise<void> => {
    const { cursor } = known;
    const file = await open(path, 'r');
    try {
      await readOn(file, cursor, {
        record: ({ value, origin, start, length }) => {
          const version = cursor.header?.version ?? schema.version;
          const record = readRecord(schema, value, version);
          if (!record.ok) known.refused.push({ start, length });
          else if (index.add(record.value, origin, { segment: cursor.name, start, length }))
            found.push(record.value);
        },
        damaged: (line) => known.damaged.push(line),
        breathe: breathing(),
      });
    } finally {
      await file.close();
    }
  };

  return {
    look: () => {
      const look = looking.then(lookNow);
      // not what it found: that would stay in memory until the next look
      looking = look.then(
        () => undefined,
        () => undefined,
      );
      return look;
    },
    index,
    folder: () => eraFolder(store, era ?? currentEra(store)),
    segments: () => segments,
    replaced,
    checkpoint: () => newestMerged(segments)?.checkpoint ?? null,
    sequence: () => newestMerged(segments)?.sequence ?? 0,
  };
}

function newestMerged(
  segments: ReadonlyMap<string, KnownSegment>,
): { readonly sequence: number; readonly checkpoint: string | null } | null {
  let newest: { readonly sequence: number; readonly checkpoint: string | null } | null = null;
  for (const { cursor } of segments.values()) {
    const merged = cursor.header?.merged ?? null;
    if (merged !== null && merged.sequence > (newest?.sequence ?? 0)) newest = merged;
  }
  return newest;
}

function hasEnded(cursor: SegmentCursor, here: Owner): boolean {
  const owner = cursor.header?.owner;
  return owner !== undefined && owner !== null && ownerState(owner, here) === 'gone';
}

/** Names of merged segments hold their sequence. */
function newestMergedFirst(left: string, right: string): number {
  const [one, other] = [left.startsWith('merged-'), right.startsWith('merged-')];
  if (one !== other) return one ? -1 : 1;
  return one === left < right ? 1 : -1;
}
