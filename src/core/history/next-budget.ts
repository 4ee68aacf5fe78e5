import { toSixDecimals } from '../facts/decimals.ts';
import { type BudgetRecord, utilization } from '../facts/outcome-record.ts';
import type { Prediction } from '../facts/prediction.ts';
import { UNDER } from './utilization-score.ts';

/**
 * The budget for another try: a task that failed with its budget used up gets the next larger alternative (spec P7).
 *
 * @param prediction of the same task, made anew
 * @returns tokens; null when the budget was not what it failed for, or there is no larger alternative
 */
export function budgetForAnotherTry(
  record: BudgetRecord,
  { recommended, alternatives }: Pick<Prediction, 'recommended' | 'alternatives'>,
): number | null {
  const share = utilization(record);
  const { budgetAllocated } = record;
  if (record.outcome.success !== false || share === null || budgetAllocated === null) return null;
  if (toSixDecimals(share) <= UNDER) return null;
  const larger = [recommended, ...alternatives.map(({ tokens }) => tokens)].filter(
    (tokens) => tokens > budgetAllocated,
  );
  return larger.length === 0 ? null : Math.min(...larger);
}
