import type { PlanSnapshot } from '../protocol/plan.ts';
import type {
  AskingState,
  LedgerState,
  PlanViewAction,
  PlanViewState,
  TaskState,
} from '../protocol/plan-view.ts';
import { amountsIn, type Amounts } from './amounts.ts';
import { askingAnnouncement } from './asking.ts';
import { askingView } from './asking-view.ts';
import { announcement, type Side } from './announcement.ts';
import { barView } from './bar.ts';
import { breakdown, meterText } from './breakdown.ts';
import { choiceButton } from './choice-button.ts';
import { element, setAttribute, setText, show } from './element.ts';
import { amount, certainty, modelLabel, neededShare, partsLine, price, type Figure } from './figures.ts';
import { ledgerReasons } from './ledger-reasons.ts';
import { limitAnnouncement, limitFigure, limitNotice } from './limits.ts';
import { menuButton } from './menu.ts';
import { canFit, heldBack, planNotice, surroundings } from './notice.ts';
import { noticeView } from './notice-view.ts';
import { partsLineView } from './parts-line.ts';
import { patterns } from './patterns.ts';
import { predictionView } from './prediction-view.ts';
import { taskPrice } from './prediction.ts';
import { progressView } from './progress.ts';
import { reasons } from './reasons.ts';
import { reasonsView } from './reasons-view.ts';
import { focusBack } from './focus-back.ts';
import { barOf, partsOf } from './shares.ts';
import { breakdownTable } from './table.ts';
import { fitKey, taskBox } from './task-box.ts';
import type { HostApi } from './vscode-api.ts';

const FIT_MENU = [
  { label: 'Copy Prompt', action: 'copy' },
  { label: 'Open Prompt', action: 'open' },
  { label: 'Send to Chat', action: 'sendToChat' },
  { label: 'Ask Models…', action: 'ask' },
  { label: 'Save Prompt…', action: 'save' },
  { label: 'Explain Fit', action: 'explain' },
] as const;

/**
 * Builds the view once below `place` and gives the function that draws a state into it. Elements are never
 * replaced, only their words and attributes, so focus and scrolling survive every drawing.
 */
