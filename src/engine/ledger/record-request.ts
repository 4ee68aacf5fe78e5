import { fail, ok, type Result } from '../../core/facts/result.ts';
import { recentEntries } from '../../core/budget/ledger/usage-totals.ts';
import { budgetForAnotherTry } from '../../core/history/next-budget.ts';
import type { OutcomeEntry, WorkspaceRecord } from '../../node/store/workspace-record.ts';
import { withoutText } from '../../node/store/workspace-record.ts';
import type { Alert, OutcomeReport, RecordedOutcome } from '../../protocol/ledger.ts';
import type { TaskQuestion } from './asked.ts';
import { checkReport } from './check-report.ts';
import type { Keeper } from './keeper.ts';
import { isOfUse } from './limits-told.ts';
import type { OpenedStore } from './opened-store.ts';
import { outcomeOf, type OutcomeUsage, usageOf } from './outcome.ts';
import { outcomeNote, outcomeSummary } from './outcome-note.ts';
import { questionAbout } from './predict-request.ts';
import { reportedRequest } from './reported-request.ts';

/**
 * Records what became of a task: the outcome, which is learned from, and what the limits see of it. A fault of the
 * storage fails nothing; it is told with the next snapshot.
 * Errors: `no_store`, `invalid_request` (no task), `unknown_model`, those of the prediction and of the record's check.
 */
export async function recordReported(
  keeper: Keeper,
  report: OutcomeReport,
): Promise<Result<RecordedOutcome>> {
  const { store } = keeper;
  if (!store.ok) return store;
  const checked = checkReport(report, keeper.ports.now());
  if (!checked.ok) return checked;
  await knowTheKnown(store.value);
  const question = await questionOf(keeper, report);
  if (!question.ok) return question;
  const foresight = keeper.promised(question.value);
  if (!foresight.ok) return foresight;
  const made = outcomeOf(report, foresight.value, keeper.ports.now());
  if (!made.ok) return made;
  const record = keeper.settings.keepText ? made.value : withoutText(made.value);
  if (record.kind !== 'outcome') throw new TypeError('An outcome without its text is an outcome.');
  const usage = usageOf(record, report, foresight.value);
  if (!usage.ok) return usage;
  const { answer, read } = foresight.value;
  const requested = reportedRequest(record, read.text, report.responseMs);
  if (!requested.ok) return requested;
  const { ignored } = answer;
  const toRecord = { record, usage: usage.value, requested: requested.value, ignored };
  return recordOutcome(keeper, store.value, toRecord, question.value);
}

/**
 * What is there already must be known, or an id would be counted twice. A window goes on learning in the background; who
 * only asks has nothing else to do, and records what everything that is there would have promised.
 */
async function knowTheKnown({ place, learning, history }: OpenedStore): Promise<void> {
  if (!place.live) await learning.learn();
  else if (!learning.isSettled) await history.load();
}

interface ToRecord extends Pick<RecordedOutcome, 'ignored'> {
  readonly record: OutcomeEntry;
  readonly usage: OutcomeUsage;
  /** What else the task was: a request to a model. */
  readonly requested: readonly WorkspaceRecord[];
}

async function recordOutcome(
  keeper: Keeper,
  { history, limits, learning }: OpenedStore,
  { record, usage, requested, ignored }: ToRecord,
  question: TaskQuestion,
): Promise<Result<RecordedOutcome>> {
  // learning it changes what the past is
  const useAlerts = learning.recent.alertsBy(record).filter(isOfUse);
  // read, so that outcome and usage are appended in one turn, by one write
  await limits.opened();
  const { tenant, id, at, requestId = id } = record;
  const [appended, tracked] = await Promise.all([
    history.append(record),
    // of a known outcome, too: who recorded it may have been ended before its usage was; that counts once by its own id
    isCounted(limits, record)
      ? ok([])
      : limits.track({ ...usage, id, tenant, requestId, periodAt: at }, record.taskId),
    // by their own ids, too; a fault of the storage is that of the outcome
    ...requested.map((each) => history.append(each)),
  ]);
  if (!appended.ok) return appended;
  const told = { summary: outcomeSummary(record), ignored };
  if (appended.value === 'known' || appended.value === 'expired')
    return ok({
      record,
      stored: 'known',
      note: 'It was recorded already.',
      ...told,
      alerts: [],
    });
  const note = outcomeNote(record, anotherBudget(keeper, record, question), keeper.alertSettings);
  keeper.useCompute(usage.amounts.computeUnits ?? 0);
  const alerts: readonly Alert[] = [...useAlerts, ...(tracked.ok ? tracked.value : [])];
  keeper.raise(alerts);
  return ok({ record, stored: appended.value, note, ...told, alerts });
}

/** Whether the request was made here, and with it what it took is counted already: by the advisor, under its id. */
function isCounted({ ledger }: OpenedStore['limits'], { id, requestId }: OutcomeEntry): boolean {
  return (
    requestId !== undefined &&
    recentEntries(ledger.usage).some((entry) => entry.requestId === requestId && entry.id !== id)
  );
}

/** For a task that failed for want of it: by a prediction that has learned of the failure, which others need not wait for. */
function anotherBudget(keeper: Keeper, record: OutcomeEntry, question: TaskQuestion): number | null {
  if (record.outcome.success !== false) return null;
  const next = keeper.foresee(question);
  return next.ok ? budgetForAnotherTry(record, next.value.answer.prediction) : null;
}

/** The task that is named, else the one on show; of the model that answered. */
async function questionOf(keeper: Keeper, report: OutcomeReport): Promise<Result<TaskQuestion>> {
  const { task, tenant = keeper.context.tenant, model = null, level = null } = report;
  if (task !== undefined)
    return questionAbout(keeper, task, { level, model: await known(keeper, model), tenant });
  const shown = atLevel(keeper.shown, level);
  if (shown === null)
    return fail('invalid_request', 'There is no task on show. Say which one: its words, or its fields.');
  if (model === null || model === shown.model?.id) return ok({ ...shown, tenant });
  const found = await keeper.ports.model(model);
  return ok({ ...shown, tenant, model: found.ok ? found.value : null });
}

/** Of the level that it ran at, where that is told. */
function atLevel(shown: TaskQuestion | null, level: string | null): TaskQuestion | null {
  return shown === null || level === null ? shown : { ...shown, level };
}

/** A model that nobody knows has no price; what it took counts all the same. */
async function known(keeper: Keeper, model: string | null): Promise<string | null> {
  return model !== null && (await keeper.ports.model(model)).ok ? model : null;
}
