import { calendarPeriod } from '../../core/budget/ledger/calendar-period.ts';
import { ok, type Result } from '../../core/facts/result.ts';
import { modelReport } from '../../core/history/models/model-report.ts';
import { modelReportText } from '../../core/history/models/report-text.ts';
import type { ModelReport, ModelReportFilter } from '../../protocol/models.ts';
import type { Advisor } from './advisor.ts';

/** Accuracy, speed and cost of every model with records, with trends (spec M8). Errors: `store_unreadable`. */
export async function modelReportAsked(
  advisor: Advisor,
  { period, ...filter }: ModelReportFilter,
): Promise<Result<ModelReport>> {
  const past = await advisor.past();
  const history = await past.everything();
  if (!history.ok) return history;
  const data = modelReport(history.value, (at) => calendarPeriod(period, at, 'utc').start, filter);
  return ok({ data, markdown: modelReportText(data) });
}
