import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import type { Environment } from '../data-folder.ts';
import { systemCode } from '../reading-trouble.ts';

/** A file that may hold sessions. */
export interface LogFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Epoch ms. */
  readonly modified: number;
}

/** Where Claude Code keeps its sessions: `CLAUDE_CONFIG_DIR` (several with commas), else below the home folder. */
export function claudeFolders(env: Environment, home = homedir()): readonly string[] {
  const own = (env['CLAUDE_CONFIG_DIR'] ?? '').split(',').filter(isAbsolute);
  const config = env['XDG_CONFIG_HOME'];
  const usual = [
    join(home, '.claude'),
    join(config !== undefined && isAbsolute(config) ? config : join(home, '.config'), 'claude'),
  ];
  return (own.length > 0 ? own : usual).map((folder) => join(folder, 'projects'));
}

/** Where Codex keeps its sessions: `CODEX_HOME`, else below the home folder. */
export function codexFolders(env: Environment, home = homedir()): readonly string[] {
  const own = env['CODEX_HOME'];
  const folder = own !== undefined && isAbsolute(own) ? own : join(home, '.codex');
  return [join(folder, 'sessions'), join(folder, 'archived_sessions')];
}

/**
 * The `.jsonl` files of folders and single files, by path. Links are not followed, so that nothing is found twice.
 * @param places absolute paths
 * @param mustExist whether a place that is not there is a failure (`path_not_found`), as when the user named it;
 *   others are passed over, for not everybody has every program.
 */
export async function findLogs(
  places: readonly string[],
  { mustExist }: { readonly mustExist: boolean },
): Promise<Result<readonly LogFile[]>> {
  const found = new Map<string, LogFile>();
  for (const place of places) {
    try {
      const { isFolder, file } = await look(resolve(place));
      if (!isFolder) found.set(file.path, file);
      else for (const each of await logsIn(file.path)) found.set(each.path, each);
    } catch (error) {
      const code = systemCode(error);
      if (code === null) throw error;
      if (mustExist) return fail('path_not_found', `${place} cannot be read (${code}).`, { place, code });
    }
  }
  return ok([...found.values()].sort((left, right) => (left.path < right.path ? -1 : 1)));
}

async function logsIn(folder: string): Promise<readonly LogFile[]> {
  const logs: LogFile[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.jsonl')) continue;
    try {
      logs.push((await look(join(entry.parentPath, entry.name))).file);
    } catch (error) {
      // removed since it was listed
      if (systemCode(error) === null) throw error;
    }
  }
  return logs;
}

async function look(path: string): Promise<{ readonly isFolder: boolean; readonly file: LogFile }> {
  const found = await stat(path);
  return { isFolder: found.isDirectory(), file: { path, size: found.size, modified: found.mtimeMs } };
}
