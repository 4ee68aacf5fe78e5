import { existsSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Environment, STORE_VARIABLE, storeFolder } from '../data-folder.ts';
import { repositoryOf } from '../repository-top.ts';

/**
 * The store of the workspace that a folder belongs to, the same for windows and terminals: `--store`, else the
 * environment variable that the host gives its terminals, else that of the nearest folder above which has one, else
 * that of the repository around it, else its own.
 * @param folder absolute path: the (first) root in a window, the current folder at the terminal.
 * @param isRoot whether `folder` is the workspace itself, as in a window; then nothing above it is asked.
 */
export function findStore(
  folder: string,
  env: Environment,
  { override = null, isRoot = false }: { readonly override?: string | null; readonly isRoot?: boolean } = {},
): string {
  const own = override ?? env[STORE_VARIABLE];
  if (own !== undefined && own !== '') return resolve(own);
  const real = realPath(folder);
  if (isRoot) return storeFolder(real, env);
  for (let place = real; ; place = dirname(place)) {
    const store = storeFolder(place, env);
    if (existsSync(store)) return store;
    if (dirname(place) === place) break;
  }
  return storeFolder(repositoryOf(real)?.top ?? real, env);
}

/** Links, letter case and drive letters: one folder, one name. */
function realPath(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    return resolve(folder);
  }
}
