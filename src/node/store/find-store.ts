import { existsSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Environment, STORE_VARIABLE, storeFolder } from '../data-folder.ts';
import { repositoryOf } from '../repository-top.ts';

/** What a folder belongs to. Absolute paths. */
export interface FoundWorkspace {
  /** Its (first) root, without links. */
  readonly root: string;
  readonly store: string;
}

export interface FindOptions {
  /** `--store`. */
  readonly override?: string | null;
  /** Whether the folder is the workspace itself, as in a window; then nothing above it is asked. */
  readonly isRoot?: boolean;
}

/**
 * The store of the workspace that a folder belongs to, the same for windows and terminals: `--store`, else the
 * environment variable that the host gives its terminals, else that of the nearest folder above which has one, else
 * that of the repository around it, else its own.
 * @param folder absolute path: the (first) root in a window, the current folder at the terminal.
 */
export function findStore(folder: string, env: Environment, options: FindOptions = {}): string {
  return findWorkspace(folder, env, options).store;
}

/** The workspace that a folder belongs to: by the rules of `findStore`, which say where its store is, too. */
export function findWorkspace(
  folder: string,
  env: Environment,
  { override = null, isRoot = false }: FindOptions = {},
): FoundWorkspace {
  const real = realPath(folder);
  // The variable names a store and no folder: the root is found as if it were not set.
  const places = { ...env, [STORE_VARIABLE]: undefined };
  const root = isRoot ? real : rootAbove(real, places);
  const own = override ?? env[STORE_VARIABLE];
  return { root, store: own !== undefined && own !== '' ? resolve(own) : storeFolder(root, places) };
}

function rootAbove(folder: string, env: Environment): string {
  for (let place = folder; ; place = dirname(place)) {
    if (existsSync(storeFolder(place, env))) return place;
    if (dirname(place) === place) break;
  }
  return repositoryOf(folder)?.top ?? folder;
}

/** Links, letter case and drive letters: one folder, one name. */
function realPath(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    return resolve(folder);
  }
}
