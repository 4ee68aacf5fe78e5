import assert from 'node:assert/strict';
import fc from 'fast-check';
import { percentileOf } from '../../../src/core/facts/decimals.ts';
import { percentilesOf } from '../../../src/core/facts/percentiles.ts';

describe('percentiles of long lists', () => {
  it('are those of the sorted list, whatever its order and however many are equal', () => {
    const anyValues = fc.array(
      fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 40_000 })),
      {
        minLength: 1,
        maxLength: 200,
      },
    );
    fc.assert(
      fc.property(
        anyValues,
        fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 4 }),
        (values, percents) => {
          const before = [...values];
          assert.deepEqual(
            percentilesOf(values, percents),
            percents.map((percent) => percentileOf(values, percent)),
          );
          assert.deepEqual(values, before);
        },
      ),
      { numRuns: 500 },
    );
    assert.throws(() => percentilesOf([], [50]), RangeError);
  });
});
