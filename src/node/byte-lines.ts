import type { FileHandle } from 'node:fs/promises';

const NEWLINE = 0x0a;
const CHUNK_BYTES = 262_144;

/** One line of a file. */
export interface ByteLine {
  /** Without the newline; empty when too long. */
  readonly bytes: Buffer;
  /** Byte offset of the line, and that of the next one. */
  readonly start: number;
  readonly end: number;
  readonly tooLong: boolean;
}

const BLANKS: ReadonlySet<number> = new Set([0x09, 0x0d, 0x20]);

/** Whether nothing stands in a line: also the carriage return of an empty line as Windows writes it. */
export function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => BLANKS.has(byte));
}

/**
 * The lines of an open file from an offset on, chunk by chunk: memory is bounded by the longest line allowed. Bytes,
 * not text: offsets can be kept, and a damaged character damages its own line only. Throws the system's error.
 * @param longest bytes; a longer line is told as such, without its content.
 * @param options.unfinished whether a last line without a newline is one, as in files that nobody appends to.
 */
export async function* byteLines(
  file: FileHandle,
  from: number,
  longest: number,
  { unfinished = false }: { readonly unfinished?: boolean } = {},
): AsyncGenerator<readonly ByteLine[], void> {
  let parts: Buffer[] = [];
  let held = 0;
  let start = from;
  let position = from;
  for (;;) {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, position);
    if (bytesRead === 0) {
      if (unfinished && held > 0) {
        const tooLong = held > longest;
        yield [{ bytes: tooLong ? Buffer.alloc(0) : Buffer.concat(parts), start, end: position, tooLong }];
      }
      return;
    }
    const chunk = buffer.subarray(0, bytesRead);
    const lines: ByteLine[] = [];
    let at = 0;
    for (let newline = chunk.indexOf(NEWLINE); newline >= 0; newline = chunk.indexOf(NEWLINE, at)) {
      const last = chunk.subarray(at, newline);
      const tooLong = held + last.length > longest;
      const bytes = tooLong ? Buffer.alloc(0) : held === 0 ? last : Buffer.concat([...parts, last]);
      const end = position + newline + 1;
      lines.push({ bytes, start, end, tooLong });
      parts = [];
      held = 0;
      start = end;
      at = newline + 1;
    }
    if (at < chunk.length) {
      held += chunk.length - at;
      // what is too long already is not kept
      if (held <= longest) parts.push(chunk.subarray(at));
      else parts = [];
    }
    position += bytesRead;
    if (lines.length > 0) yield lines;
  }
}
