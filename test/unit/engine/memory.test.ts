import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { exactBy } from '../../../src/core/facts/model-profile.ts';
import { memoryOpener } from '../../../src/engine/memory.ts';
import { folderOf, remove } from './running-engine.ts';

describe('what is kept for the next start', () => {
  it('is written when a save returns, also when an earlier one had begun', async () => {
    const folder = folderOf({});
    const cache = join(folder, 'cache');
    const open = memoryOpener('test');
    const memory = await open(cache, [{ name: 'w', path: folder }]);
    const { encoding } = exactBy('o200k_base');
    for (let n = 0; n < 20_000; n++)
      memory.counts.set(n.toString(16).padStart(64, '0'), encoding, 'shown', n);
    const earlier = memory.save();
    assert.ok((await memory.save()).ok);
    const names = existsSync(cache) ? readdirSync(cache) : [];
    assert.ok(
      names.some((name) => name.endsWith('.counts')),
      names.join(', '),
    );
    assert.ok((await earlier).ok);
    const again = await open(cache, [{ name: 'w', path: folder }]);
    assert.equal(again.counts.size(), 20_000);
    remove(folder);
  });
});
