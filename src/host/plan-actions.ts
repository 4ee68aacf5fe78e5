import { commands, env, EventEmitter, window } from 'vscode';
import type { Disposable, Uri } from 'vscode';
import type { PlanViewAction, PlanViewState } from '../protocol/plan-view.ts';
import type { CommandContext } from './commands/context.ts';
import { askingState } from './asking-state.ts';
import { detailWords } from './detail-words.ts';
import { HELD_BACK } from './secret-words.ts';
import { PLAN_VIEW_ID, PlanView } from './plan-view.ts';
import { isRestricted, onTrust } from './trust.ts';

/** What each button of the view runs; `ready` is the view's own. */
const COMMANDS: Readonly<
  Record<Exclude<PlanViewAction, 'ready'>, readonly [command: string, argument?: string]>
> = {
  chooseModel: ['contextBudget.chooseModel'],
  setBudget: ['contextBudget.showLadder'],
  chooseStrategy: ['contextBudget.chooseStrategy'],
  chooseFormat: ['contextBudget.chooseFormat'],
  fit: ['contextBudget.fit'],
  copy: ['contextBudget.copy'],
  open: ['contextBudget.open'],
  sendToChat: ['contextBudget.sendToChat'],
  save: ['contextBudget.save'],
  explain: ['contextBudget.explain'],
  raiseBudget: ['contextBudget.raiseBudget'],
  openFolder: ['vscode.openFolder'],
  addOpenEditors: ['contextBudget.addOpenEditors'],
  showFiles: ['contextBudget.context.focus'],
  manageTrust: ['workbench.trust.manage'],
  openSettings: ['workbench.action.openSettings', '@ext:context-budget.context-budget'],
  showLog: ['contextBudget.showLog'],
  allowSecret: ['contextBudget.allowSecret', HELD_BACK],
  moreAboutTask: ['contextBudget.moreAboutTask'],
  chooseOutput: ['contextBudget.chooseOutput'],
  chooseComputeLevel: ['contextBudget.chooseComputeLevel'],
  recordOutcome: ['contextBudget.recordOutcome'],
  importUsage: ['contextBudget.importUsage'],
  setLimit: ['contextBudget.setLimit'],
  showReport: ['contextBudget.showReport'],
  dismissAlert: ['contextBudget.dismissAlert'],
  ask: ['contextBudget.ask'],
  cancelAsk: ['contextBudget.cancelAsk'],
  showAnswer: ['contextBudget.showAnswer'],
  dismissAnswer: ['contextBudget.dismissAnswer'],
};

/** How often the seconds of a running request are drawn. */
const TICK_MS = 1000;

/** Buttons that open a list of choices for the plan. */
const RETURNING: ReadonlySet<PlanViewAction> = new Set([
  'chooseModel',
  'setBudget',
  'chooseStrategy',
  'chooseFormat',
  'moreAboutTask',
  'chooseOutput',
  'chooseComputeLevel',
]);

/** Wires the Plan view: the engine's snapshots go in, its buttons run our commands. Seeing it starts the engine. */
export function planView(
  extensionUri: Uri,
  { engine, task, details, alerts, settings, requests }: CommandContext,
): Disposable {
  const changed = new EventEmitter<void>();
  const ledger = (): PlanViewState['ledger'] => {
    const snapshot = engine.ledger();
    return snapshot === null ? null : { snapshot, alert: alerts.shown() };
  };
  const askingNow = (): PlanViewState['asking'] => {
    const shown = requests.shown();
    return shown === null ? null : askingState(shown, performance.now());
  };
  /** Who answers goes on between what the engine says: the view shows its seconds. */
  let ticking: NodeJS.Timeout | null = null;
  const tick = (isRunning: boolean): void => {
    if (isRunning) ticking ??= setInterval(() => changed.fire(), TICK_MS);
    else if (ticking !== null) clearInterval(ticking);
    if (!isRunning) ticking = null;
  };
  const state = (): PlanViewState => ({
    kind: 'state',
    plan: engine.plan(),
    ledger: ledger(),
    task: {
      text: task.text(),
      edition: task.edition(),
      candidates: settings.candidates(),
    },
    asking: askingNow(),
    more: detailWords(details.current().more),
    engineRestarting: engine.restarting(),
    restricted: isRestricted(),
    locale: env.language,
  });
  /** Whoever chose something in the list that a button opened goes on at that button, as in the rest of the editor. */
  const act = async (action: Exclude<PlanViewAction, 'ready'>): Promise<void> => {
    const choices = (): string => JSON.stringify([settings.fit(), details.current()]);
    const before = choices();
    await commands.executeCommand(...COMMANDS[action]);
    // Who left the list may have gone to an editor: nothing is taken from them.
    if (RETURNING.has(action) && choices() !== before) await commands.executeCommand(`${PLAN_VIEW_ID}.focus`);
  };
  const view = new PlanView(extensionUri, state, changed.event, (message) => {
    if (message.action === 'task') task.typed(message.task);
    else if (message.action !== 'ready') void act(message.action);
  });
  const provider = {
    resolveWebviewView: (shown: Parameters<PlanView['resolveWebviewView']>[0]) => {
      engine.start();
      view.resolveWebviewView(shown);
    },
  };
  const parts: Disposable[] = [
    changed,
    view,
    window.registerWebviewViewProvider(PLAN_VIEW_ID, provider),
    engine.onPlan(() => changed.fire()),
    engine.onLedger(() => changed.fire()),
    details.onChange(() => changed.fire()),
    alerts.onChange(() => changed.fire()),
    engine.onState(() => changed.fire()),
    onTrust(() => changed.fire()),
    task.onReplaced(() => changed.fire()),
    task.onSettled(() => changed.fire()),
    settings.onFit(() => changed.fire()),
    requests.onChange(() => {
      tick(requests.shown()?.outcome === null);
      changed.fire();
    }),
    { dispose: () => tick(false) },
  ];
  return { dispose: () => parts.forEach((part) => part.dispose()) };
}
