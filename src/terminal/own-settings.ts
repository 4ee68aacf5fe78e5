import { type BudgetQuantile, PREDICTOR_SETTINGS } from '../core/budget/predict/asked-task.ts';
import { isObject } from '../core/facts/json-value.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import { readAlertSettings } from '../core/history/alert-settings.ts';
import { DEFAULT_HISTORY_SETTINGS } from '../node/store/workspace-history.ts';
import type { LedgerSettings } from '../protocol/ledger.ts';
import type { OwnConfig } from './own-config.ts';

/** The shares of tasks that a budget can be asked to cover. */
export const BUDGET_QUANTILES: readonly BudgetQuantile[] = [0.5, 0.8, 0.9, 0.95];
export const PREDICTOR_METHODS = ['learned', 'formula'] as const;
const ALL_TASKS = 100;

/**
 * The settings of predictions and the history from the configuration file, named as in the editor: `compute` {levels,
 * limit}, `alerts` {thresholds}, `limits` {countImports}, `prediction` {method, budgetQuantile, rolloutPercent}, `history` {retentionDays, maxRecords, keepText}. The
 * engine checks levels and limit.
 *
 * Errors: `invalid_option` and `invalid_alert_setting`, naming the field.
 *
 * @param localZone IANA name of the machine's zone
 */
export function ownSettingsOf({ name, fields }: OwnConfig, localZone: string): Result<LedgerSettings> {
  const compute = sectionOf(fields, 'compute');
  const prediction = sectionOf(fields, 'prediction');
  const history = sectionOf(fields, 'history');
  const alerts = sectionOf(fields, 'alerts');
  const limits = sectionOf(fields, 'limits');
  const wrong: string[] = [];
  const take = <T>(
    section: Readonly<Record<string, unknown>> | null,
    field: string,
    fallback: T,
    expected: string,
    read: (value: unknown) => T | undefined,
  ): T => {
    const value = section?.[field.slice(field.indexOf('.') + 1)];
    const taken = value === undefined ? fallback : read(value);
    if (taken !== undefined) return taken;
    wrong.push(`"${field}" in ${name} must be ${expected}.`);
    return fallback;
  };
  const isAmount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 1;
  const amountOrNull = (value: unknown): number | null | undefined =>
    value === null || isAmount(value) ? value : undefined;
  const settings: LedgerSettings = {
    method: take(prediction, 'prediction.method', PREDICTOR_SETTINGS.method, 'learned or formula', (value) =>
      PREDICTOR_METHODS.find((each) => each === value),
    ),
    budgetQuantile: take(
      prediction,
      'prediction.budgetQuantile',
      PREDICTOR_SETTINGS.budgetQuantile,
      `one of ${BUDGET_QUANTILES.join(', ')}`,
      (value) => BUDGET_QUANTILES.find((each) => each === value),
    ),
    rolloutPercent: take(
      prediction,
      'prediction.rolloutPercent',
      ALL_TASKS,
      'a number from 0 to 100',
      (value) => (typeof value === 'number' && value >= 0 && value <= ALL_TASKS ? value : undefined),
    ),
    retentionDays: take<number | null>(
      history,
      'history.retentionDays',
      DEFAULT_HISTORY_SETTINGS.retentionDays,
      'a whole number of days above 0, or null to keep all',
      amountOrNull,
    ),
    maxRecords: take<number | null>(
      history,
      'history.maxRecords',
      DEFAULT_HISTORY_SETTINGS.maxRecords,
      'a whole number above 0, or null to keep all',
      amountOrNull,
    ),
    keepText: take(history, 'history.keepText', DEFAULT_HISTORY_SETTINGS.keepText, 'true or false', (value) =>
      typeof value === 'boolean' ? value : undefined,
    ),
    countImports: take(limits, 'limits.countImports', false, 'true or false', (value) =>
      typeof value === 'boolean' ? value : undefined,
    ),
    levels: compute?.['levels'] ?? {},
    globalLimit: compute?.['limit'] ?? null,
    alertThresholds: alerts?.['thresholds'] ?? null,
    localZone,
  };
  const section = ['compute', 'prediction', 'history', 'alerts', 'limits'].find(
    (each) => fields[each] !== undefined && !isObject(fields[each]),
  );
  if (section !== undefined) wrong.push(`"${section}" in ${name} must be an object.`);
  if (wrong[0] !== undefined) return fail('invalid_option', wrong[0]);
  const thresholds = readAlertSettings(settings.alertThresholds);
  return thresholds.ok ? ok(settings) : fail(thresholds.error.code, `${name}: ${thresholds.error.message}`);
}

function sectionOf(fields: OwnConfig['fields'], name: string): Readonly<Record<string, unknown>> | null {
  const section = fields[name];
  return isObject(section) ? section : null;
}
