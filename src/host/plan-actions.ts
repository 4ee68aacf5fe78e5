import { commands, env, EventEmitter, window } from 'vscode';
import type { Disposable, Uri } from 'vscode';
import type { PlanViewState } from '../protocol/plan-view.ts';
import type { EngineClient } from './engine-client.ts';
import { PLAN_VIEW_ID, PlanView } from './plan-view.ts';
import { isRestricted, onTrust } from './trust.ts';

/** Wires the Plan view: the engine's snapshots go in, its buttons run our commands. Seeing it starts the engine. */
export function planView(extensionUri: Uri, engine: EngineClient): Disposable {
  const changed = new EventEmitter<void>();
  const state = (): PlanViewState => ({
    kind: 'state',
    plan: engine.plan(),
    engineRestarting: engine.restarting(),
    restricted: isRestricted(),
    locale: env.language,
  });
  const view = new PlanView(extensionUri, state, changed.event, (action) => {
    void commands.executeCommand(`contextBudget.${action}`);
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
  ];
  return { dispose: () => parts.forEach((part) => part.dispose()) };
}
