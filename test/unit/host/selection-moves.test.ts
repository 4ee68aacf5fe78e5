import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LEVELS } from '../../../src/core/context/item.ts';
import {
  askLevel,
  EMPTY_SELECTION,
  isLeftOut,
  isTicked,
  leaveOut,
  levelAsked,
  pin,
  tick,
} from '../../../src/core/context/selection.ts';
import type { Selection } from '../../../src/core/context/selection.ts';
import { added, moved, selectionOf } from '../../../src/host/selection-moves.ts';

const path = fc
  .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join('/'));
const selection = fc
  .array(fc.tuple(fc.constantFrom('tick', 'untick', 'pin', 'out', ...LEVELS), path), { maxLength: 12 })
  .map((steps) =>
    steps.reduce((sum: Selection, [step, at]) => {
      if (step === 'pin') return pin(sum, at, true);
      if (step === 'out') return leaveOut(sum, at, true);
      const level = LEVELS.find((known) => known === step);
      return level === undefined ? tick(sum, at, step === 'tick') : askLevel(sum, at, level);
    }, EMPTY_SELECTION),
  );

describe('a renamed file', () => {
  it('stays ticked, pinned and left out', () => {
    const before = leaveOut(pin(tick(EMPTY_SELECTION, 'a.ts', true), 'b.ts', true), 'c.ts', true);
    const after = moved(moved(moved(before, 'a.ts', 'x/a.ts'), 'b.ts', 'x/b.ts'), 'c.ts', 'x/c.ts');
    assert.ok(isTicked(after, 'x/a.ts'));
    assert.ok(!isTicked(after, 'a.ts'));
    assert.deepEqual(after.pinned, ['x/b.ts']);
    assert.deepEqual(after.leftOut, ['x/c.ts']);
  });

  it('keeps a tick that came from the folder it left, and the lack of one in a ticked folder', () => {
    const inFolder = tick(EMPTY_SELECTION, 'src', true);
    assert.ok(isTicked(moved(inFolder, 'src/a.ts', 'a.ts'), 'a.ts'));
    assert.ok(!isTicked(moved(inFolder, 'b.ts', 'src/b.ts'), 'src/b.ts'));
  });

  it('takes along what was said about files in a renamed folder', () => {
    const before = tick(pin(tick(EMPTY_SELECTION, 'src', true), 'src/a.ts', true), 'src/b.ts', false);
    const after = moved(before, 'src', 'lib');
    assert.ok(isTicked(after, 'lib/a.ts'));
    assert.ok(!isTicked(after, 'lib/b.ts'));
    assert.deepEqual(after.pinned, ['lib/a.ts']);
  });

  it('has the same mark under its new name', () => {
    fc.assert(
      fc.property(selection, path, (before, from) => {
        const after = moved(before, from, 'new/name');
        assert.equal(isTicked(after, 'new/name'), isTicked(before, from));
        assert.equal(isTicked(after, 'new/name/a'), isTicked(before, `${from}/a`));
        assert.equal(after.pinned.includes('new/name'), before.pinned.includes(from));
        assert.equal(after.leftOut.includes('new/name'), before.leftOut.includes(from));
        assert.equal(levelAsked(after, 'new/name'), levelAsked(before, from));
      }),
      { numRuns: 300 },
    );
  });
});

describe('adding to the context', () => {
  it('ticks every added path and takes it back, whatever was said before', () => {
    fc.assert(
      fc.property(selection, fc.array(path, { maxLength: 4 }), (before, paths) => {
        const after = added(before, paths);
        for (const each of paths) {
          assert.ok(isTicked(after, each));
          assert.ok(!isLeftOut(after, each));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of one file in a folder that was left out leaves the others out no longer', () => {
    assert.deepEqual(added(leaveOut(EMPTY_SELECTION, 'src', true), ['src/a.ts']).leftOut, []);
  });
});

describe('what the workspace state gives back', () => {
  it('is a selection when it was one', () => {
    fc.assert(
      fc.property(selection, (value) =>
        assert.deepEqual(selectionOf(JSON.parse(JSON.stringify(value))), value),
      ),
    );
  });

  it('is completed when it was stored before levels could be asked for', () => {
    assert.deepEqual(selectionOf({ marks: { src: true }, pinned: ['a.ts'], leftOut: [] }), {
      marks: { src: true },
      pinned: ['a.ts'],
      leftOut: [],
      levels: {},
    });
  });

  for (const value of [
    null,
    undefined,
    1,
    [],
    {},
    { marks: {}, pinned: [1], leftOut: [] },
    { marks: { a: 'yes' }, pinned: [], leftOut: [] },
    { marks: {}, pinned: [], leftOut: [], levels: { 'a.ts': 'half' } },
    { marks: {}, pinned: [], leftOut: [], levels: null },
  ])
    it(`is none when it is ${JSON.stringify(value)}`, () => assert.equal(selectionOf(value), null));
});
