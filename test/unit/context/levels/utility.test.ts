import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chunkUtility, LEVEL_UTILITY } from '../../../../src/core/context/levels/utility.ts';

describe('utility of levels', () => {
  it('falls from full to path', () => {
    const { full, outline, path } = LEVEL_UTILITY;
    assert.ok(full === 1 && full > outline && outline > path && path > 0);
  });

  it('property: a larger excerpt of a file is worth more, and less than the file', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 200_000 }),
        fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
        fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
        (fullTokens, sizes, shares) => {
          const [small, large] = sizes
            .map((size) => Math.max(1, Math.floor(size * fullTokens)))
            .sort((a, b) => a - b);
          const [less, more] = [...shares].sort((a, b) => a - b);
          const smaller = chunkUtility({ tokens: small ?? 1, fullTokens, scoreShare: less ?? 0 });
          const larger = chunkUtility({ tokens: large ?? 1, fullTokens, scoreShare: more ?? 0 });
          assert.ok(0 < smaller && smaller <= larger && larger < LEVEL_UTILITY.full);
        },
      ),
    );
  });
});
