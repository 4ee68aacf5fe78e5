import { toSixDecimals } from '../facts/decimals.ts';
import type { Limit } from '../facts/limit.ts';
import { type BudgetRecord, utilization } from '../facts/outcome-record.ts';
import type { Interval } from '../facts/prediction.ts';
import { exactCount, readableShare } from '../facts/readable-number.ts';
import { ALERT_SETTINGS, type AlertSettings } from './alert-settings.ts';
import { meanOf, meanScore, utilizedOf } from './utilization-score.ts';

export const ALERT_TYPES = [
  'over_allocation',
  'under_allocation',
  'cost_spike',
  'limit_near',
  'limit_reached',
  'efficiency_drop',
] as const;
export type AlertType = (typeof ALERT_TYPES)[number];
export type Severity = 'info' | 'warning' | 'critical';

/** Something to know about a record or a limit (spec P9). Plain JSON. */
export interface Alert {
  readonly type: AlertType;
  readonly severity: Severity;
  readonly taskId: string;
  readonly message: string;
  readonly action: string;
  /** Epoch ms. */
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the ledger says of a limit that is near or reached; it raises each once per limit and period. */
export interface LimitStanding {
  readonly type: 'limit_near' | 'limit_reached';
  readonly severity: 'warning' | 'critical';
  readonly limit: Limit;
  readonly used: number;
  readonly period: { readonly start: number; readonly end: number };
}

const DAY = 86_400_000;

/**
 * The alerts that a further record raises, in the order of P9. Imported records raise none: do not ask for them.
 *
 * @param earlier the records before it in the order of the history; those of the last 24 hours and as many as
 *   `efficiencyRecords` suffice
 * @param limits what the ledger raised by the record's usage
 */
export function alertsFor(
  record: BudgetRecord,
  earlier: readonly BudgetRecord[],
  limits: readonly LimitStanding[] = [],
  settings: AlertSettings = ALERT_SETTINGS,
): readonly Alert[] {
  return [
    ...allocationAlert(record, settings),
    ...costSpike(record, earlier, settings),
    ...limits.map((standing) => limitAlert(record, standing)),
    ...efficiencyDrop(record, earlier, settings),
  ].map((alert) => Object.freeze(alert));
}

/** How a record's budget turned out, as the alerts judge it (spec P7); null when nothing can be said. */
export type Note = 'over' | 'under' | 'fine';

export function noteOf(record: BudgetRecord, settings: AlertSettings = ALERT_SETTINGS): Note | null {
  const share = utilization(record);
  // without an allocation nothing was too large or too small, whatever was predicted
  if (share === null) return null;
  const interval = learnedInterval(record);
  if (interval !== null) {
    if (record.budgetUsed < interval.low) return 'over';
    return record.budgetUsed > interval.high ? 'under' : 'fine';
  }
  const u = toSixDecimals(share);
  if (u < settings.over) return 'over';
  return u > settings.under ? 'under' : 'fine';
}

/** The learned predictor promises an interval, not a utilization; null for other methods. */
function learnedInterval({ prediction }: BudgetRecord): Interval | null {
  return prediction?.method === 'learned' ? prediction.interval : null;
}

function allocationAlert(record: BudgetRecord, settings: AlertSettings): readonly Alert[] {
  const note = noteOf(record, settings);
  if (note === null || note === 'fine') return [];
  const share = utilization(record);
  const { budgetAllocated: allocated, budgetUsed: used, taskId, at } = record;
  const data = { allocated, used, utilization: share, interval: record.prediction?.interval ?? null };
  const isLearned = learnedInterval(record) !== null;
  const u = toSixDecimals(share ?? 0);
  const what = isLearned
    ? `Used ${exactCount(used)} tokens, ${note === 'over' ? 'less' : 'more'} than the range that was predicted.`
    : `Used ${exactCount(used)} of ${exactCount(allocated ?? 0)} tokens (${readableShare(share ?? 0)}).`;
  if (note === 'over') {
    const severity = !isLearned && u < settings.overWarning ? 'warning' : 'info';
    const action = 'Take the conservative alternative for tasks like this.';
    return [{ type: 'over_allocation', severity, taskId, message: what, action, at, data }];
  }
  const action = 'Take a larger alternative for tasks like this.';
  const severity = isLearned ? 'warning' : underSeverity(u, settings);
  return [{ type: 'under_allocation', severity, taskId, message: what, action, at, data }];
}

function underSeverity(u: number, { underWarning, underCritical }: AlertSettings): Severity {
  if (u > underCritical) return 'critical';
  return u > underWarning ? 'warning' : 'info';
}

function costSpike(
  { costMicroUsd: taskCost, at, taskId }: BudgetRecord,
  earlier: readonly BudgetRecord[],
  { spikeRatio, spikeRecords }: AlertSettings,
): readonly Alert[] {
  if (taskCost === null) return [];
  const costs = earlier.flatMap((record) =>
    record.costMicroUsd !== null && record.at >= at - DAY && record.at <= at ? [record.costMicroUsd] : [],
  );
  const avgCost = meanOf(costs);
  if (costs.length < spikeRecords || !(taskCost > spikeRatio * avgCost)) return [];
  // without a ratio when the others were free: infinity is no result
  const ratio = avgCost === 0 ? null : taskCost / avgCost;
  const message = `Cost ${dollars(taskCost)}, against ${dollars(avgCost)} on average over the last day.`;
  const action = 'See what made it dear: the model, the context or the answer.';
  return [
    {
      type: 'cost_spike',
      severity: 'warning',
      taskId,
      message,
      action,
      at,
      data: { taskCost, avgCost, ratio },
    },
  ];
}

function limitAlert(
  { taskId, at }: BudgetRecord,
  { type, severity, limit, used, period }: LimitStanding,
): Alert {
  const share = readableShare(used / limit.amount);
  const message = `${share} of the limit ${limit.id} ${type === 'limit_near' ? 'is used' : 'is used: it is reached'}.`;
  const action =
    type === 'limit_near' ? 'Plan what is left of it.' : 'Raise the limit, or wait for its next period.';
  return { type, severity, taskId, message, action, at, data: { limit, used, period } };
}

function efficiencyDrop(
  record: BudgetRecord,
  earlier: readonly BudgetRecord[],
  { efficiency: least, efficiencyRecords: count }: AlertSettings,
): readonly Alert[] {
  const before = utilizedOf(earlier).slice(-count);
  const own = utilizedOf([record]);
  const now = [...before, ...own].slice(-count);
  if (own.length === 0 || now.length < count) return [];
  const efficiency = meanScore(now);
  const isLow = (score: number): boolean => toSixDecimals(score) < least;
  if (!isLow(efficiency) || (before.length === count && isLow(meanScore(before)))) return [];
  const message = `Budgets of the last ${count} tasks fitted badly (${readableShare(efficiency)}).`;
  const action = 'See the report for the task types that are off.';
  const { taskId, at } = record;
  return [
    { type: 'efficiency_drop', severity: 'warning', taskId, message, action, at, data: { efficiency } },
  ];
}

function dollars(microUsd: number): string {
  return `$${(microUsd / 1e6).toFixed(2)}`;
}

/** How many alerts are stored (spec P1). */
export const ALERT_CAP = 100;

/** The stored alerts with further ones: oldest first, the last 100. */
export function withAlerts(stored: readonly Alert[], more: readonly Alert[]): readonly Alert[] {
  return Object.freeze([...stored, ...more].slice(-ALERT_CAP));
}

/** The latest, newest first. */
export function recentAlerts(stored: readonly Alert[], count = 10): readonly Alert[] {
  return stored.slice(Math.max(0, stored.length - count)).toReversed();
}
