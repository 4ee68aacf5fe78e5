import assert from 'node:assert/strict';
import { examine } from '../../../src/engine/examine.ts';
import type { Memory } from '../../../src/engine/memory.ts';
import type { WalkedFile } from '../../../src/node/walk-state.ts';
import { createCountCache } from '../../../src/tokens/count-cache.ts';
import { createModelCounter } from '../../../src/tokens/model-counter.ts';
import { createTokenCounters } from '../../../src/tokens/token-counters.ts';
import { exactBy } from '../../../src/core/facts/model-profile.ts';
import { builtTokenAssets } from '../tokens/built-assets.ts';

const FILE: WalkedFile = {
  id: 'data.bin',
  path: 'data.bin',
  absolutePath: '/w/data.bin',
  size: 10,
  mtimeMs: 1,
  ctimeMs: 1,
  ino: 1,
  userExcluded: false,
};

describe('examining a file', () => {
  it('keeps a file without text out from memory too, however it is asked for', async () => {
    const binary = { reason: 'binary', sha256: null, lines: 0, shownDiffers: false, secrets: [] } as const;
    const memory: Memory = {
      files: { recall: () => binary, remember: () => assert.fail('it was known') },
      counts: createCountCache(),
      salt: '',
      terms: () => assert.fail('not ranked'),
      saveTerms: () => assert.fail('nothing to save'),
      save: () => assert.fail('nothing to save'),
      keepWitness: () => assert.fail('nothing was fitted'),
    };
    const counter = createModelCounter(exactBy('o200k_base'), createTokenCounters(await builtTokenAssets()));
    const read = () => assert.fail('it was not read again');
    const ports = { read, memory, counter, maxFileBytes: 100, terms: null, scanSecrets: () => [] };
    for (const named of [false, true]) {
      for (const pinned of [false, true]) {
        for (const userExcluded of [false, pinned]) {
          const examined = await examine({ ...FILE, userExcluded }, { named, pinned }, ports);
          assert.deepEqual(examined, { facts: binary, tokens: null, maskedTokens: null });
        }
      }
    }
  });
});
