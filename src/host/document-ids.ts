import { workspace } from 'vscode';
import type { TextDocument, Uri } from 'vscode';
import { idOfUri, workspaceRoots } from './roots.ts';

/** Schemes whose documents are views of something else: output, diffs, settings, our own prompts. */
const NOT_THE_USERS = new Set([
  'output',
  'git',
  'gitfs',
  'vscode',
  'vscode-settings',
  'vscode-userdata',
  'vscode-scm',
  'comment',
  'chat-editing-text-model',
  'debug',
  'walkThroughSnippet',
  'search-editor',
  'context-budget',
  'context-budget-answer',
  'context-budget-correction',
]);

/** How the engine names an open document, and whether it can read it without us. */
export interface NamedDocument {
  readonly id: string;
  /** The disk has it: the editor's text counts only while it differs. */
  readonly onDisk: boolean;
}

/**
 * Documents that are candidates: files below the roots, untitled ones, and, where no root is on disk (no folder,
 * a virtual workspace), whatever is open. Undefined for all others.
 */
export function nameDocument(document: Pick<TextDocument, 'uri' | 'isUntitled'>): NamedDocument | undefined {
  const { uri } = document;
  if (document.isUntitled) return { id: untitledId(uri), onDisk: false };
  const id = idOfUri(uri);
  if (id !== undefined && id !== '') return { id, onDisk: true };
  if (NOT_THE_USERS.has(uri.scheme)) return undefined;
  const virtual = workspace.getWorkspaceFolder(uri) !== undefined;
  if (!virtual && workspaceRoots().length > 0) return undefined;
  // Outside of all folders the relative path is the absolute one; an id starts with no slash.
  return { id: workspace.asRelativePath(uri).replaceAll('\\', '/').replace(/^\/+/, ''), onDisk: false };
}

/** `untitled:/folder/new.ts` is the file that it will become; `untitled:Untitled-1` has its label only. */
function untitledId(uri: Uri): string {
  const future = uri.path.startsWith('/') ? idOfUri(uri.with({ scheme: 'file' })) : undefined;
  return future ?? `untitled:${uri.path.slice(uri.path.lastIndexOf('/') + 1)}`;
}
