import type { AppendFile } from './disk.ts';

const NEWLINE = 0x0a;

/** A file of lines, and how many bytes of whole lines it has. */
export interface AppendedFile {
  readonly file: AppendFile;
  size: number;
}

/**
 * Of lines that the system did not take as a whole those that it did stay: others may have read them by now. What is
 * left of the next one is taken back.
 * @returns bytes of the whole lines it took, and its error if that is not all; else null
 */
export async function writeLines(
  to: AppendedFile,
  bytes: Buffer,
): Promise<{ readonly whole: number; readonly error: unknown }> {
  let done = 0;
  try {
    while (done < bytes.length) done += await to.file.append(bytes.subarray(done));
    to.size += done;
    return { whole: done, error: null };
  } catch (error) {
    const whole = done === 0 ? 0 : bytes.lastIndexOf(NEWLINE, done - 1) + 1;
    to.size += whole;
    if (done > whole) await to.file.cutTo(to.size).catch(() => undefined);
    return { whole, error };
  }
}

/** How many of the lines lie within the first bytes of all of them. */
export function wholeLines(lines: readonly Buffer[], bytes: number): number {
  let end = 0;
  let count = 0;
  for (const { length } of lines) {
    end += length;
    if (end > bytes) break;
    count++;
  }
  return count;
}
