import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../core/facts/result.ts';
import type { Surroundings } from './session.ts';

/** A text typed after its flag, or in the file of another flag (`-`: stdin); empty without both. */
export async function textOf(
  around: Pick<Surroundings, 'cwd'>,
  flag: string,
  text: string | undefined,
  file: string | undefined,
): Promise<Result<string>> {
  if (file === undefined) return ok(text ?? '');
  if (text !== undefined) return fail('invalid_option', 'Give --task or --task-file, not both.');
  try {
    return ok(await readFile(file === '-' ? '/dev/stdin' : path.resolve(around.cwd, file), 'utf8'));
  } catch {
    return fail(
      'unreadable',
      `${flag} ${JSON.stringify(file)} cannot be read. Check the path and its permissions.`,
    );
  }
}