export function planView(place: HTMLElement, host: HostApi): (state: PlanViewState) => void {
  const act = (action: PlanViewAction) => host.postMessage({ action });
  const task = taskBox({
    typed: (text) => {
      host.postMessage({ action: 'task', task: text });
      if (drawn) enable(drawn);
    },
    fit: () => fitNow(),
  });
  const more = choiceButton('moreAboutTask', 'Details', false, act);
  more.node.classList.add('more-about');
  const around = noticeView(act);
  const model = choiceButton('chooseModel', 'Model', false, act);
  const budget = choiceButton('setBudget', 'Budget', true, act);
  const bar = barView();
  const total = element('p', { class: 'total' });
  const line = partsLineView();
  const needed = element('p', { class: 'needed' });
  const table = breakdownTable();
  const notice = noticeView(act);
  const withheld = noticeView(act);
  withheld.node.classList.add('brief');
  const prediction = predictionView(act);
  const cost = element('span', { class: 'price' });
  const left = element('span', { class: 'limit-left' });
  const sure = element('span', { class: 'certainty' });
  const strategy = choiceButton('chooseStrategy', 'Strategy', true, act);
  const format = choiceButton('chooseFormat', 'Format', false, act);
  // Seen while the box has the focus; read out by the box itself.
  const key = element('span', { class: 'key', 'aria-hidden': 'true' }, fitKey(navigator.platform));
  const fit = element('button', { type: 'button', class: 'primary fit', 'data-action': 'fit' }, 'Fit', key);
  const menu = menuButton('More ways to use the fitted prompt', FIT_MENU, act);
  const progress = progressView();
  const asking = askingView(act);
  const why = reasonsView(host);
  const aloud = element('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });

  const target = element('div', { class: 'choices' }, model.node, budget.node);
  const measure = element('div', { class: 'measure' }, bar.node, total);
  const facts = element('p', { class: 'facts' }, cost, left, sure);
  const way = element('div', { class: 'choices' }, strategy.node, format.node);
  const split = element('div', { class: 'split' }, fit, menu.button, menu.menu);
  const foot = element('div', { class: 'foot' }, split);
  const figures = element(
    'section',
    { class: 'figures', 'aria-label': 'Plan' },
    target,
    measure,
    line.node,
    needed,
    table.node,
    notice.node,
    withheld.node,
    prediction.notices,
    prediction.node,
    facts,
    way,
  );
  // Nothing is shown before the first state says what.
  show(place, false);
  place.append(
    patterns(),
    around.node,
    task.node,
    more.node,
    asking.node,
    progress.node,
    figures,
    // Beside the figures, not in them: it stays in sight however much is said above.
    foot,
    why.node,
    aloud,
  );
  focusBack(place, () => task.box);
  fit.addEventListener('click', () => {
    if (fit.getAttribute('aria-disabled') !== 'true') act('fit');
  });
  let drawn: PlanViewState | null = null;
  /** The plan may be that of the words before the last: what counts is that there will be one. */
  function fitNow(): void {
    if (drawn !== null && canFit(drawn, task.hasTask())) act('fit');
  }

  function enable(state: PlanViewState): void {
    const hasTask = task.hasTask();
    const ready = canFit(state, hasTask);
    setAttribute(fit, 'aria-disabled', ready ? null : 'true');
    setAttribute(fit, 'title', ready ? (hasTask ? FIT_TASK : FIT_TICKED) : 'There is nothing to fit yet');
    menu.enable(ready);
    show(more.node, hasTask && !task.node.hidden);
  }

  let side: Side = null;
  let drawnPlan: PlanSnapshot | null = null;

  let warned: string | null = null;
  let asked: AskingState | null = null;

  function drawFigures(
    plan: PlanSnapshot,
    { candidates }: TaskState,
    ledger: LedgerState | null,
    in_: Amounts,
  ): void {
    const tokens = partsOf(plan);
    const label = modelLabel(plan, in_);
    model.draw(label.name, label.window, label.title);
    budget.draw(in_.exact(plan.budget), '', `Budget of the whole prompt: ${in_.exact(plan.budget)} tokens`);
    const text = meterText(plan, tokens, in_);
    bar.draw(barOf(plan), { now: plan.tokens.used, max: plan.budget, text });
    setAttribute(bar.node, 'title', text);
    drawFigure(total, amount(plan, in_));
    line.draw(partsLine(plan, tokens, in_));
    const share = neededShare(plan, candidates, in_);
    if (share) drawFigure(needed, share);
    show(needed, share !== null);
    table.draw(breakdown(plan, tokens, in_));
    notice.draw(planNotice(plan, in_));
    withheld.draw(heldBack(plan, in_));
    prediction.draw(ledger, in_);
    const predicted = ledger?.snapshot.task ?? null;
    drawFigure(cost, (predicted === null ? null : taskPrice(predicted, in_)) ?? price(plan, in_));
    const limit = ledger === null ? null : limitFigure(ledger.snapshot, in_);
    if (limit) drawFigure(left, limit);
    show(left, limit !== null);
    drawFigure(sure, certainty(plan, in_));
    strategy.draw(plan.strategy, '', `Strategy that chooses among the candidates: ${plan.strategy}`);
    format.draw(FORMAT_NAMES[plan.format], '', `Format of the prompt: ${FORMAT_NAMES[plan.format]}`);
    why.draw([...reasons(plan, in_), ...ledgerReasons(ledger, in_)]);
  }

  return (state) => {
    drawn = state;
    const in_ = amountsIn(state.locale);
    const held = document.activeElement;
    // While the engine starts again the last figures stay, greyed: nothing jumps.
    drawnPlan = state.plan ?? (state.engineRestarting ? drawnPlan : null);
    const shown = drawnPlan !== null;
    show(place, true);
    // Without files there is nothing to measure: the sentence and its way on are the whole view.
    const bare = drawnPlan?.state === 'no_folder' || drawnPlan?.state === 'empty';
    setAttribute(place, 'data-state', drawnPlan?.state ?? 'starting');
    setAttribute(place, 'data-stale', state.engineRestarting ? '' : null);
    setAttribute(figures, 'aria-busy', state.engineRestarting ? 'true' : null);
    around.draw(surroundings(state));
    asking.draw(state.asking, in_);
    const ended = askingAnnouncement(asked, state.asking);
    if (ended !== null) setText(aloud, ended);
    asked = state.asking;
    task.draw(state.task, in_);
    show(task.node, !bare);
    progress.draw(shown ? (drawnPlan?.indexing ?? null) : state.engineRestarting ? null : 'starting', in_);
    show(figures, shown);
    for (const node of [target, measure, line.node, table.node, way, foot, why.node])
      show(node, shown && !bare);
    show(facts, drawnPlan?.state === 'fits' || drawnPlan?.state === 'over');
    if (drawnPlan) drawFigures(drawnPlan, state.task, state.ledger, in_);
    more.draw(state.more === '' ? 'More about this task…' : state.more, '', MORE);
    enable(state);
    const passing = state.ledger === null ? null : limitNotice(state.ledger.snapshot);
    const warning = limitAnnouncement(warned, passing);
    if (warning !== null) setText(aloud, warning);
    // What holds no longer is not found there later either.
    else if (passing === null && aloud.textContent === warned) setText(aloud, '');
    warned = passing?.text ?? null;
    const crossed = announcement(side, state);
    ({ side } = crossed);
    if (crossed.say !== null) setText(aloud, crossed.say);
    // A button that had the focus may be gone with its reason: unless its own part moved it, it goes to the main button.
    const isLost = document.activeElement === held || document.activeElement === document.body;
    if (held instanceof HTMLElement && held !== document.body && isLost && !held.checkVisibility())
      fit.focus();
  };
}

const FORMAT_NAMES: Readonly<Record<PlanSnapshot['format'], string>> = {
  markdown: 'Markdown',
  xml: 'XML',
  json: 'JSON',
  plain: 'plain text',
};

const MORE = 'Priority, labels, points, criteria, type: what is known beside the words';
const FIT_TASK = 'Fit what the task needs into the budget';
const FIT_TICKED = 'Fit the ticked files into the budget';

function drawFigure(node: Element, figure: Figure): void {
  setText(node, figure.text);
  setAttribute(node, 'title', figure.title);
}
