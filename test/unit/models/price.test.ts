import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Price } from '../../../src/core/facts/model-profile.ts';
import { costMicroUsd } from '../../../src/core/models/price.ts';

function perToken(input: number, output: number, cached: number | null = null): Price {
  return {
    kind: 'perToken',
    inputUsdPerMillion: input,
    outputUsdPerMillion: output,
    cachedInputUsdPerMillion: cached,
  };
}

describe('the cost of tokens', () => {
  it('is tokens times price in micro-USD', () => {
    assert.equal(costMicroUsd(perToken(1.25, 10), 8000, 1000), 20_000);
    assert.equal(costMicroUsd(perToken(1.25, 10), 0, 0), 0);
  });

  it('is rounded half away from zero, also where binary fractions fall short of the half', () => {
    assert.equal(costMicroUsd(perToken(0.5, 1), 1, 0), 1);
    assert.equal(costMicroUsd(perToken(0.49, 1), 1, 0), 0);
    assert.equal(costMicroUsd(perToken(1.005, 1), 100, 0), 101);
  });

  it('is null, never 0, when the price is included or unknown', () => {
    assert.equal(costMicroUsd({ kind: 'included' }, 1000, 1000), null);
    assert.equal(costMicroUsd({ kind: 'unknown' }, 0, 0), null);
  });

  it('counts cached tokens by their own price, else as others, and never more than there are', () => {
    assert.equal(costMicroUsd(perToken(2, 1, 0.5), 100, 0, 40), 140);
    assert.equal(costMicroUsd(perToken(2, 1), 100, 0, 40), 200);
    assert.equal(costMicroUsd(perToken(2, 1, 0.5), 100, 0, 400), 50);
  });

  it('property: it is a safe integer and never falls when tokens rise', () => {
    const tokens = fc.integer({ min: 0, max: 10_000_000 });
    const usd = fc.double({ min: 0, max: 1000, noNaN: true });
    fc.assert(
      fc.property(tokens, tokens, tokens, usd, usd, (input, output, more, inputPrice, outputPrice) => {
        const cost = costMicroUsd(perToken(inputPrice, outputPrice), input, output);
        const dearer = costMicroUsd(perToken(inputPrice, outputPrice), input + more, output);
        assert.ok(cost !== null && dearer !== null && Number.isSafeInteger(cost) && dearer >= cost);
      }),
      { numRuns: 200 },
    );
  });
});
