import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { systemCode } from '../reading-trouble.ts';
import type { Disk } from './disk.ts';

/**
 * A small state in one file that is always replaced as a whole: `{format, version, revision, checksum, state}`.
 * The checksum (CRC-32 of the state's JSON) tells damage that is still JSON.
 */
export type WholeFile =
  | { readonly found: 'missing' }
  | { readonly found: 'state'; readonly version: number; readonly revision: number; readonly state: unknown }
  /** Not what was written; `bytes` as found. */
  | { readonly found: 'damaged'; readonly bytes: Buffer }
  /** The system's error. */
  | { readonly found: 'unreadable'; readonly code: string };

export async function readWhole(path: string, format: string): Promise<WholeFile> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    return code === 'ENOENT' ? { found: 'missing' } : { found: 'unreadable', code };
  }
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof value === 'object' && value !== null) {
      const { format: own, version, revision, checksum, state } = value as Record<string, unknown>;
      const whole =
        own === format &&
        typeof version === 'number' &&
        typeof revision === 'number' &&
        checksum === crc32(JSON.stringify(state));
      if (whole) return { found: 'state', version, revision, state };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { found: 'damaged', bytes };
}

/** Throws the system's error; then the file is as it was. */
export async function writeWhole(
  disk: Disk,
  path: string,
  content: {
    readonly format: string;
    readonly version: number;
    readonly revision: number;
    readonly state: unknown;
  },
): Promise<void> {
  const { format, version, revision, state } = content;
  const json = JSON.stringify(state);
  const head = JSON.stringify({ format, version, revision, checksum: crc32(json) });
  await disk.replace(path, [`${head.slice(0, -1)},"state":${json}}\n`]);
}
