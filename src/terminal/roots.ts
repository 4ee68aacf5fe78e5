import path from 'node:path';
import type { WorkspaceRoot } from '../protocol/workspace.ts';

/** Where ids start, and which absolute paths below it were asked for (none: everything). */
export interface AskedPaths {
  readonly root: WorkspaceRoot;
  readonly only: readonly string[];
}

/**
 * Paths as typed, to one root that ids are relative to: the folder the user is in when everything asked for lies
 * below it, so that ids read as the user typed them; else the deepest folder that holds all of it.
 */
export function askedPaths(
  typed: readonly string[],
  cwd: string,
  isFolder: (path: string) => boolean,
): AskedPaths {
  const asked = (typed.length > 0 ? typed : ['.']).map((each) => path.resolve(cwd, each));
  const root = asked.every((each) => isWithin(each, cwd)) ? cwd : commonFolder(asked, isFolder);
  const only = asked.includes(root) ? [] : [...new Set(asked)];
  return { root: { name: path.basename(root) || root, path: root }, only };
}

function isWithin(each: string, folder: string): boolean {
  const relative = path.relative(folder, each);
  return (
    relative === '' ||
    (!relative.startsWith(`..${path.sep}`) && relative !== '..' && !path.isAbsolute(relative))
  );
}

function commonFolder(asked: readonly string[], isFolder: (path: string) => boolean): string {
  const [first, ...others] = asked;
  let folder = first ?? path.sep;
  if (!isFolder(folder)) folder = path.dirname(folder);
  while (!others.every((other) => isWithin(other, folder)) && path.dirname(folder) !== folder) {
    folder = path.dirname(folder);
  }
  return folder;
}
