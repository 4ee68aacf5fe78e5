import { toSixDecimals } from '../facts/decimals.ts';
import { type BudgetRecord, utilization } from '../facts/outcome-record.ts';

/** Spec P1: three over-allocation thresholds answer three questions (warn, report, suggest) and keep their names. */
export const REPORT_OVER = 0.6;
export const UNDER = 0.95;

/** A record with an allocation, and the share of it that was used. */
export interface Utilized {
  readonly record: BudgetRecord;
  readonly allocated: number;
  readonly share: number;
}

/** Those with an allocation: only they have a utilization (spec P7). */
export function utilizedOf(records: readonly BudgetRecord[]): readonly Utilized[] {
  const utilized: Utilized[] = [];
  for (const record of records) {
    const share = utilization(record);
    if (share === null || record.budgetAllocated === null) continue;
    utilized.push({ record, allocated: record.budgetAllocated, share: toSixDecimals(Math.min(share, 1e6)) });
  }
  return utilized;
}

/** How well an allocation fitted what was used, in [0.3, 1] (spec P8; the seed calls it efficiency). */
export function utilizationScore(share: number): number {
  const u = toSixDecimals(share);
  if (u >= 0.75 && u <= 0.85) return 1;
  if (u > UNDER) return 0.5;
  if (u >= REPORT_OVER) return 0.8;
  return u >= 0.5 ? 0.6 : 0.3;
}

/** Mean score; 0 for none. */
export function meanScore(utilized: readonly Pick<Utilized, 'share'>[]): number {
  return meanOf(utilized.map(({ share }) => utilizationScore(share)));
}

/** 0 for none. */
export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Whether the budget was the formula's. */
export function isFormulas({ prediction }: BudgetRecord): boolean {
  return prediction?.method === 'heuristic' || prediction?.method === 'history';
}

export function groupedBy<T>(
  values: readonly T[],
  nameOf: (value: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const name = nameOf(value);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [value]);
    else group.push(value);
  }
  return groups;
}
