import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Retention } from '../../../../src/node/store/retention.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { appendAll, DAY, NOON, note, openNotes, quickDisk, story, storyFold, storyIn } from './notes.ts';

const month = { retention: () => ({ days: 30, most: null, keepFrom: null }) };

describe('compaction of the history', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let store: string;
  beforeEach(() => {
    folder = temporaryFolder();
    store = folder.path;
  });
  afterEach(() => folder.remove());

  const segments = (): readonly string[] => readdirSync(join(store, 'records-1')).toSorted();
  /** One closed segment per call. */
  const write = async (...notes: readonly ReturnType<typeof note>[]): Promise<void> => {
    const history = openNotes(store);
    await appendAll(history, notes);
    await history.close();
  };

  it('merges small segments into one and keeps records and order', async () => {
    for (let n = 0; n < 9; n++) await write(note(`b${n}`, NOON), note(`a${n}`, NOON - n));
    const before = await storyIn(store);
    const history = openNotes(store);
    const done = await history.maintain();
    assert.deepEqual(done, {
      ok: true,
      value: { pruned: 0, mergedSegments: 9, setAside: 0, withheld: null },
    });
    assert.equal(segments().length, 1);
    assert.deepEqual(await story(history), before);
    await history.close();
    assert.deepEqual(await storyIn(store), before);
  });

  it('prunes by age only after a second look at about the same time, and keeps what the folds made of it', async () => {
    await write(note('old', NOON - 40 * DAY), note('young', NOON));
    const history = openNotes(store, { ...month, now: () => NOON });
    const first = await history.maintain();
    assert.ok(first.ok && first.value.pruned === 0);
    const second = await history.maintain();
    assert.ok(second.ok && second.value.pruned === 1);
    const replay = await history.replay();
    assert.ok(replay.ok);
    assert.deepEqual(replay.value.checkpoint, {
      count: 1,
      horizon: { note: NOON - 40 * DAY },
      states: { story: { version: 1, state: ['old'] } },
    });
    await replay.value.close();
    assert.deepEqual(await story(history), ['old', 'young']);
    await history.close();
  });

  it('a clock that is set wrong prunes nothing', async () => {
    await write(note('a', NOON));
    for (const now of [NOON, NOON + 900 * DAY, NOON + 1, NOON + 5000 * DAY]) {
      const history = openNotes(store, { ...month, now: () => now });
      const done = await history.maintain();
      assert.ok(done.ok && done.value.pruned === 0, String(now));
      await history.close();
    }
  });

  it('prunes the oldest beyond the largest number, also with a clock that nobody trusts', async () => {
    await write(note('c', 3), note('a', 1), note('b', 2), { ...note('m', 0), kind: 'metric' });
    const retention = (kind: string): Retention => ({
      days: null,
      most: kind === 'note' ? 1 : null,
      keepFrom: null,
    });
    const history = openNotes(store, { retention });
    const done = await history.maintain();
    assert.ok(done.ok && done.value.pruned === 2);
    assert.deepEqual(await story(history), ['a', 'b', 'm', 'c']);
    // an import of what may be in the checkpoint is not counted again
    assert.deepEqual(await history.append(note('a', 1), { imported: true }), { ok: true, value: 'expired' });
    assert.deepEqual(await history.append(note('d', 4), { imported: true }), { ok: true, value: 'written' });
    await history.close();
  });

  it('leaves the segments of running processes alone', async () => {
    const writing = openNotes(store);
    await appendAll(writing, [note('a', 1), note('b', 2)]);
    const other = openNotes(store, { retention: () => ({ days: null, most: 0, keepFrom: null }) });
    const done = await other.maintain();
    assert.ok(done.ok && done.value.pruned === 0);
    await appendAll(writing, [note('c', 3)]);
    assert.deepEqual(await story(other), ['a', 'b', 'c']);
    await writing.close();
    assert.ok((await other.maintain()).ok);
    assert.deepEqual(await story(other), ['a', 'b', 'c']);
    await other.close();
  });

  it('does not prune a state away that it cannot go on from', async () => {
    await write(note('a', 1), note('b', 2));
    const most = { retention: () => ({ days: null, most: 1, keepFrom: null }) };
    const first = openNotes(store, most);
    assert.ok((await first.maintain()).ok);
    await first.close();
    await write(note('c', 3));
    const other = openNotes(store, { ...most, folds: [{ ...storyFold, version: 2 }] });
    const done = await other.maintain();
    assert.ok(done.ok);
    assert.equal(done.value.pruned, 0);
    assert.equal(done.value.withheld?.code, 'store_newer');
    await other.close();
    assert.deepEqual(await storyIn(store), ['a', 'b', 'c']);
  });

  it('reads the copy of a damaged checkpoint, and says it when both are damaged', async () => {
    await write(note('a', 1), note('b', 2));
    const history = openNotes(store, { retention: () => ({ days: null, most: 1, keepFrom: null }) });
    assert.ok((await history.maintain()).ok);
    const checkpoint = join(store, 'records-1', 'checkpoint-000000001.json');
    writeFileSync(checkpoint, readFileSync(checkpoint, 'utf8').replace('"a"', '"x"'));
    assert.deepEqual(await story(history), ['a', 'b']);
    rmSync(`${checkpoint}.copy`);
    const replay = await history.replay();
    assert.ok(replay.ok);
    assert.equal(replay.value.checkpoint, null);
    assert.equal(replay.value.trouble?.code, 'store_unreadable');
    await replay.value.close();
    await history.close();
  });

  it('what compaction replaced counts no more when a killed one left it there', async () => {
    await write(note('a', 1), note('b', 2));
    const [old = ''] = segments();
    copyFileSync(join(store, 'records-1', old), join(folder.path, 'kept'));
    const history = openNotes(store, { retention: () => ({ days: null, most: 1, keepFrom: null }) });
    assert.ok((await history.maintain()).ok);
    copyFileSync(join(folder.path, 'kept'), join(store, 'records-1', old));
    assert.deepEqual(await storyIn(store), ['a', 'b']);
    assert.ok((await history.maintain()).ok);
    assert.equal(segments().includes(old), false);
    await history.close();
  });

  it('another process that has read everything is told nothing twice, and reads on', async () => {
    for (let n = 0; n < 9; n++) await write(note(`n${n}`, n));
    const [one, other] = [
      openNotes(store),
      openNotes(store, { retention: () => ({ days: null, most: 2, keepFrom: null }) }),
    ];
    await one.load();
    const told: string[] = [];
    one.follow(({ records }) => told.push(...records.map(({ id }) => id)));
    assert.ok((await other.maintain()).ok);
    const all = Array.from({ length: 9 }, (_, n) => `n${n}`);
    assert.deepEqual(await story(one), all);
    assert.deepEqual(await story(other), all);
    assert.deepEqual(told, []);
    await appendAll(one, [note('n9', 9)]);
    assert.deepEqual(await story(other), [...all, 'n9']);
    await Promise.all([one.close(), other.close()]);
  });

  it('a replay that was begun is not changed by compaction', async () => {
    for (let n = 0; n < 9; n++) await write(note(`n${n}`, n));
    const history = openNotes(store, { retention: () => ({ days: null, most: 2, keepFrom: null }) });
    const replay = await history.replay();
    assert.ok(replay.ok);
    assert.ok((await history.maintain()).ok);
    let count = 0;
    for await (const batch of replay.value.batches) count += batch.length;
    assert.equal(count, 9);
    await history.close();
  });

  it('sets damaged lines aside, as they are, and keeps all others', async () => {
    await write(note('a', 1), note('b', 2));
    const [name = ''] = segments();
    appendFileSync(join(store, 'records-1', name), Buffer.from([0xff, 0x00, 0x41, 0x0a]));
    const history = openNotes(store);
    await history.load();
    assert.equal(history.status().damagedLines, 1);
    const done = await history.maintain();
    assert.ok(done.ok && done.value.setAside === 1);
    assert.deepEqual(readFileSync(join(store, 'quarantine', name)), Buffer.from([0xff, 0x00, 0x41, 0x0a]));
    assert.equal(history.status().damagedLines, 0);
    assert.deepEqual(await story(history), ['a', 'b']);
    await history.close();
  });

  it('C14.9: folding from the start or from any checkpoint gives the same, in any process; pruning changes none', async () => {
    const step = fc.record({
      at: fc.integer({ min: 0, max: 50 }),
      most: fc.option(fc.nat(6)),
      same: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const place = temporaryFolder();
        try {
          let history = openNotes(place.path, { disk: quickDisk });
          const written: string[] = [];
          for (const [n, { at, most, same }] of steps.entries()) {
            // later ones are newer: what is pruned is the start of the order
            await appendAll(history, [note(`n${n}`, n * 100 + at)]);
            written.push(`n${n}`);
            if (!same) {
              await history.close();
              history = openNotes(place.path, {
                disk: quickDisk,
                retention: () => ({ days: null, most, keepFrom: null }),
              });
            }
            if (most !== null) assert.ok((await history.maintain()).ok);
            assert.deepEqual(await story(history), written);
          }
          await history.close();
          assert.deepEqual(await storyIn(place.path), written);
        } finally {
          place.remove();
        }
      }),
      { numRuns: 100 },
    );
  });
});
