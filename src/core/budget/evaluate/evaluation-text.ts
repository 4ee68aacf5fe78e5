import { type ChangeOfModel, EVALUATED, type Evaluation, type LossRatios } from './evaluate.ts';
import type { Metrics } from './metrics.ts';

const HEADINGS = [
  ['n', 'scored', 0],
  ['MdAPE', 'mdape', 2],
  ['±20%', 'within20', 2],
  ['±50%', 'within50', 2],
  ['2×', 'within2x', 2],
  ['over', 'over', 2],
  ['under', 'under', 2],
  ['a/u', 'allocatedPerUsed', 2],
  ['p50', 'pinball50', 3],
  ['p80', 'pinball80', 3],
  ['p90', 'pinball90', 3],
  ['c80', 'coverage80', 3],
  ['c90', 'coverage90', 3],
  ['I80', 'interval80', 3],
  ['conf', 'confidence', 2],
  ['ECE', 'calibrationError', 3],
  ['cost90', 'budgetCost', 3],
] as const satisfies readonly (readonly [string, keyof Metrics, number])[];

const LEGEND = `over: less than half of the budget used; under: more than 95 % used; a/u: allocated by used; p50, p80, p90: pinball loss
on log tokens; c80, c90: how often that quantile was enough; I80: how often the 80 % interval held; conf, ECE: claimed
chance of ±50 % and its calibration error; cost90: pinball of the 90 % quantile on plain tokens by mean use.`;

/** The figures of an evaluation as a text of fixed columns: one table for each stream, then all together. */
export function evaluationText(evaluation: Evaluation): string {
  const { target, streams, pooled, ratios, changeOfModel, predictions } = evaluation;
  const lines = [
    `${target === 'out' ? 'Output tokens' : 'Total tokens'}: ${counted(predictions.length, 'row')}, ${counted(streams.length, 'stream')} scored.`,
  ];
  for (const { stream, rows, metrics, coldStart, ratios: own } of streams) {
    lines.push('', `${stream} (${counted(rows, 'row')})`, ...table(metrics));
    lines.push(
      `  learned by running: ${ratioText(own)}; 80 % budget enough in the first five: ${figure(coldStart, 2)}`,
    );
  }
  if (pooled !== null) lines.push('', 'All streams', ...table(pooled));
  if (ratios !== null)
    lines.push(
      '',
      `Learned by running, geometric mean of the streams of 100 rows or more: ${ratioText(ratios)}`,
    );
  lines.push(
    ...changeText('another name', changeOfModel.named),
    ...changeText('the same name', changeOfModel.unnamed),
  );
  lines.push('', LEGEND);
  return lines.join('\n');
}

function table(metrics: Readonly<Record<(typeof EVALUATED)[number], Metrics>>): readonly string[] {
  const cells = (first: string, others: readonly string[]): string =>
    `  ${first.padEnd(8)}${others.map((cell) => cell.padStart(7)).join('')}`;
  return [
    cells(
      '',
      HEADINGS.map(([heading]) => heading),
    ),
    `  best constant in hindsight at cost90: ${figure(metrics.learned.bestConstantCost, 3)}`,
    ...EVALUATED.map((name) =>
      cells(
        name,
        HEADINGS.map(([, field, decimals]) => figure(metrics[name][field], decimals)),
      ),
    ),
  ];
}

function ratioText({ p50, p80, p90 }: LossRatios): string {
  return `p50 ${figure(p50, 3)}, p80 ${figure(p80, 3)}, p90 ${figure(p90, 3)}`;
}

function changeText(name: string, change: ChangeOfModel | null): readonly string[] {
  if (change === null) return [];
  const { first20, from20To50, tasks } = change;
  return [
    `Three times the tokens from the middle on, under ${name}: 80 % budget overrun ${figure(first20, 2)} in the first 20 tasks, ${figure(from20To50, 2)} in tasks 20 to 50 (${tasks} tasks)`,
  ];
}

function figure(value: number | null, decimals: number): string {
  if (value === null) return '–';
  return Number.isFinite(value) ? value.toFixed(decimals) : '–';
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
