import { workspace } from 'vscode';
import type { Disposable, EndOfLine, TextDocument, TextDocumentChangeEvent, Uri } from 'vscode';
import { documentEdited, documentReleased, documentText } from '../protocol/documents.ts';
import type { DocumentEdit } from '../protocol/documents.ts';
import { nameDocument } from './document-ids.ts';
import type { EngineClient } from './engine-client.ts';
import { uriOfId } from './roots.ts';

/** Keystrokes of this time travel together. */
const PAUSE_MS = 50;
/** Our share of the extension host's thread before it gets a turn again: half of a frame. */
const SLICE_MS = 8;

interface Tracked {
  readonly document: TextDocument;
  readonly id: string;
  readonly onDisk: boolean;
  /** The engine has the text: from here on edits are enough. */
  known: boolean;
  eol: EndOfLine;
  edits: DocumentEdit[];
}

export interface Documents extends Disposable {
  /** Where the document or file of that id is to be opened. */
  uriOf(id: string): Uri | undefined;
  /** Sends now what would wait for the end of the pause. */
  flush(): void;
}

/** Keeps the engine's copy of documents that differ from the disk equal to the editor's. */
export function liveDocuments(engine: EngineClient): Documents {
  const tracked = new Map<TextDocument, Tracked>();
  const waiting = new Set<TextDocument>();
  let timer: NodeJS.Timeout | NodeJS.Immediate | null = null;

  const note = (document: TextDocument): void => {
    waiting.add(document);
    timer ??= setTimeout(flush, PAUSE_MS);
  };
  const release = (entry: Tracked): void => {
    tracked.delete(entry.document);
    if (entry.known) engine.tell(documentReleased, { id: entry.id });
  };
  const send = (document: TextDocument): void => {
    const named = nameDocument(document);
    const entry = tracked.get(document);
    const wanted = !document.isClosed && named !== undefined && (document.isDirty || !named.onDisk);
    if (entry && (!wanted || entry.id !== named.id)) release(entry);
    if (!wanted) return;
    const current = tracked.get(document) ?? {
      document,
      ...named,
      known: false,
      eol: document.eol,
      edits: [],
    };
    tracked.set(document, current);
    // The text is asked for once: on a large document that alone takes milliseconds. Other line ends move every
    // offset, so they ask for it again.
    if (!current.known || current.eol !== document.eol) {
      engine.tell(documentText, { id: current.id, text: document.getText() });
      current.known = true;
      current.eol = document.eol;
    } else if (current.edits.length > 0) {
      engine.tell(documentEdited, { id: current.id, edits: current.edits });
    }
    current.edits = [];
  };
  const stop = (): void => {
    if (timer !== null) {
      clearTimeout(timer as NodeJS.Timeout);
      clearImmediate(timer as NodeJS.Immediate);
    }
    timer = null;
  };
  const flush = (): void => {
    timer = null;
    const until = performance.now() + SLICE_MS;
    for (const document of waiting) {
      if (performance.now() > until) {
        timer = setImmediate(flush);
        return;
      }
      waiting.delete(document);
      send(document);
    }
  };
  const changed = ({ document, contentChanges }: TextDocumentChangeEvent): void => {
    const entry = tracked.get(document);
    if (entry?.known) {
      for (const { rangeOffset, rangeLength, text } of contentChanges)
        entry.edits.push({ offset: rangeOffset, deleted: rangeLength, inserted: text });
    }
    // Also without changes: that is how the editor says that a document became dirty or clean.
    note(document);
  };
  const all = (): void => {
    for (const document of workspace.textDocuments) note(document);
  };
  const parts: Disposable[] = [
    engine.onStart(() => {
      tracked.clear();
      all();
    }),
    workspace.onDidOpenTextDocument(note),
    workspace.onDidChangeTextDocument(changed),
    workspace.onDidSaveTextDocument(note),
    workspace.onDidCloseTextDocument((document) => {
      waiting.delete(document);
      const entry = tracked.get(document);
      if (entry) release(entry);
    }),
    engine.onLost((id) => {
      for (const entry of tracked.values()) {
        if (entry.id !== id) continue;
        entry.known = false;
        note(entry.document);
      }
    }),
    // Another set of folders gives documents other names.
    workspace.onDidChangeWorkspaceFolders(all),
  ];
  return {
    uriOf(id) {
      for (const entry of tracked.values()) if (entry.id === id) return entry.document.uri;
      return uriOfId(id);
    },
    flush() {
      stop();
      for (const document of waiting) send(document);
      waiting.clear();
    },
    dispose() {
      stop();
      parts.forEach((part) => part.dispose());
    },
  };
}
