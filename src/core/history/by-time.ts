import type { BudgetRecord } from '../facts/outcome-record.ts';

/** In the order of time, then id: sums then come out the same to the last bit, however the records were read. */
export function byTime(records: readonly BudgetRecord[]): readonly BudgetRecord[] {
  // a history comes in this order as good as always, and several parts of a report ask
  const isInOrder = records.every((record, at) => at === 0 || comesBefore(records[at - 1], record));
  return isInOrder ? records : records.toSorted((a, b) => (comesBefore(a, b) ? -1 : 1));
}

function comesBefore(a: BudgetRecord | undefined, b: BudgetRecord): boolean {
  return a === undefined || a.at < b.at || (a.at === b.at && a.id < b.id);
}
