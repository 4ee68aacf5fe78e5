import { CATEGORIES } from '../../core/facts/category.ts';
import { ok, type Result } from '../../core/facts/result.ts';
import { modelReport, type ModelReportFilter } from '../../protocol/models.ts';
import { withAsking } from '../asking-session.ts';
import type { LedgerFlags } from '../ledger-session.ts';
import type { Surroundings } from '../session.ts';
import { unknownWord } from '../typed-ask.ts';
import { askedReport, giveReport, reportSpan } from './report.ts';

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
  const asked = askedReport(around, flags, filterOf(flags, around.now()));
  if (typeof asked === 'number') return asked;
  return withAsking(
    around,
    { ...flags, json: asked.json },
    ({ connection, token }) => connection.sendRequest(modelReport, asked.filter, token),
    (report) => giveReport(around, report, asked),
  );
}

function filterOf(flags: ModelReportFlags, now: number): Result<ModelReportFilter> {
  const span = reportSpan(flags, now);
  if (!span.ok) return span;
  const wrong = unknownWord('--category', flags.category, CATEGORIES);
  if (wrong !== null) return wrong;
  const category = CATEGORIES.find((each) => each === flags.category) ?? null;
  return ok({ ...span.value, model: flags.model ?? null, category });
}
