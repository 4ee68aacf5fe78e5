import type { Origin } from './line.ts';
import type { StoredRecord } from './stored-record.ts';

/** Where a record's line is. */
export interface RecordPlace {
  readonly segment: string;
  readonly start: number;
  readonly length: number;
}

/** Where a record is, and what it is sorted and chosen by. Some 300 bytes a record: records stay on the disk. */
export interface IndexEntry {
  readonly id: string;
  readonly kind: string;
  readonly at: number;
  origin: Origin;
  /** More than one after a repeated write, or while compaction runs. */
  places: readonly RecordPlace[];
}

/** The order of the history (spec P7): time, then segment, then line, both as they were first written. */
export function inOrder(left: IndexEntry, right: IndexEntry): number {
  return left.at === right.at ? byOrigin(left.origin, right.origin) : left.at - right.at;
}

function byOrigin(left: Origin, right: Origin): number {
  if (left.segment !== right.segment) return left.segment < right.segment ? -1 : 1;
  return left.line - right.line;
}

/** The records of the history by id: an id counts once. */
export interface HistoryIndex {
  has(id: string): boolean;
  /** @returns whether the id is new */
  add(record: StoredRecord, origin: Origin, place: RecordPlace): boolean;
  /** Forgets segments that are gone, and the records that are nowhere else. */
  keepOnly(segments: ReadonlySet<string>): void;
  entries(): Iterable<IndexEntry>;
  size(): number;
  clear(): void;
}

export function createHistoryIndex(): HistoryIndex {
  const entries = new Map<string, IndexEntry>();
  return {
    has: (id) => entries.has(id),
    add: ({ id, kind, at }, origin, place) => {
      const known = entries.get(id);
      if (known === undefined) {
        entries.set(id, { id, kind, at, origin, places: [place] });
        return true;
      }
      const elsewhere = known.places.filter(({ segment }) => segment !== place.segment);
      known.places = [...elsewhere, place];
      // whichever copy is read first, the order is the same
      if (byOrigin(origin, known.origin) < 0) known.origin = origin;
      return false;
    },
    keepOnly: (segments) => {
      for (const [id, entry] of entries) {
        if (entry.places.every(({ segment }) => segments.has(segment))) continue;
        entry.places = entry.places.filter(({ segment }) => segments.has(segment));
        if (entry.places.length === 0) entries.delete(id);
      }
    },
    entries: () => entries.values(),
    size: () => entries.size,
    clear: () => entries.clear(),
  };
}
