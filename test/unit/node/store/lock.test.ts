import assert from 'node:assert/strict';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ok } from '../../../../src/core/facts/result.ts';
import { takeLock, withLock } from '../../../../src/node/store/lock.ts';
import { type Owner, ownerState, readOwner, thisProcess } from '../../../../src/node/store/owner.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** Beyond what any system gives to a process. */
const NO_PROCESS = 2 ** 30;

describe('the lock of a store', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let path: string;
  const owner = thisProcess();
  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder.path, 'lock');
  });
  afterEach(() => folder.remove());

  it('lets one in at a time', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await setTimeout(2);
      inside--;
      return ok(null);
    };
    await Promise.all(Array.from({ length: 12 }, () => withLock(path, { owner }, work)));
    assert.equal(most, 1);
    assert.ok(!existsSync(path));
  });

  it('is given up when the work throws', async () => {
    await assert.rejects(
      withLock(path, { owner }, async () => {
        throw new RangeError('a bug');
      }),
      RangeError,
    );
    assert.ok(!existsSync(path));
  });

  it('says that the store is busy when it is kept too long', async () => {
    const held = await takeLock(path, { owner });
    assert.ok(held.ok);
    const other = await takeLock(path, { owner, waitMs: 30 });
    assert.ok(!other.ok && other.error.code === 'store_busy');
    held.value.release();
    assert.ok((await takeLock(path, { owner, waitMs: 30 })).ok);
  });

  it('of a process that is gone is taken over at once', async () => {
    writeFileSync(path, JSON.stringify({ token: 'x', ...owner, pid: NO_PROCESS }));
    const taken = await takeLock(path, { owner, waitMs: 500 });
    assert.ok(taken.ok && taken.value.holds());
    taken.value.release();
  });

  it('of a killed maker that wrote nothing into it is taken over after a second', async () => {
    writeFileSync(path, '');
    const taken = await takeLock(path, { owner, waitMs: 3_000 });
    assert.ok(taken.ok);
    taken.value.release();
  });

  it('of somebody elsewhere stays while it shows signs of life, and is taken over when it shows none', async () => {
    const elsewhere = JSON.stringify({ token: 'x', ...owner, place: 'another host' });
    writeFileSync(path, elsewhere);
    const life = setInterval(() => utimesSync(path, new Date(), new Date()), 100);
    const busy = await takeLock(path, { owner, waitMs: 900, leaseMs: 600 });
    clearInterval(life);
    assert.ok(!busy.ok);
    assert.equal(readFileSync(path, 'utf8'), elsewhere);
    const taken = await takeLock(path, { owner, leaseMs: 600 });
    assert.ok(taken.ok);
    taken.value.release();
  });

  it('that was taken over is held no more and not removed by the former holder', async () => {
    const held = await takeLock(path, { owner });
    assert.ok(held.ok);
    writeFileSync(path, JSON.stringify({ token: 'other', ...owner }));
    assert.ok(!held.value.holds());
    held.value.release();
    assert.ok(existsSync(path));
  });

  it('that cannot be made is a failure, not an endless wait', async () => {
    const missing = await takeLock(join(folder.path, 'missing', 'lock'), { owner });
    assert.ok(!missing.ok && missing.error.code === 'write_failed');
  });
});

describe('who wrote something', () => {
  const here = thisProcess();

  it('runs, is gone, or is elsewhere', () => {
    const state = (change: Partial<Owner>): string => ownerState({ ...here, ...change }, here);
    assert.equal(state({}), 'running');
    assert.equal(state({ place: 'another host' }), 'elsewhere');
    assert.equal(state({ boot: 'before the restart' }), 'gone');
    assert.equal(state({ pid: NO_PROCESS }), 'gone');
    // another process that got the same number
    if (process.platform === 'linux') assert.equal(state({ started: '1' }), 'gone');
    assert.equal(state({ pid: process.ppid, started: null }), 'running');
  });

  it('is read from what was written, and nothing else', () => {
    assert.deepEqual(readOwner(JSON.parse(JSON.stringify(here))), here);
    assert.equal(readOwner(null), null);
    assert.equal(readOwner({ place: 'a', pid: -1 }), null);
    assert.deepEqual(readOwner({ place: 'a', pid: 3 }), { place: 'a', boot: null, pid: 3, started: null });
  });
});
