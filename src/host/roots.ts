import { Uri, workspace } from 'vscode';
import type { WorkspaceRoot } from '../protocol/workspace.ts';
import { idOfPath, uniqueNames } from './path-ids.ts';

interface Folder {
  readonly name: string;
  readonly path: string;
  readonly uri: Uri;
}

/** Folders on disk: the engine reads these. Virtual folders have documents only. */
function foldersOnDisk(): readonly Folder[] {
  const folders = (workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file');
  return uniqueNames(folders.map(({ name, uri }) => ({ name, path: uri.path, uri })));
}

export function workspaceRoots(): readonly WorkspaceRoot[] {
  return foldersOnDisk().map(({ name, uri }) => ({ name, path: uri.fsPath }));
}

/** Path id of a file or folder below the roots; undefined for anything else. */
export function idOfUri(uri: Uri): string | undefined {
  return uri.scheme === 'file' ? idOfPath(foldersOnDisk(), uri.path) : undefined;
}

/** Where a file of that id lies; undefined when no root of its name is open. */
export function uriOfId(id: string): Uri | undefined {
  const folders = foldersOnDisk();
  const [only] = folders;
  if (folders.length === 1 && only) return Uri.joinPath(only.uri, id);
  const [name = '', ...rest] = id.split('/');
  const folder = folders.find((candidate) => candidate.name === name);
  return folder && Uri.joinPath(folder.uri, ...rest);
}
