import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fail, ok, type Result } from '../core/facts/result.ts';
import { systemCode } from './reading-trouble.ts';

/** The host tells its terminals the workspace's store by this variable; `--store` overrides it. */
export const STORE_VARIABLE = 'CONTEXT_BUDGET_STORE';

/** Environment variables; only those of this module are looked at. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What may be lost: counts and other caches. `$XDG_CACHE_HOME/context-budget`, or the system's place for caches. */
export function cacheFolder(
  env: Environment,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  const own = env[STORE_VARIABLE];
  if (own !== undefined && own !== '') return join(resolve(own), 'cache');
  return join(
    base(env, 'XDG_CACHE_HOME', platform, home, ['Library', 'Caches'], ['.cache']),
    'context-budget',
    ...inWindows(platform, 'Cache'),
  );
}

/**
 * What must not be lost, one folder per workspace: `--store`, else the environment variable, else a folder of the
 * workspace's own below `$XDG_DATA_HOME/context-budget`, or the system's place for data.
 * @param workspace absolute path of the (first) root.
 */
export function storeFolder(
  workspace: string,
  env: Environment,
  override: string | null = null,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  const own = override ?? env[STORE_VARIABLE];
  if (own !== undefined && own !== '') return resolve(own);
  const data = base(
    env,
    'XDG_DATA_HOME',
    platform,
    home,
    ['Library', 'Application Support'],
    ['.local', 'share'],
  );
  return join(data, 'context-budget', ...inWindows(platform, 'Data'), 'workspaces', workspaceKey(workspace));
}

/** A name for files about one workspace: the same for every process, and it gives no path away. */
export function workspaceKey(absolutePath: string): string {
  return createHash('sha256').update(absolutePath).digest('hex').slice(0, 16);
}

/** Makes a folder that only this user may open (0700), with those above it. */
export function makePrivateFolder(path: string): Result<null> {
  try {
    makeFolders(resolve(path));
    return ok(null);
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    const advice = `Set ${STORE_VARIABLE} to a folder that you may write to.`;
    return fail('write_failed', `The folder ${path} cannot be made (${code}). ${advice}`, { path, code });
  }
}

/** One after the other: Node's own `recursive` never returns where a file system, as /proc, refuses with ENOENT. */
function makeFolders(path: string): void {
  if (existsSync(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolders(above);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // another process may have made it meanwhile
    if (systemCode(error) !== 'EEXIST') throw error;
  }
}

/** The XDG specification: a path that is not absolute counts as not set. */
function base(
  env: Environment,
  variable: string,
  platform: NodeJS.Platform,
  home: string,
  onMac: readonly string[],
  elsewhere: readonly string[],
): string {
  const chosen = env[variable];
  if (chosen !== undefined && isAbsolute(chosen)) return chosen;
  if (platform === 'win32') return env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local');
  return join(home, ...(platform === 'darwin' ? onMac : elsewhere));
}

/** Windows has one place for both. */
function inWindows(platform: NodeJS.Platform, name: string): readonly string[] {
  return platform === 'win32' ? [name] : [];
}
