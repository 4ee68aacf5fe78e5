import { EventEmitter, languages, Uri, window, workspace } from 'vscode';
import type { Disposable } from 'vscode';

/** Scheme of our read-only documents; they are never candidates. */
export const SCHEME = 'context-budget';

export interface Texts extends Disposable {
  /** Shows a text in an editor that cannot be changed; the same name again replaces it. */
  show(name: string, text: string, language: string): Promise<void>;
}

/** Prompts and audits as documents without a file: nothing is written unless the user saves it. */
export function readOnlyTexts(): Texts {
  const texts = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  const provider = workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) =>
      texts.get(uri.path) ?? 'This was shown before the window was reloaded: fit again.',
  });
  // The largest prompts are megabytes: only those on show are kept.
  const closed = workspace.onDidCloseTextDocument(({ uri }) => {
    if (uri.scheme === SCHEME) texts.delete(uri.path);
  });
  return {
    async show(name, text, language) {
      const uri = Uri.from({ scheme: SCHEME, path: `/${name}` });
      texts.set(uri.path, text);
      changed.fire(uri);
      const document = await workspace.openTextDocument(uri);
      const typed =
        document.languageId === language
          ? document
          : await languages.setTextDocumentLanguage(document, language);
      // Setting the language closes and opens the document.
      texts.set(uri.path, text);
      await window.showTextDocument(typed, { preview: false });
    },
    dispose: () => [provider, closed, changed].forEach((part) => part.dispose()),
  };
}
