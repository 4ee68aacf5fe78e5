import { isUtf8 } from 'node:buffer';
import type { ReadingReason } from '../core/context/reason.ts';

/** As many bytes as git looks at (`buffer_is_binary`). */
const HEAD_BYTES = 8_000;

/**
 * Share of control bytes from which a head without NUL is binary all the same. Texts have none but the white space
 * and escape signs that are not counted; evenly spread bytes have a tenth.
 */
const MOST_CONTROL_BYTES = 0.05;

export type Decoded =
  | { readonly text: string; readonly hadBom: boolean }
  | { readonly reason: Extract<ReadingReason, 'binary' | 'bad_encoding'>; readonly detail: string };

/**
 * The text of a file's bytes, as it is: a byte order mark and the line endings stay. UTF-8, and UTF-16 where a byte
 * order mark says so; anything else is no text that a prompt could show faithfully.
 */
export function decodeText(bytes: Buffer): Decoded {
  const wide = wideEncoding(bytes);
  if (wide === 'utf-32') return badEncoding('is UTF-32: save it as UTF-8');
  if (wide !== null) {
    try {
      return { text: new TextDecoder(wide, { fatal: true, ignoreBOM: true }).decode(bytes), hadBom: true };
    } catch {
      return badEncoding('is not valid UTF-16: save it as UTF-8');
    }
  }
  if (isBinary(bytes.subarray(0, HEAD_BYTES))) return { reason: 'binary', detail: 'is no text' };
  if (!isUtf8(bytes)) return badEncoding('is not valid UTF-8: save it as UTF-8');
  return {
    text: bytes.toString('utf8'),
    hadBom: bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf,
  };
}

function badEncoding(detail: string): Decoded {
  return { reason: 'bad_encoding', detail };
}

function wideEncoding(bytes: Buffer): 'utf-16le' | 'utf-16be' | 'utf-32' | null {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] !== 0xff || bytes[1] !== 0xfe) return null;
  return bytes[2] === 0 && bytes[3] === 0 ? 'utf-32' : 'utf-16le';
}

function isBinary(head: Buffer): boolean {
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) return true;
    // backspace, tab, LF, VT, FF, CR and escape occur in texts (manual pages, logs)
    if (byte < 0x20 && !(byte >= 0x08 && byte <= 0x0d) && byte !== 0x1b) controls++;
  }
  return controls > head.length * MOST_CONTROL_BYTES;
}
