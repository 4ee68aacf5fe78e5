import assert from 'node:assert/strict';
import { shownFirst } from '../../../src/host/shown-first.ts';
import type { AskableStanding } from '../../../src/protocol/models.ts';

const standing = (name: string, enabled: boolean, isReady: boolean): AskableStanding => ({
  id: name,
  name,
  provider: 'someone',
  adapter: 'openai',
  enabled,
  trouble: isReady ? null : { code: 'adapter_missing_key', message: 'Its key is missing.' },
  keyName: null,
  priceKind: 'unknown',
  avgResponseMs: 1000,
  scores: [],
});

describe('host: the order of models', () => {
  it('begins with those that may be asked and can be, then those that only could', () => {
    const names = shownFirst([
      standing('shipped', false, false),
      standing('zeta', true, true),
      standing('off', false, true),
      standing('waiting', true, false),
      standing('alpha', true, true),
    ]).map(({ name }) => name);
    assert.deepEqual(names, ['alpha', 'zeta', 'waiting', 'off', 'shipped']);
  });
});
