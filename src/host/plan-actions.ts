import { commands, env, EventEmitter, window } from 'vscode';
import type { Disposable, Uri } from 'vscode';
import type { PlanViewAction, PlanViewState } from '../protocol/plan-view.ts';
import type { EngineClient } from './engine-client.ts';
import type { Settings } from './settings.ts';
import type { TaskStore } from './task.ts';
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
  allowSecret: ['contextBudget.allowSecret'],
};

/** Wires the Plan view: the engine's snapshots go in, its buttons run our commands. Seeing it starts the engine. */
export function planView(
  extensionUri: Uri,
  engine: EngineClient,
  task: TaskStore,
  settings: Settings,
): Disposable {
  const changed = new EventEmitter<void>();
  const state = (): PlanViewState => ({
    kind: 'state',
    plan: engine.plan(),
    task: { text: task.text(), edition: task.edition(), candidates: settings.candidates() },
    engineRestarting: engine.restarting(),
    restricted: isRestricted(),
    locale: env.language,
  });
  const view = new PlanView(extensionUri, state, changed.event, (message) => {
    if (message.action === 'task') task.typed(message.task);
    else if (message.action !== 'ready') void commands.executeCommand(...COMMANDS[message.action]);
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
    engine.onState(() => changed.fire()),
    onTrust(() => changed.fire()),
    task.onReplaced(() => changed.fire()),
    task.onSettled(() => changed.fire()),
    settings.onFit(() => changed.fire()),
  ];
  return { dispose: () => parts.forEach((part) => part.dispose()) };
}
