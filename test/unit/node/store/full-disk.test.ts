import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Disk, systemDisk } from '../../../../src/node/store/disk.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fullDisk } from '../../../fault/full-disk.ts';
import { appendAll, note, openNotes, story, storyIn } from './notes.ts';

describe('a history on a disk that refuses', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let store: string;
  beforeEach(() => {
    folder = temporaryFolder();
    store = join(folder.path, 'store');
  });
  afterEach(() => folder.remove());

  /** A disk that fails with `code` in one of its operations as long as it is told to. */
  const failing = (operation: 'create' | 'append' | 'flush' | 'replace', code: string) => {
    let fails = true;
    const refuse = (): void => {
      if (fails) throw Object.assign(new Error(code), { code, syscall: 'write' });
    };
    const disk: Disk = {
      createForAppend: async (path) => {
        if (operation === 'create') refuse();
        const file = await systemDisk.createForAppend(path);
        return {
          ...file,
          append: async (bytes) => {
            if (operation === 'append') refuse();
            return file.append(bytes);
          },
          flush: async () => {
            if (operation === 'flush') refuse();
            await file.flush();
          },
        };
      },
      replace: async (path, chunks) => {
        if (operation === 'replace') refuse();
        await systemDisk.replace(path, chunks);
      },
      keepNames: (path) => systemDisk.keepNames(path),
    };
    return { disk, mend: () => (fails = false) };
  };

  it('keeps records in memory, tells why, and writes them in order when there is room again', async () => {
    let isFull = true;
    const history = openNotes(store, { disk: fullDisk(() => isFull), retryMs: 20 });
    let told = 0;
    history.onStatus(() => told++);
    assert.deepEqual(await history.append(note('a', 1)), { ok: true, value: 'waiting' });
    assert.deepEqual(await history.append(note('b', 2)), { ok: true, value: 'waiting' });
    const { waiting, failure } = history.status();
    assert.equal(waiting, 2);
    assert.equal(failure?.code, 'write_failed');
    assert.match(failure.message, /the disk is full/);
    assert.ok(told > 0);
    // in memory, they count all the same
    assert.deepEqual(await story(history), ['a', 'b']);
    assert.deepEqual(await storyIn(store), []);
    isFull = false;
    while (history.status().waiting > 0) await setTimeout(5);
    assert.equal(history.status().failure, null);
    await appendAll(history, [note('c', 3)]);
    await history.close();
    assert.deepEqual(await storyIn(store), ['a', 'b', 'c']);
    // nothing is left of the attempts
    const segments = readdirSync(join(store, 'records-1'));
    assert.equal(segments.length, 1);
  });

  it('leaves no torn line where a part was taken', async () => {
    let isFull = false;
    const history = openNotes(store, { disk: fullDisk(() => isFull), retryMs: 60_000 });
    await appendAll(history, [note('a', 1)]);
    isFull = true;
    assert.deepEqual(await history.append(note('b', 2)), { ok: true, value: 'waiting' });
    const [segment = ''] = readdirSync(join(store, 'records-1'));
    assert.ok(readFileSync(join(store, 'records-1', segment), 'utf8').endsWith('\n'));
    isFull = false;
    await history.retry();
    await history.close();
    assert.deepEqual(await storyIn(store), ['a', 'b']);
  });

  it('acknowledges what was taken as a whole: others may have read it', async () => {
    let isFull = false;
    const history = openNotes(store, { disk: fullDisk(() => isFull), retryMs: 60_000 });
    await appendAll(history, [note('a', 1)]);
    isFull = true;
    const answers = await Promise.all(['b', 'c', 'd', 'e'].map((id, n) => history.append(note(id, n + 2))));
    // half of four equal lines
    assert.deepEqual(
      answers.map((answer) => answer.ok && answer.value),
      ['written', 'written', 'waiting', 'waiting'],
    );
    assert.deepEqual(await storyIn(store), ['a', 'b', 'c']);
    isFull = false;
    await history.close();
    assert.deepEqual(await storyIn(store), ['a', 'b', 'c', 'd', 'e']);
  });

  it('closing writes what waits, if it can by then', async () => {
    const { disk, mend } = failing('create', 'EROFS');
    const history = openNotes(store, { disk });
    assert.deepEqual(await history.append(note('a', 1)), { ok: true, value: 'waiting' });
    assert.match(history.status().failure?.message ?? '', /read-only/);
    mend();
    await history.close();
    assert.deepEqual(await storyIn(store), ['a']);
    const refused = failing('append', 'EIO');
    const other = openNotes(store, { disk: refused.disk });
    assert.deepEqual(await other.append(note('b', 2)), { ok: true, value: 'waiting' });
    await other.close();
    assert.deepEqual(await storyIn(store), ['a']);
  });

  it('a disk that does not keep what it took is told; the records are acknowledged all the same', async () => {
    const { disk } = failing('flush', 'EIO');
    const history = openNotes(store, { disk });
    await appendAll(history, [note('a', 1)]);
    while (history.status().failure === null) await setTimeout(20);
    assert.match(history.status().failure?.message ?? '', /EIO/);
    await history.close();
    assert.deepEqual(await storyIn(store), ['a']);
  });

  it('drops the oldest when too many wait, and counts them', async () => {
    const { disk, mend } = failing('append', 'EDQUOT');
    const history = openNotes(store, { disk });
    await Promise.all(Array.from({ length: 10_005 }, (_, n) => history.append(note(`n${n}`, n))));
    const { waiting, dropped } = history.status();
    assert.deepEqual({ waiting, dropped }, { waiting: 10_000, dropped: 5 });
    mend();
    await history.close();
    const kept = await storyIn(store);
    assert.equal(kept.length, 10_000);
    assert.equal(kept[0], 'n5');
  });

  it('a folder that cannot be made is a disk that refuses', async () => {
    writeFileSync(join(folder.path, 'file'), '');
    const history = openNotes(join(folder.path, 'file', 'store'));
    assert.deepEqual(await history.append(note('a', 1)), { ok: true, value: 'waiting' });
    assert.equal(history.status().failure?.code, 'write_failed');
    const maintained = await history.maintain();
    assert.ok(!maintained.ok && maintained.error.code === 'store_unreadable');
    const cleared = await history.clear();
    assert.ok(!cleared.ok && cleared.error.code === 'write_failed');
    assert.ok(!(await history.load()).ok);
    assert.ok(!(await history.replay()).ok);
    await history.close();
  });

  it('compaction that the disk refuses changes nothing', async () => {
    for (let n = 0; n < 9; n++) {
      const history = openNotes(store);
      await appendAll(history, [note(`n${n}`, n)]);
      await history.close();
    }
    const { disk, mend } = failing('replace', 'ENOSPC');
    const history = openNotes(store, {
      disk,
      retention: () => ({ days: null, most: 2, keepFrom: null }),
    });
    const refused = await history.maintain();
    assert.ok(!refused.ok && refused.error.code === 'write_failed');
    assert.equal((await story(history)).length, 9);
    mend();
    const done = await history.maintain();
    assert.ok(done.ok && done.value.pruned === 7);
    assert.equal((await story(history)).length, 9);
    await history.close();
  });

  it('what is appended while a write settles is written at once too', async () => {
    const history = openNotes(store);
    await history.load();
    const written: Promise<unknown>[] = [];
    history.follow(({ records }) => {
      const [first] = records;
      if (first !== undefined && first.at < 5)
        written.push(history.append(note(`n${first.at + 1}`, first.at + 1)));
    });
    await appendAll(history, [note('n0', 0)]);
    for (let n = 0; n < written.length; n++) await written[n];
    assert.equal(written.length, 5);
    assert.deepEqual(await story(history), ['n0', 'n1', 'n2', 'n3', 'n4', 'n5']);
    await history.close();
  });

  it('a store that this user may not read is told', async function () {
    // root may read anything
    if (process.getuid?.() === 0 || process.platform === 'win32') {
      mkdirSync(store);
      writeFileSync(join(store, 'records-1'), 'a file in place of the folder');
    } else {
      mkdirSync(join(store, 'records-1'), { recursive: true });
      chmodSync(join(store, 'records-1'), 0);
    }
    const history = openNotes(store);
    const loaded = await history.load();
    assert.ok(!loaded.ok && loaded.error.code === 'store_unreadable');
    if (process.platform !== 'win32' && process.getuid?.() !== 0) chmodSync(join(store, 'records-1'), 0o700);
  });
});
