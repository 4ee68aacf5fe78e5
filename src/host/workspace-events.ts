import { createHash } from 'node:crypto';
import path from 'node:path';
import { workspace } from 'vscode';
import type { Disposable, ExtensionContext, Uri } from 'vscode';
import { filesChanged, openWorkspace } from '../protocol/workspace.ts';
import type { EngineClient } from './engine-client.ts';
import { workspaceRoots } from './roots.ts';
import { asksHistory, fileSettings } from './settings.ts';
import type { Settings } from './settings.ts';
import { onTrust } from './trust.ts';

/** At most ten messages a second, however many files a checkout touches. */
const BATCH_MS = 100;
/** Our own prompts and audits that are remembered; older ones are candidates again. */
const MOST_OWN_FILES = 200;
const OWN_FILES_KEY = 'ownFiles';

export interface WorkspaceEvents extends Disposable {
  /** These files are ours from now on: never candidates. Call before they are written. */
  ownFiles(uris: readonly Uri[]): Promise<void>;
  /** Scans again. */
  refresh(): void;
  /** Sends now what would wait for the end of the batch. */
  flush(): void;
}

/** Tells the engine which folders there are, how to read them, and what changes in them. */
export function workspaceEvents(
  context: Pick<ExtensionContext, 'workspaceState' | 'globalStorageUri'>,
  engine: EngineClient,
  settings: Settings,
): WorkspaceEvents {
  const own = (): readonly string[] => context.workspaceState.get<readonly string[]>(OWN_FILES_KEY, []);
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | null = null;

  const open = (): void => {
    engine.tell(openWorkspace, {
      roots: workspaceRoots(),
      only: [],
      pin: [],
      live: true,
      files: fileSettings(own()),
      cacheFolder: cacheFolder(context.globalStorageUri),
      ranking: { history: asksHistory() },
    });
  };
  const flush = (): void => {
    timer = null;
    const paths = [...changed];
    changed.clear();
    engine.tell(filesChanged, { paths });
  };
  const note = (...uris: readonly Uri[]): void => {
    for (const uri of uris) if (uri.scheme === 'file') changed.add(uri.fsPath);
    if (changed.size > 0) timer ??= setTimeout(flush, BATCH_MS);
  };

  const watcher = workspace.createFileSystemWatcher('**/*');
  const parts: Disposable[] = [
    watcher,
    watcher.onDidCreate((uri) => note(uri)),
    watcher.onDidChange((uri) => note(uri)),
    watcher.onDidDelete((uri) => note(uri)),
    // Sooner than the watcher sees them, and also where `files.watcherExclude` hides them from it.
    workspace.onDidSaveTextDocument(({ uri }) => note(uri)),
    workspace.onDidCreateFiles(({ files }) => note(...files)),
    workspace.onDidDeleteFiles(({ files }) => note(...files)),
    workspace.onDidRenameFiles(({ files }) =>
      note(...files.flatMap(({ oldUri, newUri }) => [oldUri, newUri])),
    ),
    workspace.onDidChangeWorkspaceFolders(open),
    settings.onFiles(open),
    onTrust(open),
    engine.onStart(open),
  ];
  return {
    async ownFiles(uris) {
      const paths = uris.filter((uri) => uri.scheme === 'file').map((uri) => uri.fsPath);
      const known = own();
      if (paths.every((file) => known.includes(file))) return;
      const kept = [...known.filter((file) => !paths.includes(file)), ...paths].slice(-MOST_OWN_FILES);
      await context.workspaceState.update(OWN_FILES_KEY, kept);
      open();
    },
    refresh: open,
    flush() {
      if (timer === null) return;
      clearTimeout(timer);
      flush();
    },
    dispose() {
      if (timer !== null) clearTimeout(timer);
      parts.forEach((part) => part.dispose());
    },
  };
}

/** One stable place for each workspace, for every window that opens it: `storageUri` is not. */
function cacheFolder(storage: Uri): string | null {
  if (storage.scheme !== 'file') return null;
  const identity = workspace.workspaceFile ?? workspace.workspaceFolders?.[0]?.uri;
  const name =
    identity === undefined
      ? 'no-folder'
      : createHash('sha256').update(identity.toString()).digest('hex').slice(0, 32);
  return path.join(storage.fsPath, 'workspaces', name);
}
