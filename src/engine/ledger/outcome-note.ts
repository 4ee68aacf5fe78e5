import type { BudgetRecord } from '../../core/facts/outcome-record.ts';
import { utilization } from '../../core/facts/outcome-record.ts';
import { exactCount, readableShare } from '../../core/facts/readable-number.ts';
import { ALERT_SETTINGS, type AlertSettings } from '../../core/history/alert-settings.ts';
import { budgetFooter, budgetSummary } from '../../core/budget/prompt/budget-summary.ts';
import { noteOf, type Note } from '../../core/history/alerts.ts';

/**
 * Over, under or fine, as the alerts judge it (spec P7, P9), in a sentence; after a failure for want of budget with the
 * one for another try.
 */
export function outcomeNote(
  record: BudgetRecord,
  another: number | null,
  settings: AlertSettings = ALERT_SETTINGS,
): string {
  const judged = judgement(record, settings);
  return another === null ? judged : `${judged} Another try should get ${exactCount(another)}.`;
}

/** What it had and what it used, in a line (spec P10); null without a budget. */
export function outcomeSummary({
  budgetAllocated,
  budgetUsed,
  prediction,
  outcome,
}: BudgetRecord): string | null {
  if (budgetAllocated === null) return null;
  if (outcome.success !== null)
    return budgetFooter(budgetAllocated, budgetUsed, outcome.success ? 'success' : 'failure');
  const { confidence } = prediction ?? { confidence: 0 };
  return budgetSummary({ recommended: budgetAllocated, confidence }, budgetUsed);
}

function judgement(record: BudgetRecord, settings: AlertSettings): string {
  const { prediction, budgetUsed, budgetAllocated } = record;
  const note = noteOf(record, settings);
  if (note === null) return 'Recorded; no budget was given to it.';
  if (prediction?.method === 'learned') {
    const { low, high } = prediction.interval;
    return `${RANGE[note]} the range of ${exactCount(Math.round(low))} to ${exactCount(Math.round(high))} output tokens.`;
  }
  const share = readableShare(utilization(record) ?? 0);
  return `${BUDGET[note]}: ${exactCount(budgetUsed)} of ${exactCount(budgetAllocated ?? 0)} output tokens (${share}).`;
}

/** "over" is a budget that was too large: less was used. */
const RANGE: Readonly<Record<Note, string>> = { over: 'Less than', under: 'More than', fine: 'Within' };
const BUDGET: Readonly<Record<Note, string>> = {
  over: 'Much less than planned',
  under: 'All that was planned, or more',
  fine: 'As planned',
};
