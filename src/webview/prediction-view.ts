import type { PlanViewAction, LedgerState } from '../protocol/plan-view.ts';
import type { Amounts } from './amounts.ts';
import { choiceButton } from './choice-button.ts';
import { element, setAttribute, setText, show } from './element.ts';
import { alertNotice, failureNotice, limitNotice } from './limits.ts';
import { noticeView } from './notice-view.ts';
import { phasesBar } from './phases-bar.ts';
import {
  computeFigure,
  coverageWords,
  outputFigure,
  phaseFigures,
  predictionRows,
  rangeDrawing,
  rangeFigure,
} from './prediction.ts';
import { rangeLineView } from './range-line.ts';
import { breakdownTable } from './table.ts';

export interface PredictionView {
  readonly node: HTMLElement;
  /** Limits and alerts, which are there without a task too. */
  readonly notices: HTMLElement;
  readonly draw: (ledger: LedgerState | null, in_: Amounts) => void;
}

/** What the task will probably take: output with its range, phases, how often the range held, compute. */
export function predictionView(act: (action: PlanViewAction) => void): PredictionView {
  const output = choiceButton('chooseOutput', 'Output', true, act);
  const likely = element('span', { class: 'likely' });
  const range = rangeLineView();
  const phases = phasesBar();
  const covered = element('span');
  const importing = element(
    'button',
    { type: 'button', class: 'link', 'data-action': 'importUsage' },
    'import your agent’s logs',
  );
  importing.addEventListener('click', () => act('importUsage'));
  const coverage = element('p', { class: 'coverage' }, covered, ' ', importing);
  const compute = choiceButton('chooseComputeLevel', 'Compute', true, act);
  const table = breakdownTable('What the task will probably take', [
    'Part',
    'Output tokens',
    'Share of the output',
  ]);
  const failure = noticeView(act);
  failure.node.classList.add('brief');
  const limit = noticeView(act);
  limit.node.classList.add('brief');
  const alert = noticeView(act);
  alert.node.classList.add('brief');
  const figures = element(
    'div',
    {},
    element('div', { class: 'choices output' }, output.node, likely),
    range.node,
    phases.node,
    coverage,
    table.node,
    element('div', { class: 'choices' }, compute.node),
  );
  return {
    node: element('section', { class: 'prediction', 'aria-label': 'Prediction' }, failure.node, figures),
    notices: element('div', { class: 'ledger-notices' }, limit.node, alert.node),
    draw(ledger, in_) {
      const snapshot = ledger?.snapshot ?? null;
      const task = snapshot?.task ?? null;
      failure.draw(snapshot === null ? null : failureNotice(snapshot));
      limit.draw(snapshot === null ? null : limitNotice(snapshot));
      alert.draw(ledger === null ? null : alertNotice(ledger));
      show(figures, task !== null);
      if (snapshot === null || task === null) return;
      const { prediction } = task;
      const figure = outputFigure(prediction, in_);
      const own = prediction.method === 'override' ? 'yours' : '';
      output.draw(figure.text, own, figure.title);
      const likelyRange = rangeFigure(prediction, in_);
      setText(likely, likelyRange.text);
      setAttribute(likely, 'title', likelyRange.title);
      range.draw(rangeDrawing(prediction), `${likelyRange.title}. ${figure.title}`);
      const parts = phaseFigures(prediction, in_);
      phases.draw(parts, `Phases of the output: ${parts.map(({ text }) => text).join(', ')}`);
      const words = coverageWords(snapshot, prediction, in_);
      setText(covered, words.text);
      show(importing, words.offersImport);
      table.draw(predictionRows(prediction, in_));
      const level = computeFigure(task);
      compute.draw(level.text, level.units, level.title);
    },
  };
}
