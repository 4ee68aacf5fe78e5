import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces a file at once: whoever reads it sees the old content or the new, never a part, also after a crash.
 * The content goes to a file beside it first; that is removed when anything fails. Throws the system's error.
 * @param mode of the new file, exactly (the process's umask does not narrow it).
 */
export async function writeAtomically(
  path: string,
  chunks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
  mode: number,
): Promise<void> {
  // the name is cut: with the addition it must stay within the 255 bytes of common file systems
  const name = `.${Array.from(basename(path)).slice(0, 40).join('')}.${randomBytes(6).toString('hex')}.tmp`;
  const temporary = join(dirname(path), name);
  const file = await open(temporary, 'wx', mode);
  try {
    try {
      for await (const chunk of chunks) await file.writeFile(chunk);
      await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
