import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { temporaryFolder } from '../temporary-folder.ts';
import { appendAll, NOON, note, type Note, openNotes, quickDisk, story, storyIn } from './notes.ts';

describe('the history of a workspace', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let store: string;
  beforeEach(() => {
    folder = temporaryFolder();
    store = join(folder.path, 'store');
  });
  afterEach(() => folder.remove());

  it('gives back what was recorded, in the order of time, and makes nothing before the first record', async () => {
    const history = openNotes(store);
    assert.ok((await history.load()).ok);
    assert.deepEqual(await story(history), []);
    assert.ok(!existsSync(store));
    await appendAll(history, [note('b', NOON + 2), note('a', NOON + 1), note('c', NOON + 3)]);
    assert.deepEqual(await story(history), ['a', 'b', 'c']);
    await history.close();
    assert.deepEqual(await storyIn(store), ['a', 'b', 'c']);
    if (process.platform !== 'win32') {
      assert.equal(statSync(store).mode & 0o777, 0o700);
      const segment = readdirSync(join(store, 'records-1'))[0] ?? '';
      assert.equal(statSync(join(store, 'records-1', segment)).mode & 0o777, 0o600);
    }
  });

  it('counts an id once, whoever writes it and however often', async () => {
    const [one, other] = [openNotes(store), openNotes(store)];
    await appendAll(one, [note('a')]);
    assert.deepEqual(await one.append(note('a')), { ok: true, value: 'known' });
    await appendAll(other, [note('a'), note('b')]);
    assert.deepEqual(await story(one), ['a', 'b']);
    await Promise.all([one.close(), other.close()]);
    assert.deepEqual(await storyIn(store), ['a', 'b']);
  });

  it('refuses what is no record, with the code of the check', async () => {
    const history = openNotes(store);
    const refused = await history.append({ id: 'a', at: 1 } as unknown as Note);
    assert.ok(!refused.ok);
    assert.equal(refused.error.code, 'invalid_value');
    await history.close();
    assert.ok(!existsSync(store));
  });

  it("tells another process's records within a second, its own at once, each once", async () => {
    const [one, other] = [openNotes(store), openNotes(store)];
    const told: string[] = [];
    await one.load();
    await other.load();
    one.follow(({ records }) => told.push(...records.map(({ id }) => id)));
    await appendAll(one, [note('mine')]);
    assert.deepEqual(told, ['mine']);
    await appendAll(other, [note('theirs')]);
    const since = performance.now();
    while (!told.includes('theirs') && performance.now() - since < 5_000) await setTimeout(10);
    await setTimeout(100);
    assert.deepEqual(told, ['mine', 'theirs']);
    await Promise.all([one.close(), other.close()]);
  });

  it('also notices by looking alone, where the system tells no changes', async () => {
    mkdirSync(store);
    const [one, other] = [openNotes(store, { pollMs: 50 }), openNotes(store)];
    await one.load();
    const told: Note[] = [];
    one.follow(({ records }) => told.push(...records));
    // nobody can watch a folder that is made later, deep in the store
    await appendAll(other, [note('a')]);
    await appendAll(other, [note('b')]);
    const since = performance.now();
    while (told.length < 2 && performance.now() - since < 5_000) await setTimeout(10);
    assert.equal(told.length, 2);
    await Promise.all([one.close(), other.close()]);
  });

  it('clears for every process in one step, and goes on', async () => {
    const [one, other] = [openNotes(store, { pollMs: 50 }), openNotes(store, { pollMs: 50 })];
    await appendAll(one, [note('a')]);
    await appendAll(other, [note('b')]);
    await other.load();
    let cleared = 0;
    other.follow((news) => (cleared += Number(news.cleared)));
    assert.ok((await one.clear()).ok);
    assert.deepEqual(await story(one), []);
    // a record that is acknowledged after the clearing stays, though the other one has not noticed it yet
    await appendAll(other, [note('c')]);
    assert.deepEqual(await story(one), ['c']);
    assert.deepEqual(await story(other), ['c']);
    assert.equal(cleared, 1);
    assert.ok((await other.clear()).ok);
    await appendAll(one, [note('d')]);
    await Promise.all([one.close(), other.close()]);
    assert.deepEqual(await storyIn(store), ['d']);
    assert.deepEqual(
      readdirSync(store).filter((name) => name.startsWith('records')),
      ['records-3'],
    );
  });

  it('writes on when its segment is removed under it', async () => {
    const history = openNotes(store);
    await appendAll(history, [note('a')]);
    rmSync(store, { recursive: true });
    await appendAll(history, [note('b')]);
    await history.close();
    assert.deepEqual(await storyIn(store), ['b']);
  });

  it('filters by kind and time', async () => {
    const history = openNotes(store);
    await appendAll(history, [note('a', 1), note('b', 2), { ...note('m', 2), kind: 'metric' }, note('c', 3)]);
    const ids = async (filter: Parameters<typeof history.replay>[0]): Promise<readonly string[]> => {
      const replay = await history.replay(filter);
      assert.ok(replay.ok);
      const found: string[] = [];
      for await (const batch of replay.value.batches) found.push(...batch.map(({ id }) => id));
      return found;
    };
    assert.deepEqual(await ids({ since: 2, until: 3, kinds: new Set(['note']) }), ['b']);
    assert.deepEqual(await ids({ kinds: new Set(['metric']) }), ['m']);
    const closedEarly = await history.replay();
    assert.ok(closedEarly.ok);
    await closedEarly.value.close();
    await history.close();
  });

  it('keeps the order of a clock that jumps back, and of equal times the order of writing', async () => {
    const history = openNotes(store);
    for (const [id, at] of [
      ['a', 5],
      ['b', 9],
      ['c', 1],
      ['d', 5],
      ['e', 5],
    ] as const)
      await appendAll(history, [note(id, at)]);
    assert.deepEqual(await story(history), ['c', 'a', 'd', 'e', 'b']);
    await history.close();
  });

  it('begins another segment when one is large, and reads all of them', async () => {
    const history = openNotes(store);
    const text = 'x'.repeat(100_000);
    const notes = Array.from({ length: 90 }, (_, n) =>
      note(`n${String(n).padStart(3, '0')}`, NOON + n, text),
    );
    for (const each of notes) await appendAll(history, [each]);
    await history.close();
    assert.equal(readdirSync(join(store, 'records-1')).length, 3);
    assert.deepEqual(
      await storyIn(store),
      notes.map(({ id }) => id),
    );
  });

  it('P14.6: reading gives back what was recorded, whatever the order and the segment it was written to', async () => {
    const anyNote = fc.record({ at: fc.integer({ min: 0, max: 20 }), text: fc.string(), writer: fc.nat(2) });
    await fc.assert(
      fc.asyncProperty(fc.array(anyNote, { maxLength: 30 }), async (drawn) => {
        const place = temporaryFolder();
        try {
          const writers = Array.from({ length: 3 }, () => openNotes(place.path, { disk: quickDisk }));
          const notes = drawn.map(({ at, text }, n) => note(`n${n}`, at, text));
          await Promise.all(
            writers.map((writer, w) =>
              appendAll(
                writer,
                notes.filter((_, n) => drawn[n]?.writer === w),
              ),
            ),
          );
          await Promise.all(writers.map((writer) => writer.close()));
          const reader = openNotes(place.path);
          const replay = await reader.replay();
          assert.ok(replay.ok);
          const found: Note[] = [];
          for await (const batch of replay.value.batches) found.push(...batch);
          const byId = (left: Note, right: Note): number => (left.id < right.id ? -1 : 1);
          assert.deepEqual(found.toSorted(byId), notes.toSorted(byId));
          assert.deepEqual(
            found.map(({ at }) => at),
            notes.map(({ at }) => at).sort((left, right) => left - right),
          );
          await reader.close();
        } finally {
          place.remove();
        }
      }),
      { numRuns: 100 },
    );
  });
});
