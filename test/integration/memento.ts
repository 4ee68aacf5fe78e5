import type { Memento } from 'vscode';

/** What the editor keeps for a workspace, without the editor. */
export function memento(values = new Map<string, unknown>()): Memento {
  function get<T>(key: string, otherwise?: T): T | undefined {
    return (values.has(key) ? structuredClone(values.get(key)) : otherwise) as T | undefined;
  }
  return {
    keys: () => [...values.keys()],
    get,
    update: async (key, value) => void values.set(key, structuredClone(value)),
  };
}
