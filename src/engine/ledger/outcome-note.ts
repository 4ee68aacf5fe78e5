import { type BudgetRecord, utilization } from '../../core/facts/outcome-record.ts';
import { toSixDecimals } from '../../core/facts/decimals.ts';
import { exactCount } from '../../core/facts/readable-number.ts';

/** Of what was allocated by the formula (spec P1, ALERT_OVER and UNDER). */
const OVER_BELOW = 0.5;
const UNDER_ABOVE = 0.95;

/** Over, under or fine, as the alerts judge it (spec P7, P9), in a sentence. */
export function outcomeNote(record: BudgetRecord): string {
  const { prediction, budgetUsed } = record;
  if (prediction === null) return 'Recorded; nothing was predicted for it.';
  if (prediction.method !== 'learned') return shareNote(record);
  const { low, high } = prediction.interval;
  const range = `the range of ${exactCount(Math.round(low))} to ${exactCount(Math.round(high))} output tokens`;
  if (budgetUsed < low) return `Less than ${range}.`;
  return budgetUsed > high ? `More than ${range}.` : `Within ${range}.`;
}

function shareNote(record: BudgetRecord): string {
  const used = utilization(record);
  if (used === null) return 'Recorded; nothing was allocated for it.';
  const share = toSixDecimals(used);
  const figures = `${Math.round(share * 100)} % of the budget of ${exactCount(record.budgetAllocated ?? 0)} output tokens were used`;
  if (share < OVER_BELOW) return `Less than planned: ${figures}.`;
  return share > UNDER_ABOVE ? `As much as planned or more: ${figures}.` : `As planned: ${figures}.`;
}
