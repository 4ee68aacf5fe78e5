import type { FileHandle } from 'node:fs/promises';
import { byteLines } from '../byte-lines.ts';
import {
  LINE_FORMAT,
  type Line,
  linesWithin,
  LONGEST_LINE_BYTES,
  type Origin,
  readLine,
  type SegmentHeader,
} from './line.ts';

/** How far a segment was read. */
export interface SegmentCursor {
  readonly name: string;
  /** Bytes read: whole lines only. */
  offset: number;
  /** Lines read. */
  line: number;
  header: SegmentHeader | null;
  /** Its writer was done with it. */
  sealed: boolean;
  /** Written by a newer version in a form that this one cannot read. */
  unknownFormat: boolean;
}

export interface FoundRecord {
  readonly value: unknown;
  readonly origin: Origin;
  /** Where its line is in this file. */
  readonly start: number;
  readonly length: number;
}

/** Bytes that are no line of ours. */
export interface DamagedLine {
  readonly start: number;
  readonly length: number;
}

export interface SegmentVisitor {
  record(found: FoundRecord): void;
  damaged(line: DamagedLine): void;
  /** After every chunk; the place to let others work. */
  breathe(): Promise<void>;
}

export function newCursor(name: string): SegmentCursor {
  return { name, offset: 0, line: 0, header: null, sealed: false, unknownFormat: false };
}

/** Reads what was appended since; an unfinished last line is left for later. Throws the system's error. */
export async function readOn(file: FileHandle, cursor: SegmentCursor, visit: SegmentVisitor): Promise<void> {
  for await (const lines of byteLines(file, cursor.offset, LONGEST_LINE_BYTES)) {
    for (const { bytes, start, end } of lines) {
      if (cursor.unknownFormat) return;
      const line = readLine(bytes);
      if (line !== null) take(line, cursor, start, end - start, visit);
      // an empty line holds nothing that could have been lost
      else if (end - start > 1) {
        const saved = linesWithin(bytes);
        for (const each of saved) take(each, cursor, start, end - start, visit);
        visit.damaged({ start, length: end - start });
      }
      cursor.offset = end;
      cursor.line++;
    }
    await visit.breathe();
  }
}

function take(line: Line, cursor: SegmentCursor, start: number, length: number, visit: SegmentVisitor): void {
  if (line.type === 'header') {
    cursor.header = line.header;
    cursor.unknownFormat = line.header.format > LINE_FORMAT;
  } else if (line.type === 'sealed') cursor.sealed = true;
  else {
    const origin = line.origin ?? { segment: cursor.name, line: cursor.line };
    visit.record({ value: line.value, origin, start, length });
  }
}
