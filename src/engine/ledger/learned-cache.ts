import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { CHECKPOINT_VERSION, checkpointOf, predictorFrom } from '../../core/budget/predict/checkpoint.ts';
import type { Predictor } from '../../core/budget/predict/predictor.ts';
import { isObject } from '../../core/facts/json-value.ts';
import { systemCode } from '../../node/reading-trouble.ts';
import { writeAtomically } from '../../node/write-atomically.ts';

/**
 * What was learned, so that the next start need not learn it again: a line that says from which records, and the state
 * in a second one. It holds no text. Without it, or with one that does not go with the records, all is learned anew.
 */
const FILE = 'learned.json';
const FORMAT = 'context-budget-learned';
const MODE = 0o600;
const NEWLINE = 0x0a;

export interface Learned {
  readonly predictor: Predictor;
  /** How many of the records, from the oldest on, are in it. */
  readonly count: number;
}

/**
 * @param folder of the history, with which it is cleared
 * @param ids of the outcomes that there are, in order
 * @returns null: there is none that goes with them
 */
export async function readLearned(folder: string, ids: readonly string[]): Promise<Learned | null> {
  const bytes = await bytesOf(join(folder, FILE));
  const end = bytes?.indexOf(NEWLINE) ?? -1;
  if (bytes === null || end < 0) return null;
  const state = bytes.subarray(end + 1);
  const known = knownIn(parsed(bytes.subarray(0, end)), state);
  const count = known === null ? null : countOf(known, ids);
  const read = count === null ? null : predictorFrom(parsed(state));
  return read?.ok === true && count !== null ? { predictor: read.value, count } : null;
}

/** A folder that cannot be written costs the next start some seconds. */
export async function writeLearned(
  folder: string,
  predictor: Predictor,
  ids: Iterable<string>,
): Promise<void> {
  const state = JSON.stringify(checkpointOf(predictor.state()));
  const head = { format: FORMAT, version: CHECKPOINT_VERSION, checksum: crc32(state), ids: [...ids] };
  try {
    await writeAtomically(join(folder, FILE), [`${JSON.stringify(head)}\n`, state], MODE);
  } catch (error) {
    if (systemCode(error) === null) throw error;
  }
}

/** The ids of what was learned; null when the file is another version's, or damaged. */
function knownIn(head: unknown, state: Buffer): ReadonlySet<unknown> | null {
  if (!isObject(head) || head['format'] !== FORMAT || head['version'] !== CHECKPOINT_VERSION) return null;
  const { ids, checksum } = head;
  return Array.isArray(ids) && checksum === crc32(state) ? new Set<unknown>(ids) : null;
}

/**
 * What was learned must be the oldest records that there are: one that came late belongs between them. Those that were
 * pruned since are learned; were all pruned, others may be with them that never were.
 */
function countOf(known: ReadonlySet<unknown>, ids: readonly string[]): number | null {
  const fresh = ids.findIndex((id) => !known.has(id));
  if (fresh < 0) return ids.length;
  if (fresh === 0) return null;
  return ids.slice(fresh).some((id) => known.has(id)) ? null : fresh;
}

async function bytesOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return null;
  }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}
