import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { makePrivateFolder } from '../data-folder.ts';
import { quarantineFolder } from './places.ts';
import type { HistoryReader } from './reader.ts';
import type { DamagedLine } from './segment.ts';
import type { StoredRecord } from './stored-record.ts';

/**
 * Copies the damaged and refused lines of segments into the quarantine, as they are, in files named after the
 * segments, before the segments are replaced. @returns how many lines. Throws the system's error.
 */
export async function setAside<R extends StoredRecord>(
  store: string,
  reader: HistoryReader<R>,
  names: Iterable<string>,
): Promise<number> {
  let count = 0;
  const folder = quarantineFolder(store);
  for (const name of names) {
    const segment = reader.segments().get(name);
    if (segment === undefined) continue;
    const lines = [...segment.damaged, ...segment.refused];
    if (lines.length === 0) continue;
    const made = makePrivateFolder(folder);
    if (!made.ok) throw Object.assign(new Error(made.error.message), { code: 'EACCES', syscall: 'mkdir' });
    await copyLines(join(reader.folder(), name), join(folder, name), lines);
    count += lines.length;
  }
  return count;
}

/** Bytes, not text: what is damaged need not be UTF-8. Written anew should an earlier try have been killed. */
async function copyLines(from: string, to: string, lines: readonly DamagedLine[]): Promise<void> {
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'w', 0o600);
    try {
      const buffer = Buffer.allocUnsafe(65_536);
      for (const { start, length } of lines) {
        for (let done = 0; done < length;) {
          const { bytesRead } = await source.read(
            buffer,
            0,
            Math.min(buffer.length, length - done),
            start + done,
          );
          if (bytesRead === 0) break;
          await target.writeFile(buffer.subarray(0, bytesRead));
          done += bytesRead;
        }
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
