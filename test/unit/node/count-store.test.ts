import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type CountStore, openCountStore, type RememberedFacts } from '../../../src/node/count-store.ts';
import { createCountCache } from '../../../src/tokens/count-cache.ts';
import { temporaryFolder } from './temporary-folder.ts';

const DAY = 86_400_000;
const NOW = 20_000 * DAY;
const SUM = 'a'.repeat(64);
const FACTS: RememberedFacts = { reason: null, sha256: SUM, lines: 3, shownDiffers: false, secrets: [] };
const stamp = (id: string) => ({ id, size: 10, mtimeMs: NOW - DAY + 0.125, ctimeMs: NOW - DAY, ino: 7 });

describe('count store', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let path: string;
  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder.path, 'cache/deep/counts');
  });
  afterEach(() => folder.remove());

  const open = (now = NOW, madeBy = '1.0', scannedBy = '1'): Promise<CountStore> =>
    openCountStore(path, { madeBy, scannedBy, now: () => now });
  const saved = async (store: CountStore): Promise<void> => {
    const result = await store.save(null);
    assert.ok(result.ok);
  };

  it('knows an unchanged file after a restart, and no changed one', async () => {
    const store = await open();
    store.remember(stamp('src/a.ts'), FACTS);
    store.remember(stamp('b.png'), { ...FACTS, reason: 'binary', shownDiffers: true });
    assert.equal(store.hasChanged(), true);
    await saved(store);
    assert.equal(store.hasChanged(), false);
    const again = await open();
    const { reason, sha256, lines, shownDiffers, secrets } = again.recall(stamp('src/a.ts')) ?? {};
    assert.deepEqual({ reason, sha256, lines, shownDiffers, secrets }, FACTS);
    assert.equal(again.recall(stamp('b.png'))?.reason, 'binary');
    assert.equal(again.recall(stamp('b.png'))?.shownDiffers, true);
    assert.equal(again.recall(stamp('other')), undefined);
    for (const change of [{ size: 11 }, { mtimeMs: NOW - DAY }, { ctimeMs: NOW - 1 }, { ino: 8 }]) {
      assert.equal(again.recall({ ...stamp('src/a.ts'), ...change }), undefined, JSON.stringify(change));
    }
    again.forget('src/a.ts');
    assert.equal(again.recall(stamp('src/a.ts')), undefined);
    assert.equal(again.hasChanged(), true);
  });

  it('brings the counts back to the count cache', async () => {
    const counts = createCountCache();
    counts.set(SUM, 'o200k_base', 'shown', 42);
    counts.set(SUM, 'cl100k_base', 'file', 43);
    const store = await open();
    assert.equal(store.savedCounts, undefined);
    assert.ok((await store.save(counts.toJSON())).ok);
    const again = createCountCache((await open()).savedCounts);
    assert.equal(again.get(SUM, 'o200k_base', 'shown'), 42);
    assert.equal(again.get(SUM, 'cl100k_base', 'file'), 43);
    assert.equal(again.size(), 2);
  });

  it('does not trust a file that was modified within two seconds of being read', async () => {
    const store = await open();
    for (const [mtimeMs, ctimeMs] of [
      [NOW - 1_000, NOW - DAY],
      [NOW - DAY, NOW - 1_999],
      [NOW + DAY, NOW - DAY],
    ] as const) {
      store.remember({ ...stamp('a'), mtimeMs, ctimeMs }, FACTS);
      assert.equal(store.recall({ ...stamp('a'), mtimeMs, ctimeMs }), undefined);
    }
    const late = { ...stamp('a'), mtimeMs: NOW - 5_000 };
    store.remember(late, FACTS, NOW - 4_000);
    assert.equal(store.recall(late), undefined, 'read then, remembered now');
    store.remember(late, FACTS);
    assert.ok(store.recall(late));
  });

  it('forgets what was not met for thirty days', async () => {
    const store = await open();
    store.remember(stamp('used'), FACTS);
    store.remember(stamp('unused'), FACTS);
    await saved(store);
    const later = await open(NOW + 20 * DAY);
    assert.ok(later.recall(stamp('used')));
    assert.equal(later.hasChanged(), true);
    await saved(later);
    const last = await open(NOW + 40 * DAY);
    assert.ok(last.recall(stamp('used')));
    assert.equal(last.recall(stamp('unused')), undefined);
  });

  it('keeps its file private and leaves nothing else behind', async () => {
    const store = await open();
    store.remember(stamp('a'), FACTS);
    await Promise.all([store.save(null), store.save(null), store.save(null)]);
    assert.deepEqual(readdirSync(join(folder.path, 'cache/deep')), ['counts']);
    if (process.platform !== 'win32') {
      assert.equal(statSync(path).mode & 0o777, 0o600);
      assert.equal(statSync(join(folder.path, 'cache')).mode & 0o777, 0o700);
    }
  });

  it('keeps where secrets are, and forgets files that another scanner saw, but not their counts', async () => {
    const store = await open();
    const found = { id: '0123456789abcdef', rule: 'jwt', line: 2, from: 9, to: 40 };
    store.remember(stamp('a'), { ...FACTS, secrets: [found] });
    const counts = {
      version: 1,
      counts: [[`${SUM} o200k_base shown`, 5] as const, [`${SUM} o200k_base masked`, 4] as const],
    };
    assert.ok((await store.save(counts)).ok);
    const same = await open();
    assert.deepEqual(same.recall(stamp('a'))?.secrets, [found]);
    assert.equal(same.savedCounts?.counts.length, 2);
    const other = await open(NOW, '1.0', '2');
    assert.equal(other.recall(stamp('a')), undefined);
    assert.deepEqual(other.savedCounts?.counts, [counts.counts[0]]);
  });

  it("starts empty from another build's store, and from anything that is no store", async () => {
    const store = await open();
    store.remember(stamp('a'), FACTS);
    await saved(store);
    assert.equal((await open(NOW, '1.1')).recall(stamp('a')), undefined);
    const good = readFileSync(path, 'utf8');
    const bad = [
      '',
      '\n',
      '{}',
      'null\n',
      good.slice(0, -1),
      good.slice(0, good.length / 2),
      good.replace('"size":[10]', '"size":[11]'),
      good.replace('"version":2', '"version":1'),
      `${good}x`,
      good + good,
      '\0'.repeat(100),
    ];
    for (const text of bad) {
      writeFileSync(path, text);
      const opened = await open();
      assert.equal(opened.recall(stamp('a')), undefined, text.slice(0, 80));
      assert.equal(opened.savedCounts, undefined);
    }
    writeFileSync(path, good);
    truncateSync(path, 300_000_000);
    assert.equal((await open()).recall(stamp('a')), undefined);
    const blocked = await openCountStore(folder.path, { madeBy: '1.0', scannedBy: '1' });
    assert.equal(blocked.recall(stamp('a')), undefined);
  });

  it('property: one damaged byte anywhere empties the store and never throws', async () => {
    const store = await open();
    for (let n = 0; n < 20; n++) store.remember(stamp(`file-${n}`), FACTS);
    await saved(store);
    const good = readFileSync(path);
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (where, change) => {
        const damaged = Buffer.from(good);
        damaged[where] = (damaged[where] ?? 0) ^ change;
        writeFileSync(path, damaged);
        assert.equal((await open()).recall(stamp('file-3')), undefined);
      }),
      { numRuns: 100 },
    );
  });

  it('says what is wrong when it cannot be saved, and can be saved later', async () => {
    writeFileSync(join(folder.path, 'cache'), 'a file in the way');
    const store = await open();
    store.remember(stamp('a'), FACTS);
    const refused = await store.save(null);
    assert.ok(!refused.ok);
    assert.equal(refused.error.code, 'write_failed');
    assert.equal(store.hasChanged(), true);
    const folderInTheWay = await openCountStore(join(folder.path, 'taken'), {
      madeBy: '1.0',
      scannedBy: '1',
      now: () => NOW,
    });
    mkdirSync(join(folder.path, 'taken/x'), { recursive: true });
    folderInTheWay.remember(stamp('a'), FACTS);
    const second = await folderInTheWay.save(null);
    assert.ok(!second.ok && second.error.code === 'write_failed');
    assert.equal(folderInTheWay.hasChanged(), true);
    assert.deepEqual(readdirSync(folder.path).toSorted(), ['cache', 'taken']);
  });
});
