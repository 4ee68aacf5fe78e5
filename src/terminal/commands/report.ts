import path from 'node:path';
import { TASK_TYPES } from '../../core/facts/characteristics.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { saveFile } from '../../node/save-file.ts';
import { ledgerReport, type ReportFilter } from '../../protocol/ledger.ts';
import { EXIT } from '../exit-code.ts';
import { type LedgerFlags, withLedger } from '../ledger-session.ts';
import { refuse, type Surroundings } from '../session.ts';
import { typedInstant } from '../typed-date.ts';
import { STANDARD } from '../typed-text.ts';

export interface ReportFlags extends LedgerFlags {
  readonly since?: string;
  readonly until?: string;
  readonly period?: string;
  readonly model?: string;
  readonly type?: string;
  readonly days?: string;
  readonly format?: string;
  readonly out?: string;
}

export const REPORT_PERIODS = ['hour', 'day', 'week', 'month'] as const;
export const REPORT_FORMATS = ['md', 'json'] as const;
/** As far as the projection looks back (spec P9). */
const DEFAULT_DAYS = 30;
const MOST_DAYS = 3650;

/** `report`: what was used, saved and forecast, as Markdown or JSON, to stdout or `--out`. */
export async function reportCommand(around: Surroundings, flags: ReportFlags): Promise<number> {
  const format = reportFormat(flags);
  // a program that asks for JSON gets its refusals in it, too
  const json = flags.json ?? (format.ok && format.value === 'json');
  if (!format.ok) return refuse(around.output, format.error, json);
  const filter = filterOf(flags, around.now());
  if (!filter.ok) return refuse(around.output, filter.error, json);
  const out = flags.out === undefined || flags.out === STANDARD ? null : path.resolve(around.cwd, flags.out);
  return withLedger(
    around,
    { ...flags, json },
    (connection, token) => connection.sendRequest(ledgerReport, filter.value, token),
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

/** A report in its format, with the end of its last line. */
export function reportText(
  { data, markdown }: { readonly data: unknown; readonly markdown: string },
  format: (typeof REPORT_FORMATS)[number],
): string {
  return format === 'json' ? `${JSON.stringify(data, undefined, 1)}\n` : `${markdown.trimEnd()}\n`;
}

/** Error: `invalid_option`. */
export function reportFormat({
  format,
  json,
}: Pick<ReportFlags, 'format' | 'json'>): Result<(typeof REPORT_FORMATS)[number]> {
  if (format === undefined) return ok(json === true ? 'json' : 'md');
  const known = REPORT_FORMATS.find((each) => each === format);
  if (known === undefined || (json === true && known !== 'json'))
    return fail(
      'invalid_option',
      `--format ${JSON.stringify(format)}: use one of ${REPORT_FORMATS.join(', ')}; --json is --format json.`,
    );
  return ok(known);
}

/** The time that a report is about. Error: `invalid_option`. */
export function reportTime(
  flags: Pick<ReportFlags, 'since' | 'until'>,
  now: number,
): Result<Pick<ReportFilter, 'since' | 'until'>> {
  const since = flags.since === undefined ? ok(null) : typedInstant('--since', flags.since, now);
  if (!since.ok) return since;
  const until = flags.until === undefined ? ok(null) : typedInstant('--until', flags.until, now);
  if (!until.ok) return until;
  if (since.value !== null && until.value !== null && since.value >= until.value)
    return fail('invalid_option', '--since must be before --until.');
  return ok({ since: since.value, until: until.value });
}

function filterOf(flags: ReportFlags, now: number): Result<ReportFilter> {
  const time = reportTime(flags, now);
  if (!time.ok) return time;
  const period = REPORT_PERIODS.find((each) => each === (flags.period ?? 'day'));
  if (period === undefined)
    return fail('invalid_option', `--period must be one of ${REPORT_PERIODS.join(', ')}.`);
  const types: readonly string[] = [...TASK_TYPES, 'unknown'];
  if (flags.type !== undefined && !types.includes(flags.type))
    return fail(
      'invalid_option',
      `There is no task type ${JSON.stringify(flags.type)}. Use one of: ${types.join(', ')}.`,
    );
  const days = flags.days === undefined ? DEFAULT_DAYS : Number(flags.days);
  if (!Number.isSafeInteger(days) || days < 1 || days > MOST_DAYS)
    return fail(
      'invalid_option',
      `--days ${JSON.stringify(flags.days)} is not a whole number from 1 to ${MOST_DAYS}.`,
    );
  return ok({
    ...time.value,
    period,
    model: flags.model ?? null,
    type: flags.type ?? null,
    days,
  });
}
