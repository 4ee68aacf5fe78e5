import { EventEmitter } from 'vscode';
import type { Disposable, Event, Memento } from 'vscode';

const KEY = 'allowedSecrets';

/** Ids of the findings that the user lets into prompts, kept in the workspace's state; never what was found. */
export interface AllowedSecrets extends Disposable {
  ids(): readonly string[];
  /** Of the findings that were on show, exactly these are allowed now; others stay as they are. */
  choose(shown: readonly string[], allowed: readonly string[]): Promise<void>;
  readonly onChange: Event<void>;
}

export function allowedSecrets(state: Memento): AllowedSecrets {
  const onChange = new EventEmitter<void>();
  const stored = state.get<unknown>(KEY);
  let ids: readonly string[] = Array.isArray(stored)
    ? stored.filter((id): id is string => typeof id === 'string')
    : [];
  return {
    ids: () => ids,
    async choose(shown, allowed) {
      const next = [...ids.filter((id) => !shown.includes(id)), ...allowed];
      if (next.length === ids.length && next.every((id) => ids.includes(id))) return;
      ids = next;
      onChange.fire();
      await state.update(KEY, ids.length === 0 ? undefined : ids);
    },
    onChange: onChange.event,
    dispose: () => onChange.dispose(),
  };
}
