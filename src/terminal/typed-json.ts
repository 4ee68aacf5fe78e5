import { fail, ok, type FailureCode, type Result } from '../core/facts/result.ts';
import type { Surroundings } from './session.ts';
import { textOf } from './typed-text.ts';

/**
 * A JSON file that a flag names, `-` for stdin.
 *
 * Errors: `unreadable`, and `code` when it is no JSON.
 */
export async function jsonOf(
  around: Pick<Surroundings, 'cwd' | 'readInput'>,
  flag: string,
  file: string,
  code: FailureCode,
): Promise<Result<unknown>> {
  const text = await textOf(around, flag, file);
  if (!text.ok) return text;
  try {
    // Some editors and shells begin a file with a byte order mark.
    const value: unknown = JSON.parse(text.value.replace(/^\uFEFF/u, ''));
    return ok(value);
  } catch {
    return fail(code, `${flag} ${JSON.stringify(file)} is not valid JSON.`);
  }
}
