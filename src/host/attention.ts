import { TabInputText, window, workspace } from 'vscode';
import type { Disposable, Uri } from 'vscode';
import { attentionChanged } from '../protocol/engine.ts';
import type { Attention } from '../protocol/engine.ts';
import { nameDocument } from './document-ids.ts';
import type { EngineClient } from './engine-client.ts';

/** Walking through tabs is one gesture. */
const PAUSE_MS = 200;
/** Edits older than the last of these say nothing any more. */
const MOST_EDITED = 100;

/** Tells the engine which files are open, in sight and were lately edited: signs of what the user works on. */
export function attention(engine: EngineClient): Disposable {
  const edited = new Map<string, number>();
  let timer: NodeJS.Timeout | null = null;
  let last = '';

  const tell = (state: Attention): void => {
    last = JSON.stringify(state);
    engine.tell(attentionChanged, state);
  };
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = null;
      const state = now(edited);
      if (JSON.stringify(state) !== last) tell(state);
    }, PAUSE_MS);
  };
  const parts: Disposable[] = [
    engine.onStart(() => tell(now(edited))),
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

function now(edited: ReadonlyMap<string, number>): Attention {
  return {
    open: ids(openTabs()),
    visible: ids(window.visibleTextEditors.map((editor) => editor.document.uri)),
    edited: Object.fromEntries(edited),
  };
}

function ids(uris: readonly Uri[]): readonly string[] {
  const named = uris.map((uri) => nameDocument({ uri, isUntitled: uri.scheme === 'untitled' })?.id);
  return [...new Set(named.filter((id) => id !== undefined))];
}
