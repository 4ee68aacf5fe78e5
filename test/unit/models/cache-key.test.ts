import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cacheKeyText, type CacheKeyParts, promptKeyText } from '../../../src/core/models/cache-key.ts';
import { canonicalJson } from '../../../src/core/models/canonical-json.ts';
import { RULE_PRESETS } from '../../../src/core/models/validate/rule-set.ts';

const PARTS: CacheKeyParts = {
  prompt: 'Price of an H100?',
  packHash: null,
  models: ['b', 'a'],
  category: 'price_extraction',
  qualityThreshold: 0.8,
  costLimitMicroUsd: 1_000_000,
  requestCap: 2000,
  dataType: 'gpu',
  ruleSet: RULE_PRESETS.gpu,
  switches: { a: { search: true, url: 'https://a.example' }, b: {} },
};

describe("the cache's key", () => {
  it('is the same for the same parts in another order', () => {
    const turned = {
      ...PARTS,
      prompt: `  ${PARTS.prompt}\n`,
      models: ['a', 'b'],
      switches: { b: {}, a: { url: 'https://a.example', search: true } },
    };
    assert.equal(cacheKeyText(turned), cacheKeyText(PARTS));
  });

  it('differs with every part, and with the case of the prompt', () => {
    const others: readonly Partial<CacheKeyParts>[] = [
      { prompt: PARTS.prompt.toLowerCase() },
      { packHash: 'x' },
      { models: ['a'] },
      { models: ['a', 'b', 'b'] },
      { category: 'simple_query' },
      { qualityThreshold: 0.81 },
      { costLimitMicroUsd: null },
      { requestCap: 2001 },
      { dataType: null },
      { ruleSet: null },
      { switches: { a: { search: false, url: 'https://a.example' }, b: {} } },
    ];
    const keys = [PARTS, ...others.map((given) => Object.assign({ ...PARTS }, given))].map(cacheKeyText);
    assert.equal(new Set(keys).size, others.length + 1);
  });

  it('finds a prompt whatever else the answer depends on', () => {
    assert.equal(promptKeyText(' a '), promptKeyText('a'));
    assert.notEqual(promptKeyText('A'), promptKeyText('a'));
  });

  it('is JSON that says what it was made from, for any data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value as Parameters<typeof canonicalJson>[0]);
        assert.equal(canonicalJson(JSON.parse(text) as Parameters<typeof canonicalJson>[0]), text);
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 100 },
    );
  });
});
