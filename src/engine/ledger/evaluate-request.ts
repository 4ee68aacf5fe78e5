import { open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  type Evaluation as Judgement,
  evaluationSteps,
  type RowPrediction,
} from '../../core/budget/evaluate/evaluate.ts';
import { evaluationText } from '../../core/budget/evaluate/evaluation-text.ts';
import { type EvaluationRow, readEvaluationRow } from '../../core/budget/evaluate/rows.ts';
import { exactCount } from '../../core/facts/readable-number.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { byteLines, isBlank } from '../../node/byte-lines.ts';
import { systemCode } from '../../node/reading-trouble.ts';
import { breathing } from '../../node/store/breathe.ts';
import { LONGEST_LINE_BYTES } from '../../node/store/line.ts';
import { writeAtomically } from '../../node/write-atomically.ts';
import type { EvaluateRequest, Evaluation } from '../../protocol/ledger.ts';

export interface EvaluateOptions extends EvaluateRequest {
  readonly isCancelled: () => boolean;
  readonly progress: (done: number, total: number | null) => void;
}

/** Predictions of one's own tasks. */
const MODE = 0o600;

/**
 * A prequential replay of a file's rows, in slices, so that others of this thread have their turn.
 * Errors: `path_not_found`, `unreadable`, `invalid_record` (names the line), `write_failed`, `cancelled`.
 */
export async function evaluateFile(options: EvaluateOptions): Promise<Result<Evaluation>> {
  const { data, target, predictions, isCancelled, progress } = options;
  const rows = await readRows(data);
  if (!rows.ok) return rows;
  const lacking = lackOf(rows.value, options);
  if (lacking !== null) return fail('invalid_record', lacking, { path: resolve(data) });
  const steps = evaluationSteps(rows.value, target);
  const breathe = breathing();
  for (let done = 0; ; done++) {
    const step = steps.next();
    if (step.done === true) {
      progress(rows.value.length, rows.value.length);
      return finished(step.value, rows.value.length, predictions);
    }
    // the changes of model are replays of their own, behind the last row
    progress(Math.min(done, rows.value.length), rows.value.length);
    await breathe();
    if (isCancelled()) return fail('cancelled', 'The evaluation was cancelled.');
  }
}

/** What makes a replay of these rows pointless, a sentence; null: nothing. */
function lackOf(rows: readonly EvaluationRow[], { data, target }: EvaluateRequest): string | null {
  if (rows.length === 0) return `${resolve(data)} holds no row: there is nothing to predict.`;
  const field = target === 'out' ? 'tokensOut' : 'tokensTotal';
  if (rows.some((row) => row[field] !== null)) return null;
  return `No row of ${resolve(data)} says ${target === 'out' ? 'tokens_out' : 'tokens_total'}: there is nothing to compare with.`;
}

async function finished(
  judgement: Judgement,
  rows: number,
  path: string | null,
): Promise<Result<Evaluation>> {
  const { predictions, ...data } = judgement;
  const written = path === null ? ok(null) : await writePredictions(resolve(path), predictions);
  if (!written.ok) return written;
  const streams = new Set(predictions.map(({ stream }) => stream)).size;
  return ok({ rows, streams, data, table: evaluationText(judgement) });
}

async function readRows(file: string): Promise<Result<readonly EvaluationRow[]>> {
  const rows: EvaluationRow[] = [];
  const path = resolve(file);
  let line = 0;
  try {
    const opened = await open(path, 'r');
    try {
      for await (const lines of byteLines(opened, 0, LONGEST_LINE_BYTES, { unfinished: true })) {
        for (const { bytes, tooLong } of lines) {
          line++;
          if (!tooLong && isBlank(bytes)) continue;
          const row = tooLong ? fail('invalid_record', 'It is too long.') : readRow(bytes);
          if (!row.ok) {
            const where = `Line ${exactCount(line)} of ${path} cannot be used.`;
            return fail('invalid_record', `${where} ${row.error.message}`, { path, line });
          }
          rows.push(row.value);
        }
      }
    } finally {
      await opened.close();
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
  return ok(rows);
}

function readRow(bytes: Buffer): Result<EvaluationRow> {
  try {
    // a byte order mark is no part of JSON
    return readEvaluationRow(JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, '')));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return fail('invalid_record', 'It is no JSON.');
  }
}

async function writePredictions(path: string, predictions: readonly RowPrediction[]): Promise<Result<null>> {
  const lines = function* (): Generator<string, void> {
    for (const prediction of predictions) yield `${JSON.stringify(prediction)}\n`;
  };
  try {
    await writeAtomically(path, lines(), MODE);
    return ok(null);
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    const details = { path, folder: dirname(path), code };
    return fail('write_failed', `${path} cannot be written (${code}). Choose another path.`, details);
  }
}
