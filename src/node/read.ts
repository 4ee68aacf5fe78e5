import { hash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { lineCount, shownText } from '../core/context/render/shown-text.ts';
import type { ReadingReason } from '../core/context/reason.ts';
import { decodeText } from './decode-text.ts';
import { readingTrouble, unusualKind } from './reading-trouble.ts';

/** A megabyte is some 300,000 tokens, more than most windows; larger files are data, not sources. */
export const DEFAULT_MAX_BYTES = 1_000_000;

/** Never more than this is loaded, whatever is asked: a pin overrides the limit above, not the machine's memory. */
export const LARGEST_READABLE_BYTES = 32_000_000;

/** A file as it was at one moment. */
export interface TextFile {
  /** Decoded, otherwise as on disk: a byte order mark and CRs are still there. */
  readonly text: string;
  /** Of the bytes, hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** Epoch ms, with fractions. */
  readonly mtimeMs: number;
  readonly hadBom: boolean;
  readonly hadCr: boolean;
  /** Lines of the text as shown. */
  readonly lines: number;
}

export interface UnreadFile {
  readonly reason: Extract<
    ReadingReason,
    'too_large' | 'binary' | 'bad_encoding' | 'unreadable' | 'vanished'
  >;
  /** A few words that complete "This file …". */
  readonly detail: string;
}

export interface ReadOptions {
  /** Larger files are not opened. Default `DEFAULT_MAX_BYTES`, at most `LARGEST_READABLE_BYTES`. */
  readonly maxBytes?: number;
}

/** Reads a file as text; never throws for what a file or file system can do. */
export type ReadText = (absolutePath: string, options?: ReadOptions) => Promise<TextFile | UnreadFile>;

/** Opens a file as `fs.promises.open` does; a port, so that a test can let a file change between two reads. */
export type OpenFile = (absolutePath: string, flags: number) => Promise<FileHandle>;

/**
 * Links are followed; folders, pipes, sockets and devices are never opened. A file that changes while it is read is
 * read once more, then given up.
 */
export const readText: ReadText = (absolutePath, options) => readTextBy(open, absolutePath, options);

export async function readTextBy(
  openFile: OpenFile,
  absolutePath: string,
  options: ReadOptions = {},
): Promise<TextFile | UnreadFile> {
  const maxBytes = Math.min(options.maxBytes ?? DEFAULT_MAX_BYTES, LARGEST_READABLE_BYTES);
  try {
    const read =
      (await readOnce(openFile, absolutePath, maxBytes)) ??
      (await readOnce(openFile, absolutePath, maxBytes));
    return read ?? { reason: 'unreadable', detail: 'changes while it is read: try again when it is at rest' };
  } catch (error) {
    return readingTrouble(error);
  }
}

/** Null: it changed meanwhile. */
async function readOnce(
  openFile: OpenFile,
  absolutePath: string,
  maxBytes: number,
): Promise<TextFile | UnreadFile | null> {
  const before = await stat(absolutePath);
  if (before.isDirectory()) return { reason: 'unreadable', detail: 'is a folder' };
  if (!before.isFile()) return { reason: 'unreadable', detail: unusualKind(before) };
  if (before.size > maxBytes) {
    return { reason: 'too_large', detail: `has ${before.size} bytes, more than the limit of ${maxBytes}` };
  }
  const bytes = await bytesAt(openFile, absolutePath, before);
  if (bytes === null) return null;
  const decoded = decodeText(bytes);
  if ('reason' in decoded) return decoded;
  return {
    text: decoded.text,
    sha256: hash('sha256', bytes),
    size: before.size,
    mtimeMs: before.mtimeMs,
    hadBom: decoded.hadBom,
    hadCr: decoded.text.includes('\r'),
    lines: lineCount(shownText(decoded.text)),
  };
}

/** Null: not the same file as `before` throughout. */
async function bytesAt(openFile: OpenFile, absolutePath: string, before: Stats): Promise<Buffer | null> {
  // should a pipe have taken the file's place since, opening it does not wait for a writer (no such flag on Windows)
  const file = await openFile(absolutePath, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    // room for one byte more than expected shows that a file grew
    const buffer = Buffer.allocUnsafe(before.size + 1);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    const after = await file.stat();
    const same =
      length === before.size &&
      after.isFile() &&
      after.size === before.size &&
      after.mtimeMs === before.mtimeMs;
    return same ? buffer.subarray(0, length) : null;
  } finally {
    await file.close();
  }
}
