import type { BudgetRecord } from '../facts/outcome-record.ts';

/** In the order of time, then id: sums then come out the same to the last bit, however the records were read. */
export function byTime(records: readonly BudgetRecord[]): readonly BudgetRecord[] {
  return records.toSorted((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at - b.at));
}
