import { Disposable, EventEmitter, FileSystemError, FileType, Uri, window, workspace } from 'vscode';
import type { FileChangeEvent, FileStat } from 'vscode';
import type { CorrectionType } from '../core/facts/model-record.ts';
import type { Result } from '../core/facts/result.ts';
import type { FeedbackTaken } from '../protocol/models.ts';
import { fileName } from './answer-documents.ts';

/** Scheme of the documents in which an answer is corrected: saving one hands the correction in. */
export const CORRECTION_SCHEME = 'context-budget-correction';

export interface Correction {
  readonly requestId: string;
  readonly model: string;
  readonly type: CorrectionType;
  /** The answer is data: so must the correction be. */
  readonly isJson: boolean;
}

export interface Corrections extends Disposable {
  /** Opens the answer to be edited. */
  open(correction: Correction, name: string, content: string): Promise<void>;
}

interface Draft {
  readonly correction: Correction;
  readonly bytes: Uint8Array;
  /** Epoch ms. */
  readonly changed: number;
}

/** @param give gets the ground truth at every saving; what it refuses is said where the document could not be saved */
export function corrections(
  give: (correction: Correction, truth: unknown) => Promise<Result<FeedbackTaken>>,
): Corrections {
  const drafts = new Map<string, Draft>();
  const changes = new EventEmitter<FileChangeEvent[]>();
  const draftOf = (uri: Uri): Draft => {
    const draft = drafts.get(uri.toString());
    if (draft === undefined) throw FileSystemError.FileNotFound(uri);
    return draft;
  };
  const refuse = (uri: Uri) => (): never => {
    throw FileSystemError.NoPermissions(uri);
  };
  const registered = workspace.registerFileSystemProvider(
    CORRECTION_SCHEME,
    {
      onDidChangeFile: changes.event,
      watch: () => new Disposable(() => undefined),
      stat(uri): FileStat {
        const { bytes, changed } = draftOf(uri);
        return { type: FileType.File, ctime: changed, mtime: changed, size: bytes.length };
      },
      readFile: (uri) => draftOf(uri).bytes,
      async writeFile(uri, bytes) {
        const { correction } = draftOf(uri);
        const truth = truthOf(new TextDecoder().decode(bytes), correction.isJson);
        if (truth === undefined)
          throw FileSystemError.Unavailable(
            'The answer is data, and this is no JSON: mend it, then save again.',
          );
        const result = await give(correction, truth);
        if (!result.ok) throw FileSystemError.Unavailable(result.error.message);
        drafts.set(uri.toString(), { correction, bytes, changed: Date.now() });
      },
      readDirectory: () => [],
      createDirectory: (uri) => refuse(uri)(),
      rename: (uri) => refuse(uri)(),
      delete: (uri) => void drafts.delete(uri.toString()),
    },
    { isCaseSensitive: true },
  );
  const closing = workspace.onDidCloseTextDocument(({ uri }) => drafts.delete(uri.toString()));
  return {
    async open(correction, name, content) {
      const path = `/Correct ${fileName(name)}.${correction.isJson ? 'json' : 'md'}`;
      const query = `${correction.requestId}&${correction.model}`;
      const uri = Uri.from({ scheme: CORRECTION_SCHEME, path, query });
      drafts.set(uri.toString(), {
        correction,
        bytes: new TextEncoder().encode(content),
        changed: Date.now(),
      });
      await window.showTextDocument(await workspace.openTextDocument(uri), { preview: false });
    },
    dispose() {
      registered.dispose();
      closing.dispose();
      changes.dispose();
    },
  };
}

/** Undefined where it should be JSON and is not. */
function truthOf(text: string, isJson: boolean): unknown {
  if (!isJson) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
