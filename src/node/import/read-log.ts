import { open } from 'node:fs/promises';
import { byteLines, isBlank } from '../byte-lines.ts';
import { breathing } from '../store/breathe.ts';
import type { LogReader } from './claude-session.ts';
import type { LoggedSession, LogHeader } from './logged-session.ts';

/** Pictures lie in the lines as text; anything longer is passed over and counted. */
const LONGEST_LINE_BYTES = 64_000_000;
/** Summaries and snapshots may stand before the first line that names the session. */
const MOST_LINES_BEFORE_HEADER = 200;

/** Null: not a log of the program. Throws the system's error. */
export async function readHeader(
  path: string,
  headerOf: (line: unknown) => LogHeader | null,
): Promise<LogHeader | null> {
  const file = await open(path, 'r');
  try {
    let count = 0;
    for await (const lines of byteLines(file, 0, LONGEST_LINE_BYTES, { unfinished: true })) {
      for (const { bytes } of lines) {
        if (count++ > MOST_LINES_BEFORE_HEADER) return null;
        const line = parse(bytes);
        const header = line === undefined ? null : headerOf(line);
        if (header !== null) return header;
      }
    }
    return null;
  } finally {
    await file.close();
  }
}

/** Reads a whole log; lines that cannot be read are counted and passed over. Throws the system's error. */
export async function readSession(path: string, reader: LogReader): Promise<LoggedSession> {
  const file = await open(path, 'r');
  const breathe = breathing();
  let unreadableLines = 0;
  try {
    for await (const lines of byteLines(file, 0, LONGEST_LINE_BYTES, { unfinished: true })) {
      for (const { bytes, tooLong } of lines) {
        const line = parse(bytes);
        if (line !== undefined) reader.take(line);
        else if (tooLong || !isBlank(bytes)) unreadableLines++;
        await breathe();
      }
    }
    return { events: reader.events(), unreadableLines };
  } finally {
    await file.close();
  }
}

/** Undefined: no JSON, such as a line that was cut off. */
function parse(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
