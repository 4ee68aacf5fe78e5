import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Gestures } from '../../../../src/core/context/rank/gestures.ts';
import { EDIT_HALF_LIFE_MS, probabilityFromGestures } from '../../../../src/core/context/rank/gestures.ts';

const NOW = 1_750_000_000_000;
const GESTURES: fc.Arbitrary<Gestures> = fc.record(
  {
    pinned: fc.boolean(),
    ticked: fc.boolean(),
    open: fc.boolean(),
    visible: fc.boolean(),
    editedAt: fc.integer({ min: NOW - 10 * EDIT_HALF_LIFE_MS, max: NOW + 1000 }),
  },
  { requiredKeys: [] },
);

describe('probability from gestures', () => {
  it('is .5 when only ticked, 1 when pinned, 0 without any', () => {
    assert.equal(probabilityFromGestures({ ticked: true }, NOW), 0.5);
    assert.equal(probabilityFromGestures({ pinned: true, ticked: false }, NOW), 1);
    assert.equal(probabilityFromGestures({}, NOW), 0);
  });

  it('loses half of what an edit says in half an hour', () => {
    const just = probabilityFromGestures({ editedAt: NOW }, NOW);
    assert.ok(Math.abs(just - 0.3) < 1e-12);
    const later = probabilityFromGestures({ editedAt: NOW - EDIT_HALF_LIFE_MS }, NOW);
    assert.ok(Math.abs(later - 0.15) < 1e-12);
    assert.equal(probabilityFromGestures({ editedAt: Number.NaN }, NOW), 0);
    assert.equal(probabilityFromGestures({ editedAt: NOW + 5000 }, NOW), just);
  });

  it('lies in [0, 1] and never falls by one gesture more', () => {
    const names = fc.constantFrom('pinned', 'ticked', 'open', 'visible');
    fc.assert(
      fc.property(GESTURES, names, (gestures, name) => {
        const before = probabilityFromGestures(gestures, NOW);
        const after = probabilityFromGestures({ ...gestures, [name]: true }, NOW);
        assert.ok(before >= 0 && after <= 1 && after >= before);
      }),
      { numRuns: 500 },
    );
  });

  it('never falls by a later edit', () => {
    fc.assert(
      fc.property(
        GESTURES,
        fc.nat(10 * EDIT_HALF_LIFE_MS),
        fc.nat(10 * EDIT_HALF_LIFE_MS),
        (gestures, a, b) => {
          const at = (ago: number): number =>
            probabilityFromGestures({ ...gestures, editedAt: NOW - ago }, NOW);
          assert.ok(at(Math.min(a, b)) >= at(Math.max(a, b)));
        },
      ),
      { numRuns: 500 },
    );
  });
});
