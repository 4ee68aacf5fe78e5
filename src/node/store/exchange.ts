import { open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { byteLines, isBlank } from '../byte-lines.ts';
import { systemCode } from '../reading-trouble.ts';
import { writeAtomically } from '../write-atomically.ts';
import type { History } from './history.ts';
import { LONGEST_LINE_BYTES } from './line.ts';
import type { HistoryFilter } from './replay.ts';
import type { StoredRecord } from './stored-record.ts';

/** Exported records are the user's own words about their work: for this user only, until they pass them on. */
const EXPORT_MODE = 0o600;
/** Appended at once: each waits for the disk, together they share writes. */
const TOGETHER = 256;

/**
 * Writes the history, in its order, as JSON Lines: one record a line, as the schema's check accepts it or as
 * `lineOf` gives it. The file is replaced at once. @returns how many records. Fails with `write_failed` or `store_unreadable`.
 */
export async function exportHistory<R extends StoredRecord>(
  history: History<R>,
  path: string,
  filter: HistoryFilter = {},
  lineOf: (record: R) => unknown = (record) => record,
): Promise<Result<number>> {
  const replay = await history.replay(filter);
  if (!replay.ok) return replay;
  const { batches } = replay.value;
  let count = 0;
  const lines = async function* (): AsyncGenerator<string, void> {
    for await (const batch of batches) {
      count += batch.length;
      yield batch.map((record) => `${JSON.stringify(lineOf(record))}\n`).join('');
    }
  };
  try {
    await writeAtomically(resolve(path), lines(), EXPORT_MODE);
    return ok(count);
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    return fail('write_failed', `${path} cannot be written (${code}). Choose another path.`, {
      path,
      folder: dirname(resolve(path)),
      code,
    });
  } finally {
    await replay.value.close();
  }
}

export interface Imported {
  readonly added: number;
  /** There already. */
  readonly known: number;
  /** Older than what was pruned: may be counted in the totals already. */
  readonly expired: number;
  /** Added, but not on the disk yet. */
  readonly waiting: number;
  /** No records, by line from 1; at most the first hundred. */
  readonly refused: number;
  readonly firstRefused: readonly { readonly line: number; readonly message: string }[];
}

const MOST_TOLD = 100;

/**
 * Takes records from JSON Lines, each under the same checks as any record. Importing twice adds nothing. The history
 * must be loaded. Fails with `path_not_found` or `unreadable`; what was taken by then stays.
 * @param convert a line's value as a record, for texts that must be hashed first; the check comes after it.
 */
export async function importHistory<R extends StoredRecord>(
  history: History<R>,
  path: string,
  convert: (value: unknown) => Result<R>,
): Promise<Result<Imported>> {
  const counts = { written: 0, waiting: 0, known: 0, expired: 0 };
  const refused: { line: number; message: string }[] = [];
  let refusals = 0;
  let line = 0;
  let pending: Promise<void>[] = [];
  const take = async (bytes: Buffer, tooLong: boolean, at: number): Promise<void> => {
    const value = tooLong ? fail('invalid_value', 'The line is too long.') : parse(bytes);
    const record = value.ok ? convert(value.value) : value;
    const appended = record.ok ? await history.append(record.value, { imported: true }) : record;
    if (appended.ok) counts[appended.value]++;
    else {
      refusals++;
      if (refused.length < MOST_TOLD) refused.push({ line: at, message: appended.error.message });
    }
  };
  try {
    const file = await open(resolve(path), 'r');
    try {
      for await (const lines of byteLines(file, 0, LONGEST_LINE_BYTES, { unfinished: true })) {
        for (const { bytes, tooLong } of lines) {
          line++;
          if (tooLong || !isBlank(bytes)) pending.push(take(bytes, tooLong, line));
          if (pending.length < TOGETHER) continue;
          await Promise.all(pending);
          pending = [];
        }
      }
    } finally {
      await Promise.all(pending);
      await file.close();
    }
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    return fail(missing ? 'path_not_found' : 'unreadable', `${path} cannot be read (${code}).`, {
      path,
      code,
    });
  }
  const { written, waiting, known, expired } = counts;
  return ok({ added: written + waiting, known, expired, waiting, refused: refusals, firstRefused: refused });
}

function parse(bytes: Buffer): Result<unknown> {
  try {
    // a byte order mark is no part of JSON
    return ok(JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, '')));
  } catch {
    return fail('invalid_value', 'The line is not JSON.');
  }
}
