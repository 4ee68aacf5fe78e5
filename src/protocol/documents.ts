/** Texts of the editor that differ from the disk: told to the engine edit by edit. */
import { NotificationType } from 'vscode-jsonrpc';

/**
 * The editor's text of a document that differs from the disk (unsaved, untitled, virtual). `id` is the path id
 * of a workspace file, or a name of its own for documents that are no file.
 */
export const documentText = new NotificationType<{ readonly id: string; readonly text: string }>(
  'document/text',
);

/** UTF-16 offsets in the text before this edit; edits of one message apply one after the other. */
export interface DocumentEdit {
  readonly offset: number;
  readonly deleted: number;
  readonly inserted: string;
}
export const documentEdited = new NotificationType<{
  readonly id: string;
  readonly edits: readonly DocumentEdit[];
}>('document/edited');

/** The engine could not follow the edits: the door sends the whole text again. */
export const documentLost = new NotificationType<{ readonly id: string }>('document/lost');

/** The document is saved or closed: what is on disk counts again. */
export const documentReleased = new NotificationType<{ readonly id: string }>('document/released');
