import { crc32 } from 'node:zlib';
import { readOwner, type Owner } from './owner.ts';

/**
 * A line of a segment: `["checksum","r",{record}]`. The checksum (CRC-32 of what follows its comma, hex) tells a
 * whole line from a torn or damaged one; JSON throughout, so that any tool can read a segment.
 *
 *   ["…","h",{header}]                      first line
 *   ["…","r",{record}]                      a record
 *   ["…","r",{record},"segment",12]         a record that was moved here, with the place it was first written to
 *   ["…","s"]                               nothing follows: its writer is done with it
 */

/** Format of the lines, not of the records in them. */
export const LINE_FORMAT = 1;

/** A record of the largest kind has some KB (spec P7: 2–4); anything longer is damage. */
export const LONGEST_LINE_BYTES = 4_000_000;

/** With the type, so that a list of hashes in a record is no start. */
const START = /\["[0-9a-f]{8}","[hrs]"[,\]]/g;
const MOST_FALSE_STARTS = 8;
const PREFIX_BYTES = 12;

export interface SegmentHeader {
  readonly format: number;
  /** Version of the records. */
  readonly version: number;
  readonly owner: Owner | null;
  /** Of a merged segment only. */
  readonly merged: MergedHeader | null;
}

export interface MergedHeader {
  /** Ascending; the checkpoint of the highest one counts. */
  readonly sequence: number;
  /** Segments that count no more, should they still be there. */
  readonly replaces: readonly string[];
  /** Name of the file with the folds over what was pruned so far; null while nothing was. */
  readonly checkpoint: string | null;
}

/** Where a record was first written: decides the order among records of the same time. */
export interface Origin {
  readonly segment: string;
  readonly line: number;
}

export type Line =
  | { readonly type: 'header'; readonly header: SegmentHeader }
  | { readonly type: 'record'; readonly value: unknown; readonly origin: Origin | null }
  | { readonly type: 'sealed' };

export function headerLine(header: SegmentHeader): string {
  return framed(`"h",${JSON.stringify(header)}]`);
}

export function recordLine(record: unknown, origin: Origin | null = null): string {
  const place = origin === null ? '' : `,${JSON.stringify(origin.segment)},${origin.line}`;
  return framed(`"r",${JSON.stringify(record)}${place}]`);
}

export function sealLine(): string {
  return framed('"s"]');
}

/** Null: not a whole, undamaged line of ours. */
export function readLine(bytes: Buffer): Line | null {
  if (bytes.length <= PREFIX_BYTES || bytes[0] !== 0x5b || bytes[1] !== 0x22) return null;
  const claimed = Number.parseInt(bytes.toString('latin1', 2, 10), 16);
  if (claimed !== crc32(bytes.subarray(PREFIX_BYTES))) return null;
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
  if (!Array.isArray(value)) return null;
  const [, type, content, segment, line] = value as readonly unknown[];
  if (type === 's') return { type: 'sealed' };
  if (type === 'h') return { type: 'header', header: readHeader(content) };
  if (type !== 'r') return null;
  const moved = typeof segment === 'string' && typeof line === 'number';
  return { type: 'record', value: content, origin: moved ? { segment, line } : null };
}

/**
 * What can be saved of damaged bytes: whole lines behind a torn one (a full disk or a crash leaves a start without
 * its end, and the next line follows on it).
 */
export function linesWithin(bytes: Buffer): readonly Line[] {
  const text = bytes.toString('latin1');
  const starts = Array.from(text.matchAll(START), (match) => match.index);
  const saved: Line[] = [];
  for (let index = 0; index < starts.length; index++) {
    // what looks like a start may lie within the record: then the line ends at a later one
    for (let end = index + 1; end <= Math.min(index + MOST_FALSE_STARTS, starts.length); end++) {
      const line = readLine(bytes.subarray(starts[index], starts[end] ?? bytes.length));
      if (line === null) continue;
      saved.push(line);
      index = end - 1;
      break;
    }
  }
  return saved;
}

function framed(rest: string): string {
  return `["${crc32(rest).toString(16).padStart(8, '0')}",${rest}\n`;
}

function readHeader(value: unknown): SegmentHeader {
  const header = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return {
    format: integer(header['format']) ?? 0,
    version: integer(header['version']) ?? 0,
    owner: readOwner(header['owner']),
    merged: readMerged(header['merged']),
  };
}

function readMerged(value: unknown): MergedHeader | null {
  if (typeof value !== 'object' || value === null) return null;
  const { sequence, replaces, checkpoint } = value as Record<string, unknown>;
  const known = integer(sequence);
  if (known === null || !Array.isArray(replaces)) return null;
  return {
    sequence: known,
    replaces: replaces.filter((name) => typeof name === 'string'),
    checkpoint: typeof checkpoint === 'string' ? checkpoint : null,
  };
}

function integer(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
