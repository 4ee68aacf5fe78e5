import path from 'node:path';
import { CATEGORIES } from '../../core/facts/category.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { saveFile } from '../../node/save-file.ts';
import { modelReport, type ModelReportFilter } from '../../protocol/models.ts';
import { withAsking } from '../asking-session.ts';
import { EXIT } from '../exit-code.ts';
import type { LedgerFlags } from '../ledger-session.ts';
import { refuse, type Surroundings } from '../session.ts';
import { unknownWord } from '../typed-ask.ts';
import { STANDARD } from '../typed-text.ts';
import { REPORT_PERIODS, reportFormat, reportText, reportTime } from './report.ts';

export interface ModelReportFlags extends LedgerFlags {
  readonly since?: string;
  readonly until?: string;
  readonly period?: string;
  readonly model?: string;
  readonly category?: string;
  readonly format?: string;
  readonly out?: string;
}

/** `report models`: how right, fast and dear each model was, with trends, as Markdown or JSON. */
export async function modelReportCommand(around: Surroundings, flags: ModelReportFlags): Promise<number> {
  const format = reportFormat(flags);
  const json = flags.json ?? (format.ok && format.value === 'json');
  if (!format.ok) return refuse(around.output, format.error, json);
  const filter = filterOf(flags, around.now());
  if (!filter.ok) return refuse(around.output, filter.error, json);
  const out = flags.out === undefined || flags.out === STANDARD ? null : path.resolve(around.cwd, flags.out);
  return withAsking(
    around,
    { ...flags, json },
    ({ connection, token }) => connection.sendRequest(modelReport, filter.value, token),
    async (report) => {
      const text = reportText(report, format.value);
      if (out === null) around.output.result(text);
      else {
        const saved = await saveFile(out, text);
        if (!saved.ok) return refuse(around.output, saved.error, json);
        around.output.note(`The report is in ${path.relative(around.cwd, out)}.`);
      }
      return EXIT.ok;
    },
  );
}

function filterOf(flags: ModelReportFlags, now: number): Result<ModelReportFilter> {
  const time = reportTime(flags, now);
  if (!time.ok) return time;
  const period = REPORT_PERIODS.find((each) => each === (flags.period ?? 'day'));
  if (period === undefined)
    return fail('invalid_option', `--period must be one of ${REPORT_PERIODS.join(', ')}.`);
  const wrong = unknownWord('--category', flags.category, CATEGORIES);
  if (wrong !== null) return wrong;
  const category = CATEGORIES.find((each) => each === flags.category) ?? null;
  return ok({ ...time.value, period, model: flags.model ?? null, category });
}
