import { percentileOf } from '../facts/decimals.ts';
import type { BudgetRecord } from '../facts/outcome-record.ts';
import type { PredictionMethod, PromisedPrediction } from '../facts/prediction.ts';
import { byTime } from './by-time.ts';
import type { IntervalCoverage } from './interval-coverage.ts';
import { lastOf, type Steps } from './steps.ts';

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

/** What is summed up of some tasks, in their order. */
interface Sums {
  tasks: number;
  inside: number;
  levels: number;
  confidences: number;
  overruns: number;
  /** Of tasks that used anything. */
  readonly errors: number[];
}

const WITHIN = 0.5;
/** Between so many records others may have their turn: some milliseconds. */
const RECORDS_A_STEP = 5_000;

/** Over the records for which something was promised; the order does not matter. */
export function predictionAccuracy(records: readonly BudgetRecord[]): PredictionAccuracyReport {
  return lastOf(predictionAccuracySteps(records));
}

/** The same in steps of some milliseconds: each record is looked at once. */
export function* predictionAccuracySteps(records: readonly BudgetRecord[]): Steps<PredictionAccuracyReport> {
  const all = noSums();
  const [methods, types, models] = [groups(), groups(), groups()];
  let looked = 0;
  for (const record of byTime(records)) {
    if (++looked % RECORDS_A_STEP === 0) yield;
    const { prediction: promised, characteristics, model = 'unknown' } = record;
    if (promised === null) continue;
    const own = [all, methods.of(promised.method), types.of(characteristics.taskType), models.of(model)];
    for (const sums of own) add(sums, record.budgetUsed, promised);
  }
  const told: Record<string, PredictionAccuracy>[] = [];
  for (const { byName } of [methods, types, models]) {
    const accuracies: [string, PredictionAccuracy][] = [];
    for (const [name, sums] of [...byName].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      yield;
      accuracies.push([name, accuracyOf(sums)]);
    }
    told.push(Object.fromEntries(accuracies));
  }
  const [byMethod = {}, byType = {}, byModel = {}] = told.map((each) => Object.freeze(each));
  return Object.freeze({ all: accuracyOf(all), byMethod, byType, byModel });
}

function groups() {
  const byName = new Map<string, Sums>();
  return {
    byName,
    of: (name: string): Sums => {
      const known = byName.get(name);
      if (known !== undefined) return known;
      const sums = noSums();
      byName.set(name, sums);
      return sums;
    },
  };
}

function noSums(): Sums {
  return { tasks: 0, inside: 0, levels: 0, confidences: 0, overruns: 0, errors: [] };
}

function add(
  sums: Sums,
  used: number,
  { typical, recommended, interval, confidence }: PromisedPrediction,
): void {
  sums.tasks++;
  if (used >= interval.low && used <= interval.high) sums.inside++;
  sums.levels += interval.level;
  sums.confidences += confidence;
  if (used > recommended) sums.overruns++;
  if (used !== 0) sums.errors.push(Math.abs(typical - used) / used);
}

function accuracyOf({ tasks, inside, levels, confidences, overruns, errors }: Sums): PredictionAccuracy {
  const share = (sum: number): number => (tasks === 0 ? 0 : sum / tasks);
  return Object.freeze({
    tasks,
    coverage: tasks === 0 ? null : Object.freeze({ tasks, inside, level: share(levels) }),
    within50: share(errors.filter((error) => error <= WITHIN).length),
    confidence: share(confidences),
    overrun: share(overruns),
    medianError: errors.length === 0 ? null : percentileOf(errors, 50),
  });
}
