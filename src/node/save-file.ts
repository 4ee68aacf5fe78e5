import { lstat, realpath, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fail, ok, type Result } from '../core/facts/result.ts';
import { systemCode } from './reading-trouble.ts';
import { writeAtomically } from './write-atomically.ts';

/** Of a new file, as programs commonly make them; an existing file keeps its own. */
const NEW_FILE_MODE = 0o644;

const ADVICE: Readonly<Record<string, string>> = {
  ENOENT: 'Its folder does not exist: create it, or choose another path.',
  ENOTDIR: 'A part of the path is a file, not a folder: choose another path.',
  EISDIR: 'It is a folder: give the path of a file.',
  EACCES: 'It may not be written by this user: choose another path.',
  EPERM: 'It may not be written by this user: choose another path.',
  EROFS: 'The disk is read-only: choose another path.',
  ENOSPC: 'The disk is full: free some space, or choose another path.',
  EDQUOT: 'The disk quota is used up: free some space, or choose another path.',
  ENAMETOOLONG: 'The name is too long: choose a shorter one.',
  ELOOP: 'The path is a link that leads back to itself: choose another path.',
};

/**
 * Writes a result (`--out`, `--audit`, Save Fitted Prompt) in one step: the file has the old content or the new. A
 * link is followed, an existing file keeps its mode, and devices and pipes (`/dev/stdout`) are written to in place.
 * Fails with `write_failed`; then an existing file is unchanged.
 */
export async function saveFile(path: string, text: string): Promise<Result<null>> {
  try {
    const target = await throughLink(resolve(path));
    const found = await stat(target).catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return null;
      throw error;
    });
    if (found === null) await writeAtomically(target, [text], NEW_FILE_MODE);
    else if (found.isDirectory()) return refused(path, 'EISDIR');
    else if (found.isFile()) await writeAtomically(target, [text], found.mode & 0o777);
    else await writeFile(target, text);
    return ok(null);
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    return refused(path, code);
  }
}

/** Replacing a link by a file would cut it off; one that leads nowhere yet is replaced. */
async function throughLink(path: string): Promise<string> {
  try {
    return (await lstat(path)).isSymbolicLink() ? await realpath(path) : path;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return path;
    throw error;
  }
}

function refused(path: string, code: string): Result<null> {
  const advice = ADVICE[code] ?? `The system says ${code}.`;
  return fail('write_failed', `${path} cannot be written. ${advice}`, {
    path,
    folder: dirname(resolve(path)),
    code,
  });
}
