import type { LedgerRecord } from '../../core/facts/ledger-record.ts';
import type { BudgetRecord } from '../../core/facts/outcome-record.ts';
import { ok, type Result } from '../../core/facts/result.ts';
import type { LedgerReport, ReportFilter } from '../../protocol/ledger.ts';
import { isOfLedger } from '../../node/store/workspace-record.ts';
import type { Keeper } from './keeper.ts';
import type { OpenedStore } from './opened-store.ts';
import { RecentOutcomes } from './recent-outcomes.ts';
import { reportData } from './report-data.ts';
import { reportText } from './report-text.ts';
import { limitStandings } from './standings.ts';

/** What was used, how it was predicted, and what that suggests. Errors: `no_store`, those of the levels, `store_unreadable`. */
export async function reportAsked(keeper: Keeper, filter: ReportFilter): Promise<Result<LedgerReport>> {
  const { store } = keeper;
  if (!store.ok) return store;
  const opened = await store.value.limits.opened();
  if (!opened.ok) return opened;
  const knowledge = keeper.knowledge();
  if (!knowledge.ok) return knowledge;
  const read = await readRecords(store.value, filter);
  if (!read.ok) return read;
  const { now, budgeter, ledger } = knowledge.value;
  const limits = limitStandings(ledger, now);
  const recent = new RecentOutcomes(() => keeper.alertSettings);
  for (const outcome of read.value.outcomes) recent.addQuietly(outcome);
  recent.lookBack();
  const alerts = keeper.alerts.newest(recent.alerts);
  const data = await reportData(filter, { ...read.value, limits, alerts, budgeter, now });
  return ok({ data: { ...data }, markdown: reportText(data) });
}

const OUTCOMES_AND_USAGE = new Set(['outcome', 'usage', 'reset']);

async function readRecords(
  { history }: OpenedStore,
  { model, type }: ReportFilter,
): Promise<Result<{ readonly outcomes: readonly BudgetRecord[]; readonly usage: readonly LedgerRecord[] }>> {
  const replay = await history.replay({ kinds: OUTCOMES_AND_USAGE, states: false });
  if (!replay.ok) return replay;
  const outcomes: BudgetRecord[] = [];
  const usage: LedgerRecord[] = [];
  for await (const batch of replay.value.batches) {
    for (const record of batch) {
      if (isOfLedger(record)) usage.push(record);
      else if (
        record.kind === 'outcome' &&
        (model === null || record.model === model) &&
        (type === null || record.characteristics.taskType === type)
      )
        outcomes.push(withoutTerms(record));
    }
  }
  return ok({ outcomes, usage });
}

/** Most of a record are its words, as hashes, and no report looks at them. */
function withoutTerms(record: BudgetRecord): BudgetRecord {
  const { text: _text, features, ...rest } = record;
  return { ...rest, features: features === null ? null : { ...features, terms: [] } };
}
