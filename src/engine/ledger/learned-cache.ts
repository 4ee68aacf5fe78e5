import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { CHECKPOINT_VERSION } from '../../core/budget/predict/checkpoint.ts';
import { checkpointParts, partsReader } from '../../core/budget/predict/checkpoint-parts.ts';
import type { Predictor } from '../../core/budget/predict/predictor.ts';
import { isObject } from '../../core/facts/json-value.ts';
import { byteLines } from '../../node/byte-lines.ts';
import { systemCode } from '../../node/reading-trouble.ts';
import { breathing } from '../../node/store/breathe.ts';
import { LONGEST_LINE_BYTES, readLine, recordLine } from '../../node/store/line.ts';
import { writeAtomically } from '../../node/write-atomically.ts';

/**
 * What was learned, so that the next start need not learn it again: lines that say from which records, then the state
 * in parts, a line each with its checksum. Written and read line by line, so that others of this thread have their turn
 * in between. It holds no text. Without it, or with one that does not go with the records, all is learned anew.
 */
const FILE = 'learned.json';
const FORMAT = 'context-budget-learned';
/** Of the lines; that of what is learned stands beside it. */
const LAYOUT = 2;
const MODE = 0o600;
const IDS_A_LINE = 1_000;

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
  const known = new Set<unknown>();
  const reader = partsReader();
  let outcomes: number | null = null;
  let count: number | null = null;
  try {
    for await (const value of valuesIn(join(folder, FILE))) {
      if (outcomes === null) outcomes = outcomesOf(value);
      else if (known.size < outcomes) addAll(known, value);
      else {
        // before the state, which is much
        count ??= countOf(known, ids);
        if (count === null || !reader.take(value)) return null;
      }
      if (outcomes === null) return null;
    }
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return null;
  }
  const predictor = reader.end();
  return predictor === null || count === null ? null : { predictor, count };
}

/** A folder that cannot be written costs the next start some seconds. */
export async function writeLearned(
  folder: string,
  predictor: Predictor,
  ids: readonly string[],
): Promise<void> {
  try {
    await writeAtomically(join(folder, FILE), linesOf(predictor, ids), MODE);
  } catch (error) {
    if (systemCode(error) === null) throw error;
  }
}

async function* linesOf(predictor: Predictor, ids: readonly string[]): AsyncGenerator<string, void> {
  const breathe = breathing();
  // as it is now: it may learn more while it is written
  const parts = checkpointParts(predictor.state());
  yield recordLine({ format: FORMAT, layout: LAYOUT, version: CHECKPOINT_VERSION, outcomes: ids.length });
  for (let at = 0; at < ids.length; at += IDS_A_LINE) yield recordLine(ids.slice(at, at + IDS_A_LINE));
  for (const part of parts) {
    yield recordLine(part);
    await breathe();
  }
}

/** What its lines hold, with the others' turn in between; undefined for one that is damaged. Throws the system's error. */
async function* valuesIn(path: string): AsyncGenerator<unknown, void> {
  const breathe = breathing();
  const file = await open(path, 'r');
  try {
    for await (const lines of byteLines(file, 0, LONGEST_LINE_BYTES)) {
      for (const { bytes } of lines) {
        const line = readLine(bytes);
        yield line?.type === 'record' ? line.value : undefined;
        await breathe();
      }
    }
  } finally {
    await file.close();
  }
}

/** From how many it was learned; null when the file is of another version, or none. */
function outcomesOf(head: unknown): number | null {
  if (!isObject(head) || head['format'] !== FORMAT || head['layout'] !== LAYOUT) return null;
  const { version, outcomes } = head;
  return version === CHECKPOINT_VERSION && typeof outcomes === 'number' ? outcomes : null;
}

function addAll(known: Set<unknown>, ids: unknown): void {
  if (Array.isArray(ids)) for (const id of ids) known.add(id);
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
