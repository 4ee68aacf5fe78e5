import type { BudgetRecord } from '../facts/outcome-record.ts';
import { meanOf } from './utilization-score.ts';

/** How many outcomes lay inside the interval that was promised for them. */
export interface IntervalCoverage {
  readonly tasks: number;
  readonly inside: number;
  /** Mean of the levels that were promised: `inside` of `tasks` is to be about that share. */
  readonly level: number;
}

/** @returns null when nothing was promised */
export function intervalCoverage(records: readonly BudgetRecord[]): IntervalCoverage | null {
  const promised = records.flatMap(({ prediction, budgetUsed }) =>
    prediction === null ? [] : [{ interval: prediction.interval, budgetUsed }],
  );
  if (promised.length === 0) return null;
  const inside = promised.filter(
    ({ interval, budgetUsed }) => budgetUsed >= interval.low && budgetUsed <= interval.high,
  );
  const level = meanOf(promised.map(({ interval }) => interval.level));
  return Object.freeze({ tasks: promised.length, inside: inside.length, level });
}
