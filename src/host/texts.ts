import { languages, TabInputText, Uri, window, workspace } from 'vscode';
import type { Disposable } from 'vscode';

/** Scheme of our read-only documents; they are never candidates. */
export const SCHEME = 'context-budget';

export interface Texts extends Disposable {
  /** Shows a text in an editor that cannot be changed; the same name again replaces it. */
  show(name: string, text: string, language: string): Promise<void>;
}

interface Shown {
  readonly uri: Uri;
  readonly text: string;
}

/** Prompts and audits as documents without a file: nothing is written unless the user saves it. */
export function readOnlyTexts(): Texts {
  /** The last text of each name: prompts can be megabytes. */
  const last = new Map<string, Shown>();
  let version = 0;
  const provider = workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri) => {
      const shown = last.get(uri.path);
      return shown?.uri.toString() === uri.toString() ? shown.text : 'This text is out of date: fit again.';
    },
  });
  return {
    async show(name, text, language) {
      const path = `/${name}`;
      const before = last.get(path)?.uri;
      // An address of its own each time: the editor may still hold the old document, and asks only once for each.
      const uri = Uri.from({ scheme: SCHEME, path, query: String(++version) });
      last.set(path, { uri, text });
      const document = await workspace.openTextDocument(uri);
      const typed =
        document.languageId === language
          ? document
          : await languages.setTextDocumentLanguage(document, language);
      await window.showTextDocument(typed, { preview: false });
      if (before !== undefined) await closeTabs(before);
    },
    dispose: () => provider.dispose(),
  };
}

async function closeTabs(uri: Uri): Promise<void> {
  const tabs = window.tabGroups.all.flatMap(({ tabs: all }) => all);
  const stale = tabs.filter(
    ({ input }) => input instanceof TabInputText && input.uri.toString() === uri.toString(),
  );
  if (stale.length > 0) await window.tabGroups.close(stale, true);
}
