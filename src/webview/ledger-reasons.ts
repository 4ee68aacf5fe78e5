import type { LedgerState } from '../protocol/plan-view.ts';
import type { Amounts } from './amounts.ts';
import { computeFigure, outputFigure, rangeFigure, taskPrice } from './prediction.ts';

/** The sentences behind prediction and limits. */
export function ledgerReasons(ledger: LedgerState | null, in_: Amounts): string[] {
  if (ledger === null) return [];
  const { task, standings, alerts } = ledger.snapshot;
  const limits = standings.map(({ text }) => text);
  const raised = alerts.map(({ message }) => message);
  if (task === null) return [...limits, ...raised];
  const { prediction, explanation, applied } = task;
  const price = taskPrice(task, in_);
  return [
    `${outputFigure(prediction, in_).title.replace(/\. [^.]+$/u, '')}.`,
    `${rangeFigure(prediction, in_).title}.`,
    explanation,
    `${in_.wholePercent(prediction.confidence)} confidence that it is within ± 50 % of what is typical.`,
    ...(prediction.total === null
      ? []
      : [
          `All tokens in and out of its requests: typically ${in_.exact(prediction.total.typical)}, likely ${in_.exact(prediction.total.interval.low)} to ${in_.exact(prediction.total.interval.high)}.`,
        ]),
    computeFigure(task).title,
    ...(price === null ? [] : [`${price.title}.`]),
    ...(applied ? [] : ['This task is predicted and recorded, not limited: the rollout leaves it out.']),
    ...limits,
    ...raised,
  ];
}
