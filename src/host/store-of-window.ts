import { workspace } from 'vscode';
import type { Disposable, EnvironmentVariableCollection } from 'vscode';
import { openLedger } from '../protocol/ledger.ts';
import type { EngineClient } from './engine-client.ts';
import { workspaceRoots } from './roots.ts';

/** How stores are found and what terminals are told; `node/` knows, and the door hands it over. */
export interface StorePorts {
  /** The folder of the store that belongs to a workspace, from its first root. */
  readonly find: (root: string) => string;
  /** Environment variable that names it. */
  readonly variable: string;
}

/**
 * Which history belongs to this window: the engine is told, and so are the terminals in the window, so that they find
 * the same one in whatever folder they stand.
 */
export function storeOfWindow(
  engine: Pick<EngineClient, 'onStart' | 'tell'>,
  terminals: EnvironmentVariableCollection,
  { find, variable }: StorePorts,
): Disposable {
  const store = (): string | null => {
    const [first] = workspaceRoots();
    return first === undefined ? null : find(first.path);
  };
  const tell = (): void => {
    const folder = store();
    const roots = workspaceRoots().map(({ path }) => path);
    engine.tell(openLedger, folder === null ? null : { store: folder, roots, live: true });
  };
  const tellTerminals = (): void => {
    const folder = store();
    terminals.description = 'Lets `context-budget` in the terminal find the history of this window.';
    if (folder === null) terminals.delete(variable);
    // Every change asks for a new terminal, so one that changes nothing is not made.
    else if (terminals.get(variable)?.value !== folder) terminals.replace(variable, folder);
  };
  // Not while the window starts: finding it asks the disk.
  const soon = setImmediate(tellTerminals);
  const parts = [
    engine.onStart(tell),
    workspace.onDidChangeWorkspaceFolders(() => {
      tell();
      tellTerminals();
    }),
  ];
  return {
    dispose() {
      clearImmediate(soon);
      parts.forEach((part) => part.dispose());
    },
  };
}
