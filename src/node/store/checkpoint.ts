import { join } from 'node:path';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import type { Disk } from './disk.ts';
import type { Checkpoint } from './stored-record.ts';
import { readWhole, writeWhole } from './whole-file.ts';

const FORMAT = 'context-budget-checkpoint';
const VERSION = 1;

/** Twice: what was pruned is nowhere else. Throws the system's error. */
export async function writeCheckpoint(
  disk: Disk,
  folder: string,
  name: string,
  checkpoint: Checkpoint,
): Promise<void> {
  const content = { format: FORMAT, version: VERSION, revision: 0, state: checkpoint };
  await writeWhole(disk, join(folder, copyOf(name)), content);
  await writeWhole(disk, join(folder, name), content);
}

export function copyOf(name: string): string {
  return `${name}.copy`;
}

/** Fails with `store_newer` for one of a newer version, with `store_unreadable` for one that is damaged or gone. */
export async function readCheckpoint(folder: string, name: string): Promise<Result<Checkpoint>> {
  const path = join(folder, name);
  let file = await readWhole(path, FORMAT);
  if (file.found !== 'state') {
    const copy = await readWhole(join(folder, copyOf(name)), FORMAT);
    if (copy.found === 'state') file = copy;
  }
  if (file.found === 'state' && file.version > VERSION) {
    const advice = 'Update Context Budget to read it.';
    return fail('store_newer', `${path} was written by a newer version. ${advice}`, { path });
  }
  const checkpoint = file.found === 'state' ? readState(file.state) : null;
  if (checkpoint !== null) return ok(checkpoint);
  const found = file.found === 'unreadable' ? file.code : file.found;
  const lost = 'What it kept of records that were pruned is lost; the records that are left are whole.';
  return fail('store_unreadable', `${path} is ${found}. ${lost}`, { path, found });
}

function readState(value: unknown): Checkpoint | null {
  if (typeof value !== 'object' || value === null) return null;
  const { count, horizon, states } = value as Record<string, unknown>;
  if (typeof count !== 'number' || typeof horizon !== 'object' || typeof states !== 'object') return null;
  return horizon === null || states === null ? null : (value as Checkpoint);
}
