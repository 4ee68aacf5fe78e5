import { percentileOf } from '../facts/decimals.ts';
import type { BudgetRecord } from '../facts/outcome-record.ts';
import { PREDICTION_METHODS, type PredictionMethod, type PromisedPrediction } from '../facts/prediction.ts';
import { byTime } from './by-time.ts';
import { type IntervalCoverage, intervalCoverage } from './interval-coverage.ts';
import { groupedBy, meanOf } from './utilization-score.ts';

/** How what was promised compares with what came of it. Shares in [0, 1]. */
export interface PredictionAccuracy {
  readonly tasks: number;
  readonly coverage: IntervalCoverage | null;
  /** Share within ±50 % of what was typical, and the mean confidence that claimed it. */
  readonly within50: number;
  readonly confidence: number;
  /** Used more than was recommended: about a fifth, when the recommendation is the 80 % quantile. */
  readonly overrun: number;
  /** Median of |typical − used| / used, over tasks that used anything; null without one. */
  readonly medianError: number | null;
}

export interface PredictionAccuracyReport {
  readonly all: PredictionAccuracy;
  readonly byMethod: Readonly<Partial<Record<PredictionMethod, PredictionAccuracy>>>;
  readonly byType: Readonly<Record<string, PredictionAccuracy>>;
  readonly byModel: Readonly<Record<string, PredictionAccuracy>>;
}

interface Kept {
  readonly record: BudgetRecord;
  readonly promised: PromisedPrediction;
}

const WITHIN = 0.5;

/** Over the records for which something was promised; the order does not matter. */
export function predictionAccuracy(records: readonly BudgetRecord[]): PredictionAccuracyReport {
  const kept = byTime(records).flatMap((record): Kept[] =>
    record.prediction === null ? [] : [{ record, promised: record.prediction }],
  );
  const methods = PREDICTION_METHODS.flatMap((method): [PredictionMethod, PredictionAccuracy][] => {
    const own = kept.filter(({ promised }) => promised.method === method);
    return own.length === 0 ? [] : [[method, accuracyOf(own)]];
  });
  return Object.freeze({
    all: accuracyOf(kept),
    byMethod: Object.freeze(Object.fromEntries(methods)),
    byType: byName(kept, ({ record }) => record.characteristics.taskType),
    byModel: byName(kept, ({ record }) => record.model ?? 'unknown'),
  });
}

function byName(
  kept: readonly Kept[],
  nameOf: (one: Kept) => string,
): Readonly<Record<string, PredictionAccuracy>> {
  const groups = [...groupedBy(kept, nameOf)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.freeze(Object.fromEntries(groups.map(([name, group]) => [name, accuracyOf(group)])));
}

function accuracyOf(kept: readonly Kept[]): PredictionAccuracy {
  const errors = kept.flatMap(({ record, promised }) =>
    record.budgetUsed === 0 ? [] : [Math.abs(promised.typical - record.budgetUsed) / record.budgetUsed],
  );
  return Object.freeze({
    tasks: kept.length,
    coverage: intervalCoverage(kept.map(({ record }) => record)),
    within50: errors.filter((error) => error <= WITHIN).length / Math.max(1, kept.length),
    confidence: meanOf(kept.map(({ promised }) => promised.confidence)),
    overrun: meanOf(kept.map(({ record, promised }) => (record.budgetUsed > promised.recommended ? 1 : 0))),
    medianError: errors.length === 0 ? null : percentileOf(errors, 50),
  });
}
