import assert from 'node:assert/strict';
import fc from 'fast-check';
import { exactCount, readableCount, readableShare } from '../../../src/core/facts/readable-number.ts';

describe('readable numbers', () => {
  it('are as short as a view wants them', () => {
    const written = new Map([
      [0, '0'],
      [950, '950'],
      [999, '999'],
      [1000, '1k'],
      [1234, '1.2k'],
      [24_100, '24.1k'],
      [32_000, '32k'],
      [99_960, '100k'],
      [272_000, '272k'],
      [412_345, '412k'],
      [999_499, '999k'],
      [999_500, '1M'],
      [1_300_000, '1.3M'],
      [1_048_576_000, '1049M'],
      [-1234, '-1.2k'],
    ]);
    for (const [count, text] of written) assert.equal(readableCount(count), text);
  });

  it('never say less for more', () => {
    const size = (text: string): number =>
      Number.parseFloat(text) * (text.endsWith('M') ? 1e6 : text.endsWith('k') ? 1e3 : 1);
    fc.assert(
      fc.property(fc.nat(3_000_000), fc.nat(3_000_000), (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        assert.ok(size(readableCount(less)) <= size(readableCount(more)));
      }),
      { numRuns: 1000 },
    );
  });

  it('are exact in reports', () => {
    assert.deepEqual([0, 999, 1000, 1_204_311].map(exactCount), ['0', '999', '1,000', '1,204,311']);
  });

  it('write shares in whole per cent', () => {
    assert.deepEqual([0, 0.001, 0.844, 1].map(readableShare), ['0 %', '<1 %', '84 %', '100 %']);
  });
});
