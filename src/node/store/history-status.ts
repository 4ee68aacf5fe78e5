import type { Failure } from '../../core/facts/result.ts';
import type { StoredRecord } from './stored-record.ts';
import type { AppendTrouble } from './append.ts';
import type { HistoryReader } from './reader.ts';

/** How the history is; everything here is told to the user, none of it fails a task. */
export interface HistoryStatus {
  /** Whether all that was there at the start is known. */
  readonly loaded: boolean;
  /** Records that are known, without pruned ones. */
  readonly records: number;
  /** Records in memory that the disk refused, and those dropped when too many waited. */
  readonly waiting: number;
  readonly dropped: number;
  /** Why the disk refuses. */
  readonly failure: Failure | null;
  /** Lines that are damaged, or no record by the check, and not set aside yet. */
  readonly damagedLines: number;
  readonly refusedLines: number;
  /** Segments that could not be read, with the system's code. */
  readonly unreadable: readonly { readonly segment: string; readonly code: string }[];
  /** Segments that a newer version wrote: read as far as this one can, never changed. */
  readonly newer: readonly string[];
}

export function historyStatus<R extends StoredRecord>(
  reader: HistoryReader<R>,
  version: number,
  rest: { readonly loaded: boolean; readonly unindexed: number; readonly trouble: AppendTrouble },
): HistoryStatus {
  let damagedLines = 0;
  let refusedLines = 0;
  const unreadable: { segment: string; code: string }[] = [];
  const newer: string[] = [];
  for (const [segment, known] of reader.segments()) {
    const { cursor, damaged, refused } = known;
    if (known.unreadable !== null) unreadable.push({ segment, code: known.unreadable });
    if (cursor.unknownFormat || (cursor.header?.version ?? 0) > version) newer.push(segment);
    else {
      damagedLines += damaged.length;
      refusedLines += refused.length;
    }
  }
  const records = reader.index.size() + rest.unindexed;
  const { waiting, dropped, failure } = rest.trouble;
  return {
    loaded: rest.loaded,
    records,
    waiting,
    dropped,
    failure,
    damagedLines,
    refusedLines,
    unreadable,
    newer,
  };
}
