import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Witness } from '../../../src/core/context/witness.ts';
import { witnessStore } from '../../../src/node/witness-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

const HASH = 'a'.repeat(64);

function witness(number: number): Witness {
  return {
    id: `wit_${number.toString(16).padStart(32, '0')}`,
    modelId: null,
    promptHash: HASH,
    packHash: HASH,
    itemIds: ['src/a.ts'],
    confidence: 0.5,
    confidenceBand: 'C',
    tokensUsed: 10,
    framingTokens: 2,
    outputTokens: null,
    strategy: 'optimal',
    createdAt: number,
  };
}

describe('kept witnesses', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let path: string;
  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder.path, 'cache', 'witnesses');
  });
  afterEach(() => folder.remove());

  const numbers = async (most?: number): Promise<number[]> =>
    (await witnessStore(path, most).all()).map(({ createdAt }) => createdAt);
  const keepAll = async (from: number, to: number, most?: number): Promise<void> => {
    const store = witnessStore(path, most);
    for (let number = from; number <= to; number++)
      assert.deepEqual(await store.keep(witness(number)), { ok: true, value: null });
  };

  it('are there again, as they were, for this user only', async () => {
    assert.deepEqual(await witnessStore(path).all(), []);
    await keepAll(1, 3);
    assert.deepEqual(await witnessStore(path).all(), [witness(1), witness(2), witness(3)]);
    assert.equal(statSync(path).mode & 0o777, 0o700);
    assert.equal(statSync(join(path, 'current.jsonl')).mode & 0o777, 0o600);
  });

  it('are the last ones only, and old files go', async () => {
    await keepAll(1, 47, 10);
    assert.deepEqual(await numbers(10), [38, 39, 40, 41, 42, 43, 44, 45, 46, 47]);
    assert.ok(readdirSync(path).length <= 3, readdirSync(path).join());
  });

  it('lose nothing to another window that writes at the same time', async () => {
    const windows = [1_000, 2_000, 3_000].map((start) => ({ start, store: witnessStore(path) }));
    await Promise.all(
      windows.map(async ({ start, store }) => {
        for (let number = 0; number < 60; number++) await store.keep(witness(start + number));
      }),
    );
    assert.equal(new Set(await numbers()).size, 180);
  });

  it('lose none of the last ones while windows close files at the same time', async () => {
    const keep = [1, 2, 3].map(() => witnessStore(path, 20).keep);
    for (let number = 0; number < 90; number += 3)
      await Promise.all(keep.map((each, window) => each(witness(number + window))));
    assert.deepEqual(
      await numbers(20),
      Array.from({ length: 20 }, (_, index) => 70 + index),
    );
  });

  it('survive a line that a crash cut off', async () => {
    await keepAll(1, 3);
    const file = join(path, 'current.jsonl');
    truncateSync(file, statSync(file).size - 30);
    await keepAll(4, 5);
    assert.deepEqual(await numbers(), [1, 2, 4, 5]);
  });

  it('skip what is damaged, and set it aside before its file goes', async () => {
    await keepAll(1, 2, 5);
    const wrong = [
      'not json',
      'null',
      JSON.stringify({ ...witness(9), id: 'wit_9' }),
      JSON.stringify({ ...witness(9), itemIds: [1] }),
      JSON.stringify({ ...witness(9), packHash: '' }),
      JSON.stringify({ ...witness(9), createdAt: 'today' }),
    ];
    appendFileSync(join(path, 'current.jsonl'), `\n${wrong.join('\n')}`);
    assert.deepEqual(await numbers(5), [1, 2]);
    await keepAll(3, 25, 5);
    assert.deepEqual(await numbers(5), [21, 22, 23, 24, 25]);
    assert.deepEqual(readFileSync(join(path, 'damaged.jsonl'), 'utf8'), `${wrong.join('\n')}\n`);
  });

  it('do not pile up damaged lines without end', async () => {
    await keepAll(1, 1, 2);
    writeFileSync(join(path, 'damaged.jsonl'), 'x'.repeat(1_000_000));
    appendFileSync(join(path, 'current.jsonl'), '\nnot json');
    await keepAll(2, 9, 2);
    assert.equal(statSync(join(path, 'damaged.jsonl')).size, 1_000_000);
  });

  it('are refused with a code where they cannot be written', async () => {
    writeFileSync(join(folder.path, 'cache'), '');
    const kept = await witnessStore(path).keep(witness(1));
    assert.equal(kept.ok ? null : kept.error.code, 'write_failed');
    assert.deepEqual(await numbers(), []);
    mkdirSync(join(folder.path, 'other', 'current.jsonl'), { recursive: true });
    const blocked = await witnessStore(join(folder.path, 'other')).keep(witness(1));
    assert.equal(blocked.ok ? null : blocked.error.code, 'write_failed');
  });
});
