import type { BudgetRecord } from '../facts/outcome-record.ts';
import { accuracyOf, overRate, underRate } from './allocation-rates.ts';
import { arithmeticOf, NAIVE_BUDGET } from './scenarios.ts';
import { meanOf, utilizedOf } from './utilization-score.ts';

/**
 * Where recurring tasks could get to in 30 days (spec P8). For reference: for tasks that do not recur such rates
 * cannot be reached by any method (prediction study, section 1).
 */
export interface RecurringTarget {
  readonly name: 'costReduction' | 'accuracy' | 'overAllocation' | 'underAllocation' | 'confidence';
  /** Shares in [0, 1]. */
  readonly baseline: number;
  readonly target: number;
  readonly stretch: number;
  /** What is: of the recurring tasks that have an allocation; null when nothing can be said. */
  readonly current: number | null;
}

const LEAST_RECORDS = 5;

/** @returns null when no task recurs: fewer than 5 records with the same text or slash command */
export function recurringTargets(records: readonly BudgetRecord[]): readonly RecurringTarget[] | null {
  const recurring = recurringOf(records);
  if (recurring.length === 0) return null;
  const utilized = utilizedOf(recurring);
  const allocated = utilized.map((each) => each.allocated);
  const some = <T>(value: T): T | null => (utilized.length === 0 ? null : value);
  const claims = recurring.flatMap(({ prediction }) => (prediction === null ? [] : [prediction.confidence]));
  const reduction = arithmeticOf(allocated).tokens / (NAIVE_BUDGET * Math.max(1, allocated.length));
  return Object.freeze([
    { name: 'costReduction', baseline: 0, target: 0.4, stretch: 0.5, current: some(reduction) },
    { name: 'accuracy', baseline: 0.5, target: 0.8, stretch: 0.9, current: some(accuracyOf(utilized)) },
    { name: 'overAllocation', baseline: 0.6, target: 0.2, stretch: 0.1, current: some(overRate(utilized)) },
    {
      name: 'underAllocation',
      baseline: 0.3,
      target: 0.1,
      stretch: 0.05,
      current: some(underRate(utilized)),
    },
    {
      name: 'confidence',
      baseline: 0.5,
      target: 0.75,
      stretch: 0.85,
      current: claims.length === 0 ? null : meanOf(claims),
    },
  ]);
}

function recurringOf(records: readonly BudgetRecord[]): readonly BudgetRecord[] {
  const counts = new Map<string, number>();
  for (const record of records)
    for (const name of namesOf(record)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return records.filter((record) => namesOf(record).some((name) => (counts.get(name) ?? 0) >= LEAST_RECORDS));
}

function namesOf({ features }: BudgetRecord): readonly string[] {
  if (features === null) return [];
  const text = `text ${features.taskHash}`;
  return features.slashCommand === null ? [text] : [text, `command ${features.slashCommand}`];
}
