import { fail, ok, type Result } from '../core/facts/result.ts';
import type { Candidates } from './session.ts';

export interface FileFlags {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** False after `--no-gitignore`. */
  readonly gitignore?: boolean;
  readonly maxFileSize?: string;
  /** JSON file with the user's own models. */
  readonly config?: string;
}

/** Above this a file is hardly a prompt's: 1 MB of text is about 250,000 tokens. */
export const DEFAULT_MAX_FILE_BYTES = 1_000_000;

export function candidatesFrom(
  paths: readonly string[],
  flags: FileFlags,
  pin: readonly string[],
  ownFiles: readonly string[],
): Result<Candidates> {
  const maxFileBytes =
    flags.maxFileSize === undefined ? DEFAULT_MAX_FILE_BYTES : parseBytes(flags.maxFileSize);
  if (!Number.isSafeInteger(maxFileBytes) || maxFileBytes < 1) {
    return fail(
      'invalid_option',
      `--max-file-size ${JSON.stringify(flags.maxFileSize)} is not a size such as 500kB or 2MB.`,
    );
  }
  return ok({
    paths,
    include: flags.include ?? [],
    exclude: flags.exclude ?? [],
    pin,
    gitignore: flags.gitignore ?? true,
    maxFileBytes,
    ownFiles,
  });
}

/** `500kB`, `2MB`, `4096`; decimal units. NaN for anything else. */
function parseBytes(typed: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(k|m|g)?b?$/i.exec(typed.trim());
  if (match === null) return Number.NaN;
  const scale = { '': 1, k: 1e3, m: 1e6, g: 1e9 }[(match[2] ?? '').toLowerCase()] ?? Number.NaN;
  return Math.round(Number(match[1]) * scale);
}
