import { dirname } from 'node:path';
import { type Environment, STORE_VARIABLE, storeFolder } from '../data-folder.ts';
import { findStore } from './find-store.ts';

/**
 * The store of an editor's window. A window that was opened from the terminal of another one inherits that window's
 * variable, and with it the other workspace's history: what lies among the stores that we name ourselves is one of
 * those; any other folder was named by the user and counts.
 *
 * @param folder absolute path of the (first) root
 */
export function windowStore(folder: string, env: Environment): string {
  const own = { ...env, [STORE_VARIABLE]: undefined };
  const given = env[STORE_VARIABLE];
  const isInherited = given !== undefined && dirname(given) === dirname(storeFolder(folder, own));
  return findStore(folder, isInherited ? own : env, { isRoot: true });
}
