import { join } from 'node:path';
import { makePrivateFolder } from '../data-folder.ts';
import type { Disk } from './disk.ts';
import { clockIsTrusted } from './retention.ts';
import { readWhole, writeWhole } from './whole-file.ts';

const FORMAT = 'context-budget-clock';

/**
 * The time for pruning, or null when this clock and that of the last look do not go together. Remembers this look
 * for the next one. Throws the system's error.
 */
export async function trustedTime(store: string, disk: Disk, now: number): Promise<number | null> {
  const path = join(store, 'clock.json');
  const file = await readWhole(path, FORMAT);
  const last = file.found === 'state' && typeof file.state === 'number' ? file.state : null;
  if (makePrivateFolder(store).ok)
    await writeWhole(disk, path, { format: FORMAT, version: 1, revision: 0, state: now });
  return clockIsTrusted(now, last) ? now : null;
}
