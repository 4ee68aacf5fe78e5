import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../reading-trouble.ts';

/**
 * What lies where in the store of a workspace:
 *
 *   lock                        held for the ledger and for compaction, never for records
 *   ledger.json, ledger.good.json
 *   records-1/                  the history; clearing it begins records-2, which is one step for every process
 *     <time>-<process>-<chance>.jsonl    segment of one process
 *     merged-<sequence>-<chance>.jsonl   what compaction made of several
 *     checkpoint-<sequence>.json
 *     imports.json              how far logs were imported
 *     learned.json              what was learned of the records; may be lost
 *   quarantine/                 what was damaged, as it was found
 *   salt
 */
const ERA = /^records-(\d{1,9})$/;
const SEGMENT = /^(?:[0-9a-z]+-[0-9a-z]+|merged-\d{9})-[0-9a-f]{12}\.jsonl$/;

export function lockPath(store: string): string {
  return join(store, 'lock');
}

export function quarantineFolder(store: string): string {
  return join(store, 'quarantine');
}

export function eraFolder(store: string, era: number): string {
  return join(store, `records-${era}`);
}

/** All eras there are, ascending; the last one counts. Throws the system's error. */
export function erasIn(store: string): readonly number[] {
  return namesIn(store)
    .flatMap((name) => ERA.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((left, right) => left - right);
}

/** The history begins with 1. */
export function currentEra(store: string): number {
  return erasIn(store).at(-1) ?? 1;
}

/** Names of the segments in a folder of records, in any order. */
export function segmentsIn(folder: string): readonly string[] {
  return namesIn(folder).filter((name) => SEGMENT.test(name));
}

/** Sorted by time, for people; nothing depends on it. */
export function newSegmentName(now: number): string {
  return `${Math.max(0, now).toString(36).padStart(9, '0')}-${process.pid.toString(36)}-${chance()}.jsonl`;
}

export function newMergedName(sequence: number): string {
  return `merged-${String(sequence).padStart(9, '0')}-${chance()}.jsonl`;
}

export function checkpointName(sequence: number): string {
  return `checkpoint-${String(sequence).padStart(9, '0')}.json`;
}

/** Temporary files have a dot in front and are never listed. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function chance(): string {
  return randomBytes(6).toString('hex');
}
