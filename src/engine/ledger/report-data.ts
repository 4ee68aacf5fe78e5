import type { ComputeBudgeter } from '../../core/budget/compute/budgeter.ts';
import { levelUses } from '../../core/budget/compute/level-uses.ts';
import { calendarPeriod } from '../../core/budget/ledger/calendar-period.ts';
import { type LimitSuggestion, suggestLimit } from '../../core/budget/ledger/suggest-limit.ts';
import type { LedgerRecord } from '../../core/facts/ledger-record.ts';
import type { Limit } from '../../core/facts/limit.ts';
import type { BudgetRecord } from '../../core/facts/outcome-record.ts';
import {
  type PredictionAccuracyReport,
  predictionAccuracySteps,
} from '../../core/history/prediction-accuracy.ts';
import { type Projection, projectionOf } from '../../core/history/projection.ts';
import { type EfficiencyReport, efficiencyReportSteps } from '../../core/history/report.ts';
import type { Steps } from '../../core/history/steps.ts';
import { type Suggestion, suggestionsFrom } from '../../core/history/suggestions.ts';
import { type Trend, trendOf } from '../../core/history/trends.ts';
import { breathing } from '../../node/store/breathe.ts';
import type { Alert, LimitStanding, ReportFilter } from '../../protocol/ledger.ts';
import { type SuggestedLevel, suggestedLevels } from './level-suggestions.ts';

/** What a report is made of. */
export interface ReportMaterial {
  /** Outcomes of the model and type asked for, of any time. */
  readonly outcomes: readonly BudgetRecord[];
  /** Usage and resets of any time. */
  readonly usage: readonly LedgerRecord[];
  readonly limits: readonly LimitStanding[];
  readonly alerts: readonly Alert[];
  readonly budgeter: ComputeBudgeter;
  /** Epoch ms. */
  readonly now: number;
}

/** What was used; money only of tasks that have a price. */
export interface UsedInAll {
  readonly tasks: number;
  readonly outputTokens: number;
  /** Of the tasks that say so, which are `totalKnown`. */
  readonly totalTokens: number;
  readonly totalKnown: number;
  readonly costMicroUsd: number;
  readonly unpriced: number;
}

/** The report of spec P8 and P9, with what C9 suggests. */
export interface ReportData {
  readonly filter: ReportFilter;
  /** Epoch ms. */
  readonly at: number;
  readonly used: UsedInAll;
  readonly efficiency: EfficiencyReport;
  readonly accuracy: PredictionAccuracyReport;
  readonly trend: Trend;
  readonly suggestions: readonly Suggestion[];
  readonly projection: Projection;
  readonly limits: readonly LimitStanding[];
  readonly limitSuggestions: readonly { readonly limit: Limit; readonly suggestion: LimitSuggestion }[];
  readonly levelSuggestions: readonly SuggestedLevel[];
  readonly alerts: readonly Alert[];
}

/** In parts: between them others of this thread have their turn, as each looks at every record. */
export async function reportData(filter: ReportFilter, material: ReportMaterial): Promise<ReportData> {
  const { outcomes, usage, limits, alerts, budgeter, now } = material;
  const { since, until, period, days } = filter;
  const within = outcomes.filter(({ at }) => at >= (since ?? -Infinity) && at < (until ?? Infinity));
  const breathe = breathing();
  const part = async <T>(make: () => T): Promise<T> => {
    await breathe();
    return make();
  };
  const stepwise = async <T>(steps: Steps<T>): Promise<T> => {
    for (;;) {
      await breathe();
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  };
  return {
    filter,
    at: now,
    used: await part(() => usedInAll(within)),
    efficiency: await stepwise(efficiencyReportSteps(within)),
    accuracy: await stepwise(predictionAccuracySteps(within)),
    trend: await part(() => trendOf(within, (at) => calendarPeriod(period, at, 'utc').start)),
    suggestions: await part(() => suggestionsFrom(within)),
    // it looks back by itself, from the end of what is asked for
    projection: await part(() => projectionOf(outcomes, Math.min(now, until ?? now), days)),
    limits,
    limitSuggestions: await part(() => limitSuggestions(limits, usage, now)),
    levelSuggestions: await part(() => levelSuggestions(outcomes, usage, budgeter, now)),
    alerts,
  };
}

function usedInAll(records: readonly BudgetRecord[]): UsedInAll {
  const sum = (of: (record: BudgetRecord) => number): number =>
    records.reduce((total, record) => total + of(record), 0);
  return {
    tasks: records.length,
    outputTokens: sum(({ budgetUsed }) => budgetUsed),
    totalTokens: sum(({ totalTokens }) => totalTokens ?? 0),
    totalKnown: records.filter(({ totalTokens }) => totalTokens !== undefined).length,
    costMicroUsd: sum(({ costMicroUsd }) => costMicroUsd ?? 0),
    unpriced: records.filter(({ costMicroUsd }) => costMicroUsd === null).length,
  };
}

function limitSuggestions(
  limits: readonly LimitStanding[],
  usage: readonly LedgerRecord[],
  now: number,
): ReportData['limitSuggestions'] {
  const entries = usage.filter((record) => record.kind === 'usage');
  return limits.flatMap(({ limit }) => {
    const suggestion = suggestLimit(limit, entries, now);
    return suggestion === null || suggestion.amount === limit.amount ? [] : [{ limit, suggestion }];
  });
}

function levelSuggestions(
  outcomes: readonly BudgetRecord[],
  usage: readonly LedgerRecord[],
  budgeter: ComputeBudgeter,
  now: number,
): ReportData['levelSuggestions'] {
  const successes = new Map(outcomes.map(({ id, requestId = id, outcome }) => [requestId, outcome.success]));
  const uses = levelUses(usage, (requestId) => successes.get(requestId) ?? null);
  return suggestedLevels(uses, budgeter, now);
}
