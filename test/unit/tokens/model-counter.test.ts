import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TokenCounting } from '../../../src/core/facts/model-profile.ts';
import { ESTIMATE_BAND, estimateTokens } from '../../../src/tokens/estimate.ts';
import { createModelCounter, scaleTokens } from '../../../src/tokens/model-counter.ts';
import type { TokenCounters } from '../../../src/tokens/token-counters.ts';

const oneAWord: TokenCounters = (encoding) => ({
  encoding,
  count: (text) => text.split(' ').length,
  countBytes: (bytes) => Buffer.from(bytes).toString().split(' ').length,
});

const exact: TokenCounting = { encoding: 'o200k_base', exact: true, factor: 1, band: 0, basis: null };
const scaled: TokenCounting = { ...exact, exact: false, factor: 1.1, band: 0.12, basis: 'a test' };

describe('tokens times a factor', () => {
  const goldens: readonly (readonly [number, number, number])[] = [
    [100, 1.1, 110],
    [101, 1.1, 112],
    [10, 1.15, 12],
    [100, 1.15, 115],
    [1000, 1.005, 1005],
    [3, 1.000001, 4],
    [0, 1.3, 0],
    [7, 1, 7],
    [1_000_000_000, 1.3, 1_300_000_000],
  ];
  for (const [tokens, factor, expected] of goldens) {
    it(`${tokens} × ${factor} = ${expected}`, () => {
      assert.equal(scaleTokens(tokens, factor), expected);
    });
  }

  it('property: is the least whole number that is not below the product, for factors of two decimals', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.integer({ min: 100, max: 400 }), (tokens, hundredths) => {
        const expected = (BigInt(tokens) * BigInt(hundredths) + 99n) / 100n;
        assert.equal(BigInt(scaleTokens(tokens, hundredths / 100)), expected);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('model counter', () => {
  it('counts by the vocabulary of a model that has one', () => {
    const counter = createModelCounter(exact, oneAWord);
    assert.deepEqual([counter.exact, counter.band, counter.failure], [true, 0, null]);
    assert.equal(counter.count('one two three'), 3);
    assert.equal(counter.countBytes(Buffer.from('one two')), 2);
  });

  it('scales the counts of a model without a public vocabulary, rounded up', () => {
    const counter = createModelCounter(scaled, oneAWord);
    assert.deepEqual([counter.exact, counter.band, counter.encoding], [false, 0.12, 'o200k_base']);
    assert.equal(counter.count('one two three'), 4);
    assert.equal(counter.countBytes(Buffer.from('one two')), 3);
  });

  it('estimates, and says why, when the vocabulary cannot be loaded', () => {
    const text = "don't stop";
    const counter = createModelCounter(scaled, () => {
      throw new Error('o200k.bin is missing');
    });
    assert.equal(counter.exact, false);
    assert.equal(counter.failure, 'o200k.bin is missing');
    assert.ok(counter.band > scaled.band + ESTIMATE_BAND);
    assert.equal(counter.count(text), scaleTokens(estimateTokens(text), 1.1));
    assert.equal(counter.countBytes(Buffer.from(text)), counter.count(text));
  });

  it('is never exact when it estimates', () => {
    const counter = createModelCounter(exact, () => {
      throw new Error('gone');
    });
    assert.deepEqual([counter.exact, counter.band], [false, ESTIMATE_BAND]);
  });
});
