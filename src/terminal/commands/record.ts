import { shownPath } from '../../core/context/render/shown-path.ts';
import { exactCount } from '../../core/facts/readable-number.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { type OutcomeReport, recordOutcome, type RecordedOutcome } from '../../protocol/ledger.ts';
import { EXIT } from '../exit-code.ts';
import { type LedgerFlags, withLedger } from '../ledger-session.ts';
import type { Output } from '../output.ts';
import { refuse, type Surroundings } from '../session.ts';
import { jsonOf } from '../typed-json.ts';
import { type OutcomeFlags, outcomeFromFlags, outcomeFromJson } from '../typed-outcome.ts';
import { type TaskFlags, typedTasks } from '../typed-task.ts';

export interface RecordFlags extends LedgerFlags, TaskFlags, OutcomeFlags {
  readonly summary?: boolean;
}

const NOT_WRITTEN = 'The disk did not take it, and nobody waits here until it does: record it again then.';

interface Reports {
  readonly reports: readonly OutcomeReport[];
  /** Whether a list was given: then one is answered, too. */
  readonly isList: boolean;
}

/** `record [FILE]`: keeps what became of a task, by flags or as JSON; an id counts once. */
export async function recordCommand(
  around: Surroundings,
  file: string | undefined,
  flags: RecordFlags,
): Promise<number> {
  const json = flags.json ?? false;
  const told = file === undefined ? await byFlags(around, flags) : await byFile(around, file, flags);
  if (!told.ok) return refuse(around.output, told.error, json);
  const { reports, isList } = told.value;
  return withLedger(
    around,
    flags,
    async (connection, token): Promise<Result<readonly RecordedOutcome[]>> => {
      const recorded: RecordedOutcome[] = [];
      for (const [index, report] of reports.entries()) {
        const answer = await connection.sendRequest(recordOutcome, report, token);
        if (!answer.ok) return isList ? failedAt(answer, index, recorded.length) : answer;
        recorded.push(answer.value);
      }
      return ok(recorded);
    },
    (recorded) => {
      if (!json) for (const each of recorded) show(around.output, each, flags.summary === true);
      else if (isList) around.output.result(`${JSON.stringify({ records: recorded })}\n`);
      else for (const each of recorded) around.output.result(`${JSON.stringify(each)}\n`);
      if (recorded.every(({ stored }) => stored !== 'waiting')) return EXIT.ok;
      // In a window it would be written later; here nobody waits for that.
      around.output.note(NOT_WRITTEN);
      return EXIT.inputOutput;
    },
  );
}

function show(
  output: Output,
  { record, stored, note, summary, ignored, alerts }: RecordedOutcome,
  isShort: boolean,
): void {
  const tokens = `${exactCount(record.budgetUsed)} output ${record.budgetUsed === 1 ? 'token' : 'tokens'}`;
  const task = shownPath(record.taskId);
  if (isShort && summary !== null && stored !== 'waiting') output.result(`${summary}\n`);
  else if (stored === 'known') output.result(`${task} was recorded already; nothing changed.\n`);
  else if (stored === 'waiting') output.result(`Not recorded: ${tokens} for ${task}.\n`);
  else output.result(`Recorded ${tokens} for ${task}. ${note}\n`);
  if (stored === 'waiting') return;
  for (const sentence of ignored) output.note(shownPath(sentence));
  // the name of a tenant may be in it
  for (const { message, action } of alerts) output.note(shownPath(`${message} ${action}`));
}

async function byFlags(around: Surroundings, flags: RecordFlags): Promise<Result<Reports>> {
  const told = await typedTasks(around, flags);
  if (!told.ok) return told;
  if (told.value === null)
    return fail(
      'invalid_task_id',
      'Say which task it was, with --task, --task-file, --task-json or --task-id.',
    );
  const [task, ...others] = told.value.tasks;
  if (task === undefined || others.length > 0)
    return fail('invalid_option', '--task-json holds several tasks. Record them one by one.');
  const report = outcomeFromFlags(flags, task, around.now());
  return report.ok ? ok({ reports: [report.value], isList: false }) : report;
}

/** What a flag would say of an outcome stands in the file. */
const PLACES: readonly (keyof RecordFlags)[] = ['store', 'workspace', 'config', 'json', 'summary'];

async function byFile(around: Surroundings, file: string, flags: RecordFlags): Promise<Result<Reports>> {
  const other = Object.keys(flags).find((flag) => !PLACES.some((place) => place === flag));
  if (other !== undefined)
    return fail('invalid_option', 'Give the outcome as JSON or by flags, not both.', { flag: other });
  const json = await jsonOf(around, 'The outcome', file, 'invalid_record');
  if (!json.ok) return json;
  const isList = Array.isArray(json.value);
  const values: readonly unknown[] = Array.isArray(json.value) ? json.value : [json.value];
  const reports: OutcomeReport[] = [];
  for (const [index, value] of values.entries()) {
    const report = outcomeFromJson(value);
    if (!report.ok) return isList ? failedAt(report, index, 0) : report;
    reports.push(report.value);
  }
  return ok({ reports, isList });
}

/** Those before it are kept, so that a list with ids can be given again. */
function failedAt(
  { error }: { readonly error: { readonly code: Parameters<typeof fail>[0]; readonly message: string } },
  index: number,
  recorded: number,
) {
  const before =
    recorded === 1 ? 'The one before it is recorded.' : `The ${exactCount(recorded)} before it are recorded.`;
  const kept = recorded === 0 ? 'Nothing was recorded.' : before;
  return fail(error.code, `Outcome ${exactCount(index + 1)} of the list: ${error.message} ${kept}`, {
    index,
    recorded,
  });
}
