import { rename, writeFile } from 'node:fs/promises';
import { fail, ok, type Result } from '../../../../src/core/facts/result.ts';
import { type Disk, systemDisk } from '../../../../src/node/store/disk.ts';
import { type History, type HistoryOptions, openHistory } from '../../../../src/node/store/history.ts';
import type { Fold, RecordSchema } from '../../../../src/node/store/stored-record.ts';

/** Records for tests. */
export interface Note {
  readonly id: string;
  readonly kind: 'note' | 'metric';
  readonly at: number;
  readonly text: string;
}

export const DAY = 86_400_000;
/** 2026-11-20, noon UTC. */
export const NOON = 1_795_176_000_000;

/** Never waits for the disk: for tests that make hundreds of stores. */
export const quickDisk: Disk = {
  createForAppend: async (path) => ({ ...(await systemDisk.createForAppend(path)), flush: async () => {} }),
  replace: async (path, chunks) => {
    await writeFile(`${path}.new`, chunks);
    await rename(`${path}.new`, path);
  },
  keepNames: async () => {},
};

export const noteSchema: RecordSchema<Note> = { version: 1, check: checkNote };

function checkNote(value: unknown): Result<Note> {
  const { id, kind, at, text } = (value ?? {}) as Partial<Note>;
  if (typeof id !== 'string' || typeof at !== 'number' || typeof text !== 'string')
    return fail('invalid_value', 'not a note');
  if (kind !== 'note' && kind !== 'metric') return fail('invalid_value', 'no kind of note');
  return ok(value as Note);
}

export function note(id: string, at = NOON, text = `text of ${id}`): Note {
  return { id, kind: 'note', at, text };
}

/** Counts and concatenates: tells records that are missing, doubled or out of order. */
export const storyFold: Fold<Note> = {
  name: 'story',
  version: 1,
  begin: (state) => {
    const ids = [...((state ?? []) as string[])];
    return { take: ({ id }) => void ids.push(id), end: () => ids };
  },
};

export function openNotes(store: string, more: Partial<HistoryOptions<Note>> = {}): History<Note> {
  return openHistory({
    store,
    schema: noteSchema,
    folds: [storyFold],
    retention: () => ({ days: null, most: null, keepFrom: null }),
    ...more,
  });
}

/** All ids: those folded into the checkpoint, then those of the records. */
export async function story(history: History<Note>): Promise<readonly string[]> {
  const replay = await history.replay();
  if (!replay.ok) throw new Error(replay.error.message);
  const ids = [...((replay.value.checkpoint?.states['story']?.state ?? []) as string[])];
  for await (const batch of replay.value.batches) for (const { id } of batch) ids.push(id);
  return ids;
}

/** Opens, reads all and closes. */
export async function storyIn(
  store: string,
  more: Partial<HistoryOptions<Note>> = {},
): Promise<readonly string[]> {
  const history = openNotes(store, more);
  try {
    return await story(history);
  } finally {
    await history.close();
  }
}

export async function appendAll(history: History<Note>, notes: readonly Note[]): Promise<void> {
  for (const answer of await Promise.all(notes.map((each) => history.append(each))))
    if (!answer.ok || answer.value !== 'written') throw new Error(JSON.stringify(answer));
}
