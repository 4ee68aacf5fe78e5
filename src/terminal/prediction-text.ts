import { shownPath } from '../core/context/render/shown-path.ts';
import { computeUnitsText } from '../core/facts/amounts.ts';
import { moneyText } from '../core/facts/amount-text.ts';
import { type Forecast, PHASES, type Prediction, type PredictionMethod } from '../core/facts/prediction.ts';
import { exactCount } from '../core/facts/readable-number.ts';
import type { ComputeAnswer, PredictedTask } from '../protocol/ledger.ts';

const METHODS: Readonly<Record<Exclude<PredictionMethod, 'learned'>, string>> = {
  heuristic: 'by the formula, without past tasks',
  history: 'by the formula, from similar past tasks',
  override: 'your own budget',
};

/** A prediction for a person, line by line. */
export function predictionText(task: PredictedTask): string {
  const { prediction, compute } = task;
  const rows: readonly (readonly [string, string] | null)[] = [
    ['task', `${shownPath(task.taskId)} (${prediction.characteristics.taskType})`],
    ['output tokens', `${exactCount(prediction.recommended)}; ${rangeText(prediction)}`],
    prediction.total === null
      ? null
      : ['all tokens', `${exactCount(prediction.total.recommended)}; ${rangeText(prediction.total)}`],
    ['phases', phasesText(prediction)],
    ['alternatives', alternativesText(prediction)],
    ['confidence', `${percent(prediction.confidence)}, ${methodText(prediction)}`],
    ['compute', computeText(compute)],
    compute.suggestion === null ? null : ['level', compute.suggestion],
    ['price', priceText(task)],
    ['limits', limitsText(task)],
    task.applied ? null : ['rollout', 'this task is predicted and recorded, not limited'],
  ];
  const shown = rows.filter((row) => row !== null);
  const width = Math.max(...shown.map(([name]) => name.length));
  const lines = shown.map(([name, text]) => `${name.padEnd(width)}  ${text}\n`);
  return `${lines.join('')}${task.explanation}\n`;
}

/** Several tasks, a line each. */
export function predictionLine({ taskId, prediction }: PredictedTask): readonly string[] {
  const { recommended, interval, confidence, characteristics } = prediction;
  return [
    exactCount(recommended),
    `${exactCount(interval.low)}–${exactCount(interval.high)}`,
    percent(confidence),
    `${shownPath(taskId)} (${characteristics.taskType})`,
  ];
}

function methodText({ method, priorWeight }: Prediction): string {
  if (method !== 'learned') return METHODS[method];
  if (priorWeight === 1) return 'as tasks elsewhere went: none of yours is recorded';
  return priorWeight === 0
    ? 'learned from your past tasks'
    : 'learned from your few past tasks, and the formula';
}

function rangeText({ typical, interval }: Forecast): string {
  const { low, high, level, calibrated } = interval;
  const kind = calibrated
    ? `${percent(level)} of tasks like this`
    : `about ${percent(level)}, a rule of thumb`;
  return `typically ${exactCount(typical)}, from ${exactCount(low)} to ${exactCount(high)} (${kind})`;
}

/** Learned shares are estimates, and single tasks lie far around them (spec P6). */
function phasesText({ phases, phaseRanges }: Prediction): string {
  const parts = PHASES.map((phase) => {
    const range = phaseRanges?.[phase];
    const usual = range === undefined ? '' : ` (${wholePercent(range.low)}–${percent(range.high)})`;
    return `${phase} ${exactCount(phases[phase])}${usual}`;
  });
  return `${parts.join(', ')}${phaseRanges === null ? '' : '; estimated from past tasks'}`;
}

function alternativesText({ alternatives }: Prediction): string {
  if (alternatives.length === 0) return 'none';
  return alternatives.map(({ label, tokens }) => `${label} ${exactCount(tokens)}`).join(', ');
}

function computeText(compute: ComputeAnswer): string {
  const { level, numCandidates, usePrm, useSearch, searchIterations, maxRefinements, costHundredths } =
    compute;
  const parts = [
    `${exactCount(numCandidates)} ${numCandidates === 1 ? 'answer' : 'answers'}`,
    ...(usePrm ? ['verified'] : []),
    ...(useSearch ? [`${exactCount(searchIterations ?? 0)} search steps`] : []),
    ...(maxRefinements > 0
      ? [`${exactCount(maxRefinements)} ${maxRefinements === 1 ? 'refinement' : 'refinements'}`]
      : []),
  ];
  const units = `${computeUnitsText(costHundredths)} compute ${costHundredths === 100 ? 'unit' : 'units'}`;
  return `${shownPath(level)}: ${units} (${parts.join(', ')})`;
}

function priceText({ price, priceKind, model }: PredictedTask): string {
  const whose = model === null ? 'no model is named' : shownPath(model);
  if (priceKind === 'included') return `included in a subscription (${whose})`;
  if (price === null) return `unknown (${whose})`;
  const { typical, low, high } = price;
  return `${moneyText(typical)}, from ${moneyText(low)} to ${moneyText(high)} (${whose})`;
}

function limitsText({ room }: PredictedTask): string {
  if (room.fits) return room.covering.length === 0 ? 'none are set' : 'there is room';
  return room.yields ? 'the room is owed to work that waits' : 'a limit would be passed';
}

export function percent(share: number): string {
  return `${wholePercent(share)} %`;
}

function wholePercent(share: number): number {
  return Math.round(share * 100);
}
