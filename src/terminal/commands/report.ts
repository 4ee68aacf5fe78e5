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
  const asked = askedReport(around, flags, filterOf(flags, around.now()));
  if (typeof asked === 'number') return asked;
  return withLedger(
    around,
    { ...flags, json: asked.json },
    (connection, token) => connection.sendRequest(ledgerReport, asked.filter, token),
    (report) => giveReport(around, report, asked),
  );
}

/** What a report is asked for, and where it goes. */
export interface AskedReport<F> {
  readonly filter: F;
  readonly format: (typeof REPORT_FORMATS)[number];
  /** A program that asks for JSON gets its refusals in it, too. */
  readonly json: boolean;
  /** Absolute; null: stdout. */
  readonly out: string | null;
}

/** @returns the exit code of what is refused */
export function askedReport<F>(
  around: Surroundings,
  flags: Pick<ReportFlags, 'format' | 'json' | 'out'>,
  filter: Result<F>,
): AskedReport<F> | number {
  const format = reportFormat(flags);
  const json = flags.json ?? (format.ok && format.value === 'json');
  if (!format.ok) return refuse(around.output, format.error, json);
  if (!filter.ok) return refuse(around.output, filter.error, json);
  const out = flags.out === undefined || flags.out === STANDARD ? null : path.resolve(around.cwd, flags.out);
  return { filter: filter.value, format: format.value, json, out };
}

/** Prints a report, or writes its file. */
export async function giveReport(
  { output, cwd }: Surroundings,
  report: { readonly data: unknown; readonly markdown: string },
  { format, json, out }: Omit<AskedReport<unknown>, 'filter'>,
): Promise<number> {
  const text = reportText(report, format);
  if (out === null) output.result(text);
  else {
    const saved = await saveFile(out, text);
    if (!saved.ok) return refuse(output, saved.error, json);
    output.note(`The report is in ${path.relative(cwd, out)}.`);
  }
  return EXIT.ok;
}

/** A report in its format, with the end of its last line. */
function reportText(
  { data, markdown }: { readonly data: unknown; readonly markdown: string },
  format: (typeof REPORT_FORMATS)[number],
): string {
  return format === 'json' ? `${JSON.stringify(data, undefined, 1)}\n` : `${markdown.trimEnd()}\n`;
}

/** Error: `invalid_option`. */
function reportFormat({
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

/** The time that a report is about, and its periods. Error: `invalid_option`. */
export function reportSpan(
  flags: Pick<ReportFlags, 'since' | 'until' | 'period'>,
  now: number,
): Result<Pick<ReportFilter, 'since' | 'until' | 'period'>> {
  const since = flags.since === undefined ? ok(null) : typedInstant('--since', flags.since, now);
  if (!since.ok) return since;
  const until = flags.until === undefined ? ok(null) : typedInstant('--until', flags.until, now);
  if (!until.ok) return until;
  if (since.value !== null && until.value !== null && since.value >= until.value)
    return fail('invalid_option', '--since must be before --until.');
  const period = REPORT_PERIODS.find((each) => each === (flags.period ?? 'day'));
  if (period === undefined)
    return fail('invalid_option', `--period must be one of ${REPORT_PERIODS.join(', ')}.`);
  return ok({ since: since.value, until: until.value, period });
}

function filterOf(flags: ReportFlags, now: number): Result<ReportFilter> {
  const span = reportSpan(flags, now);
  if (!span.ok) return span;
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
    ...span.value,
    model: flags.model ?? null,
    type: flags.type ?? null,
    days,
  });
}
