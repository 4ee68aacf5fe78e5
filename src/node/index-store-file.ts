import { createHash } from 'node:crypto';
import { type FileTerms, isFileTerms } from '../core/context/rank/file-terms.ts';

/**
 * One part of the index store: four numbers that say what it is, a head in JSON (who made it, the hashes of the
 * contents, and how long the array of each is), the arrays as they lie in memory, and the SHA-256 of everything
 * above. A part that was cut short, damaged or made by another machine or build is told from a good one.
 */

/** "CBIX" as the machine that wrote it reads numbers: another byte order does not match. */
const MAGIC = 0x43_42_49_58;
/** Raised when the arrays or this file change their form. */
const VERSION = 1;
const NUMBER_BYTES = 4;
const START_BYTES = 4 * NUMBER_BYTES;
const SUM_BYTES = 32;
const SHA256 = /^[0-9a-f]{64}$/;

export type Contents = ReadonlyMap<string, FileTerms>;

/** The bytes to write, in pieces. */
export function* partBytes(madeBy: string, contents: Contents): Generator<Uint8Array, void, void> {
  const sum = createHash('sha256');
  const summed = (bytes: Uint8Array): Uint8Array => {
    sum.update(bytes);
    return bytes;
  };
  const head = Buffer.from(
    JSON.stringify({
      madeBy,
      sha256: [...contents.keys()],
      lengths: Array.from(contents.values(), ({ length }) => length),
    }),
  );
  const padded = Buffer.alloc(Math.ceil(head.length / NUMBER_BYTES) * NUMBER_BYTES, ' ');
  head.copy(padded);
  yield summed(bytesOf(Uint32Array.of(MAGIC, VERSION, padded.length, 0)));
  yield summed(padded);
  for (const terms of contents.values()) yield summed(bytesOf(terms));
  yield sum.digest();
}

/** What a part holds, as views on its bytes; null when it is not whole, of another form, or by another build. */
export function readPart(bytes: Buffer, madeBy: string): Map<string, FileTerms> | null {
  const end = bytes.length - SUM_BYTES;
  if (end < START_BYTES || end % NUMBER_BYTES !== 0) return null;
  const sum = createHash('sha256').update(bytes.subarray(0, end)).digest();
  if (!sum.equals(bytes.subarray(end))) return null;
  const numbers = numbersOf(bytes, end);
  const [magic, version, headBytes = 0] = numbers;
  if (magic !== MAGIC || version !== VERSION) return null;
  const head = parsed(bytes.subarray(START_BYTES, START_BYTES + headBytes).toString('utf8'));
  if (field(head, 'madeBy') !== madeBy) return null;
  const [hashes, lengths] = [field(head, 'sha256'), field(head, 'lengths')];
  if (!Array.isArray(hashes) || !Array.isArray(lengths)) return null;
  const contents = new Map<string, FileTerms>();
  let at = (START_BYTES + headBytes) / NUMBER_BYTES;
  for (const [place, hash] of hashes.entries()) {
    const length = Number(lengths[place]);
    if (typeof hash !== 'string' || !SHA256.test(hash) || !Number.isSafeInteger(length)) return null;
    const terms = numbers.subarray(at, at + length);
    if (terms.length !== length || !isFileTerms(terms)) return null;
    contents.set(hash, terms);
    at += length;
  }
  return contents;
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** A view where the bytes lie so that there can be one, else a copy. */
function numbersOf(bytes: Buffer, end: number): Uint32Array {
  const aligned = bytes.byteOffset % NUMBER_BYTES === 0 ? bytes : new Uint8Array(bytes);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, end / NUMBER_BYTES);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
