import { computeUnitsText } from '../core/facts/amounts.ts';
import type { Prediction } from '../core/facts/prediction.ts';
import { PHASES } from '../core/facts/prediction.ts';
import { readableCount, readableShare } from '../core/facts/readable-number.ts';
import type { ComputeAnswer, LedgerSnapshot, LimitStanding, PredictedTask } from '../protocol/ledger.ts';
import { exact, usd } from './amounts.ts';

/** Sentences about a prediction and limits, for quick picks, tooltips and documents. No vscode. */

/** `Output 5.9k, likely 1.2k–8.4k (80 %)` */
export function predictionLine({ recommended, interval }: Prediction): string {
  const { low, high, level } = interval;
  return `Output ${readableCount(recommended)}, likely ${readableCount(low)}–${readableCount(high)} (${readableShare(level)})`;
}

/** `medium: 5 candidates, verified, 1 refinement; 8.5 compute units` */
export function computeLine(compute: ComputeAnswer): string {
  return `${compute.level}: ${computeParts(compute)}`;
}

/** What a compute budget buys (spec C10), and what it costs. */
export function computeParts(
  compute: Pick<
    ComputeAnswer,
    'numCandidates' | 'usePrm' | 'useSearch' | 'searchIterations' | 'maxRefinements' | 'costHundredths'
  >,
): string {
  const of = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;
  const parts = [of(compute.numCandidates, 'candidate')];
  if (compute.usePrm) parts.push('verified');
  if (compute.useSearch) parts.push(`search of ${of(compute.searchIterations ?? 0, 'step')}`);
  if (compute.maxRefinements > 0) parts.push(of(compute.maxRefinements, 'refinement'));
  const units = computeUnitsText(compute.costHundredths);
  return `${parts.join(', ')}; ${units} compute ${units === '1' ? 'unit' : 'units'}`;
}

/** `≈ $0.05 ($0.03–$0.10)`, `included in your subscription`, `price unknown`. */
export function priceLine({ price, priceKind }: PredictedTask, locale: string): string {
  if (priceKind === 'included') return 'included in your subscription';
  if (price === null) return 'price unknown';
  return `≈ ${usd(price.typical, locale)} (${usd(price.low, locale)}–${usd(price.high, locale)})`;
}

/** The task on show in one line for the status bar's tooltip; null without one. */
export function taskLine({ task }: LedgerSnapshot): string | null {
  return task === null ? null : predictionLine(task.prediction);
}

/** Limits that are near or reached, or that the task on show would pass: something to do for the user. */
export function limitsInTheWay(snapshot: LedgerSnapshot): readonly LimitStanding[] {
  const passed = new Set(obstacles(snapshot.task).map(({ standing }) => standing.limit.id));
  return snapshot.standings.filter(({ state, limit }) => state !== 'fine' || passed.has(limit.id));
}

/**
 * What to ask before a prompt is handed out; empty when no limit would be passed. That a price is unknown is no reason by
 * itself: a prompt that is only fitted sends nothing to the model.
 */
export function questionsFirst(task: PredictedTask | null): readonly string[] {
  if (task?.applied !== true) return [];
  const { questions, room, priceKind, model } = task;
  const isAboutPrice = model !== null && priceKind === 'unknown' && room.moneyUnnamed.length > 0;
  return questions.length > (isAboutPrice ? 1 : 0) ? questions : [];
}

/** What the task would pass; nothing for a task to which the prediction is not applied (spec P13). */
export function obstacles(task: PredictedTask | null): PredictedTask['room']['obstacles'] {
  return task?.applied === true ? task.room.obstacles : [];
}

/** The whole prediction as a Markdown document. Names from outside are fenced off by the code marks around them. */
export function predictionText(words: string, task: PredictedTask, locale: string): string {
  const { prediction, compute } = task;
  const { phases, phaseRanges, alternatives, basis, total } = prediction;
  const range = (low: number, high: number) => `${exact(low, locale)}–${exact(high, locale)}`;
  const lines = [
    '# Prediction',
    '',
    ...quoted(words),
    '',
    `- **Output:** ${exact(prediction.recommended, locale)} tokens; typically ${exact(prediction.typical, locale)}, likely ${range(prediction.interval.low, prediction.interval.high)} (${readableShare(prediction.interval.level)})`,
    ...(total === null
      ? []
      : [
          `- **All tokens in and out:** typically ${exact(total.typical, locale)}, likely ${range(total.interval.low, total.interval.high)}`,
        ]),
    `- **Confidence:** ${readableShare(prediction.confidence)} that it is within ± 50 % of what is typical`,
    `- **Compute:** ${computeLine(compute)}. ${compute.reasoning}`,
    `- **Price:** ${priceLine(task, locale)}`,
    ...(task.applied ? [] : ['- Predicted and recorded, not limited: the rollout leaves this task out.']),
    '',
    task.explanation,
    '',
    '| Phase | Tokens | Share |',
    '|---|---:|---:|',
    ...PHASES.map((phase) => {
      const learned = phaseRanges?.[phase];
      const share = phases[phase] / Math.max(1, prediction.recommended);
      const usual =
        learned === undefined ? '' : ` (${readableShare(learned.low)}–${readableShare(learned.high)})`;
      return `| ${phase} | ${exact(phases[phase], locale)} | ${readableShare(share)}${usual} |`;
    }),
  ];
  if (alternatives.length > 0) {
    lines.push('', '## Alternatives', '');
    for (const { label, tokens, tradeOff } of alternatives)
      lines.push(`- **${label}**, ${exact(tokens, locale)} tokens: ${tradeOff}`);
  }
  if (basis.length > 0) {
    lines.push(
      '',
      '## Most similar past tasks',
      '',
      '| Task | Similarity | Output tokens |',
      '|---|---:|---:|',
    );
    for (const past of basis)
      lines.push(
        `| \`${past.taskId.replaceAll(/[`|\n]/gu, ' ')}\` | ${readableShare(past.similarity)} | ${exact(past.budgetUsed, locale)} |`,
      );
  }
  lines.push('', '---', '', task.promptSection.trim(), '');
  return lines.join('\n');
}

/** The user's words as a block of code: nothing in them is read as Markdown. */
function quoted(words: string): readonly string[] {
  return words.split('\n').map((line) => `    ${line}`);
}
