import { DiagnosticSeverity, languages, TabInputText, window, workspace } from 'vscode';
import type { Disposable, Uri } from 'vscode';
import { attentionChanged } from '../protocol/selection.ts';
import type { Attention } from '../protocol/selection.ts';
import { watchChangedFiles } from './changed-files.ts';
import { nameDocument } from './document-ids.ts';
import type { EngineClient } from './engine-client.ts';
import { isRestricted, onTrust } from './trust.ts';

/** Walking through tabs is one gesture. */
const PAUSE_MS = 200;
/** Compilers tell their findings file by file, and git its changes repository by repository. */
const SLOW_PAUSE_MS = 700;
/** Edits older than the last of these say nothing any more. */
const MOST_EDITED = 100;
/** With more files changed or broken than this, being one of them says nothing about a file. */
const MOST_MARKED = 300;

/**
 * Tells the engine which files are open, in sight, lately edited, changed since the last commit or have errors: signs
 * of what the user works on.
 */
export function attention(engine: EngineClient): Disposable {
  const edited = new Map<string, number>();
  let timer: NodeJS.Timeout | null = null;
  let slowTimer: NodeJS.Timeout | null = null;
  let last = '';
  let changed: readonly Uri[] = [];
  let problems: readonly string[] = [];
  let changes: Disposable | null = null;

  const now = (): Attention => ({
    open: ids(openTabs()),
    visible: ids(window.visibleTextEditors.map((editor) => editor.document.uri)),
    edited: Object.fromEntries(edited),
    changed: fewOrNone(ids(changed)),
    problems,
  });
  const tell = (state: Attention): void => {
    last = JSON.stringify(state);
    engine.tell(attentionChanged, state);
  };
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = null;
      const state = now();
      if (JSON.stringify(state) !== last) tell(state);
    }, PAUSE_MS);
  };
  const later = (): void => {
    slowTimer ??= setTimeout(() => {
      slowTimer = null;
      problems = fewOrNone(ids(broken()));
      soon();
    }, SLOW_PAUSE_MS);
  };
  const watchChanges = (): void => {
    if (isRestricted()) return;
    changes ??= watchChangedFiles((uris) => {
      changed = uris;
      later();
    });
  };
  const parts: Disposable[] = [
    engine.onStart(() => {
      // Git is woken once there is an engine to tell.
      watchChanges();
      problems = fewOrNone(ids(broken()));
      tell(now());
    }),
    onTrust(watchChanges),
    languages.onDidChangeDiagnostics(later),
    window.tabGroups.onDidChangeTabs(soon),
    window.onDidChangeVisibleTextEditors(soon),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0) return;
      const id = nameDocument(document)?.id;
      if (id === undefined) return;
      // Deleted first, so that the map stays in the order of the last edits.
      edited.delete(id);
      edited.set(id, Date.now());
      for (const oldest of edited.keys()) {
        if (edited.size <= MOST_EDITED) break;
        edited.delete(oldest);
      }
      soon();
    }),
  ];
  return {
    dispose() {
      if (timer !== null) clearTimeout(timer);
      if (slowTimer !== null) clearTimeout(slowTimer);
      changes?.dispose();
      parts.forEach((part) => part.dispose());
    },
  };
}

/** Addresses of the text editors' tabs, in all groups. */
export function openTabs(): readonly Uri[] {
  return window.tabGroups.all.flatMap((group) =>
    group.tabs.flatMap((tab) => (tab.input instanceof TabInputText ? [tab.input.uri] : [])),
  );
}

/** Files in which something is wrong, not merely unlovely. */
function broken(): readonly Uri[] {
  return languages
    .getDiagnostics()
    .filter(([, found]) => found.some(({ severity }) => severity === DiagnosticSeverity.Error))
    .map(([uri]) => uri);
}

const fewOrNone = (marked: readonly string[]): readonly string[] =>
  marked.length > MOST_MARKED ? [] : marked;

function ids(uris: readonly Uri[]): readonly string[] {
  const named = uris.map((uri) => nameDocument({ uri, isUntitled: uri.scheme === 'untitled' })?.id);
  return [...new Set(named.filter((id) => id !== undefined))];
}
