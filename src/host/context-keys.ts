import { commands, window } from 'vscode';
import type { Disposable } from 'vscode';
import type { Alerts } from './alerts.ts';
import { addressOf, ANSWER_SCHEME } from './answer-documents.ts';
import type { AskedRequests } from './asked-requests.ts';
import type { EngineClient } from './engine-client.ts';
import type { SelectionStore } from './selection-store.ts';
import type { TaskStore } from './task.ts';
import type { ContextTree } from './tree.ts';

/**
 * What `when` clauses in package.json ask: `contextBudget.state`, `.hasSelection`, `.hasSavedSelections`, `.hasTask`,
 * `.arrangement`, `.hasAlert`, `.isAsking`, `.hasAnswer`, `.isAnswer` (the active editor shows one that can be judged).
 */
export function contextKeys(
  engine: EngineClient,
  selection: SelectionStore,
  task: TaskStore,
  tree: ContextTree,
  alerts: Alerts,
  requests: AskedRequests,
): Disposable {
  const last = new Map<string, unknown>();
  const set = (key: string, value: unknown): void => {
    if (last.get(key) === value) return;
    last.set(key, value);
    void commands.executeCommand('setContext', `contextBudget.${key}`, value);
  };
  const draw = (): void => {
    const { marks, pinned, leftOut, levels } = selection.current();
    set('state', engine.plan()?.state ?? 'starting');
    const marked = Object.keys(marks).length + pinned.length + leftOut.length + Object.keys(levels).length;
    set('hasSelection', marked > 0);
    set('hasSavedSelections', selection.names().length > 0);
    set('hasTask', task.settled() !== '');
    set('arrangement', tree.preferred());
    set('hasAlert', alerts.shown() !== null);
    set('isAsking', requests.shown()?.outcome === null);
    set('hasAnswer', requests.lastAnswered() !== null);
    const shown = window.activeTextEditor?.document.uri;
    const asked = shown?.scheme === ANSWER_SCHEME ? requests.find(addressOf(shown).requestId) : undefined;
    set('isAnswer', asked?.outcome?.ok === true);
  };
  draw();
  const parts = [
    engine.onPlan(draw),
    selection.onChange(draw),
    selection.onNames(draw),
    task.onSettled(draw),
    tree.onPreferred(draw),
    engine.onLedger(draw),
    alerts.onChange(draw),
    requests.onChange(draw),
    window.onDidChangeActiveTextEditor(draw),
  ];
  return { dispose: () => parts.forEach((part) => part.dispose()) };
}
