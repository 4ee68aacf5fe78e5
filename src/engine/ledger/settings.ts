import { createBudgeter, type ComputeBudgeter } from '../../core/budget/compute/budgeter.ts';
import { readLevelSettings } from '../../core/budget/compute/level-settings.ts';
import { isTimeZone } from '../../core/budget/ledger/wall-clock.ts';
import { PREDICTOR_SETTINGS } from '../../core/budget/predict/asked-task.ts';
import type { Result } from '../../core/facts/result.ts';
import { DEFAULT_HISTORY_SETTINGS } from '../../node/store/workspace-history.ts';
import type { LedgerSettings, TaskContext } from '../../protocol/ledger.ts';

/** Until a door says otherwise. */
export const DEFAULT_LEDGER_SETTINGS: LedgerSettings = Object.freeze({
  ...PREDICTOR_SETTINGS,
  ...DEFAULT_HISTORY_SETTINGS,
  levels: null,
  countImports: false,
  alertThresholds: null,
  globalLimit: null,
  localZone: 'UTC',
  rolloutPercent: 100,
});

export const NO_CONTEXT: TaskContext = Object.freeze({ more: Object.freeze({}), level: null, tenant: '' });

/** A budgeter as the settings say (spec C5), with nothing used. Errors: those of levels and of `createBudgeter`. */
export function budgeterOf({ levels, globalLimit }: LedgerSettings): Result<ComputeBudgeter> {
  const read = readLevelSettings(levels);
  return read.ok ? createBudgeter({ ...read.value, globalLimit }) : read;
}

const QUANTILES: ReadonlySet<number> = new Set([0.5, 0.8, 0.9, 0.95]);

/**
 * Settings as they come from a file that people write: a wrong value is the default, and of what is kept nothing is ever
 * removed by one. Levels and limit are checked where they are used, and their failures are told.
 */
export function readSettings(given: LedgerSettings): LedgerSettings {
  const { method, budgetQuantile, rolloutPercent, localZone } = DEFAULT_LEDGER_SETTINGS;
  const countImports: unknown = given.countImports;
  return {
    ...given,
    method: given.method === 'formula' ? 'formula' : method,
    budgetQuantile: QUANTILES.has(given.budgetQuantile) ? given.budgetQuantile : budgetQuantile,
    retentionDays: atLeastOne(given.retentionDays),
    maxRecords: atLeastOne(given.maxRecords),
    rolloutPercent: isWithin(given.rolloutPercent, 0, 100) ? given.rolloutPercent : rolloutPercent,
    countImports: countImports === true,
    localZone: zoneOf(given.localZone) ?? localZone,
  };
}

/** Null for what is no zone. */
function zoneOf(given: unknown): string | null {
  const name = given === '' ? Intl.DateTimeFormat().resolvedOptions().timeZone : given;
  return typeof name === 'string' && isTimeZone(name) ? name : null;
}

/** Null keeps everything. */
function atLeastOne(value: number | null): number | null {
  return isWithin(value, 1, Number.MAX_SAFE_INTEGER) ? value : null;
}

function isWithin(value: unknown, low: number, high: number): value is number {
  return typeof value === 'number' && value >= low && value <= high;
}
