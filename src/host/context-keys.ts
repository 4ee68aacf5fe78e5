import { commands } from 'vscode';
import type { Disposable } from 'vscode';
import type { EngineClient } from './engine-client.ts';
import type { SelectionStore } from './selection-store.ts';

/** What `when` clauses in package.json ask: `contextBudget.state`, `.hasSelection`, `.hasSavedSelections`. */
export function contextKeys(engine: EngineClient, selection: SelectionStore): Disposable {
  const last = new Map<string, unknown>();
  const set = (key: string, value: unknown): void => {
    if (last.get(key) === value) return;
    last.set(key, value);
    void commands.executeCommand('setContext', `contextBudget.${key}`, value);
  };
  const draw = (): void => {
    const { marks, pinned, leftOut } = selection.current();
    set('state', engine.plan()?.state ?? 'starting');
    set('hasSelection', Object.keys(marks).length + pinned.length + leftOut.length > 0);
    set('hasSavedSelections', selection.names().length > 0);
  };
  draw();
  const parts = [engine.onPlan(draw), selection.onChange(draw), selection.onNames(draw)];
  return { dispose: () => parts.forEach((part) => part.dispose()) };
}
