import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  EMPTY_SELECTION,
  isEmptySelection,
  isLeftOut,
  isTicked,
  leaveOut,
  parentOf,
  pin,
  type Selection,
  tick,
} from '../../../src/core/context/selection.ts';

const PATHS = ['a', 'a/b', 'a/b/c.ts', 'a/d.ts', 'e.ts', 'ab.ts', 'a/b/x/y.ts'];
const path = fc.constantFrom('', ...PATHS);
const ticks = fc.array(fc.tuple(path, fc.boolean()), { maxLength: 12 });
const after = (steps: readonly (readonly [string, boolean])[]): Selection =>
  steps.reduce((selection, [at, on]) => tick(selection, at, on), EMPTY_SELECTION);

describe('selection', () => {
  it('ticks a folder with all its files, also ones that come later', () => {
    const selection = tick(EMPTY_SELECTION, 'a', true);
    assert.equal(isTicked(selection, 'a/new.ts'), true);
    assert.equal(isTicked(selection, 'ab.ts'), false);
  });

  it('keeps an exception inside a ticked folder', () => {
    const selection = tick(tick(EMPTY_SELECTION, 'a', true), 'a/b', false);
    assert.deepEqual([isTicked(selection, 'a/d.ts'), isTicked(selection, 'a/b/c.ts')], [true, false]);
  });

  it('forgets the marks below a folder that is ticked anew', () => {
    const selection = tick(tick(tick(EMPTY_SELECTION, 'a', true), 'a/b', false), 'a', true);
    assert.deepEqual(selection.marks, { a: true });
  });

  it('is not fooled by paths named like object members', () => {
    assert.equal(isTicked(EMPTY_SELECTION, 'constructor'), false);
    const proto = tick(tick(EMPTY_SELECTION, '__proto__', true), 'a', true);
    assert.equal(isTicked(tick(proto, 'a', false), '__proto__'), true);
  });

  it('property: the last tick of a path or a folder above it decides', () => {
    fc.assert(
      fc.property(ticks, path, (steps, asked) => {
        const last = steps.findLast(([at]) => at === '' || asked === at || asked.startsWith(`${at}/`));
        assert.equal(isTicked(after(steps), asked), last?.[1] ?? false);
      }),
    );
  });

  it('property: no mark repeats what a folder above it already says', () => {
    fc.assert(
      fc.property(ticks, (steps) => {
        const { marks } = after(steps);
        for (const [at, mark] of Object.entries(marks)) {
          const above = parentOf(at);
          if (above !== undefined) assert.notEqual(isTicked({ ...EMPTY_SELECTION, marks }, above), mark);
        }
      }),
    );
  });

  it('takes the last word between pinning and leaving out', () => {
    const pinned = pin(leaveOut(EMPTY_SELECTION, 'a/d.ts', true), 'a/d.ts', true);
    assert.equal(isLeftOut(pinned, 'a/d.ts'), false);
    const out = leaveOut(pinned, 'a', true);
    assert.deepEqual([out.pinned, isLeftOut(out, 'a/d.ts')], [[], true]);
    assert.equal(isLeftOut(leaveOut(out, 'a', false), 'a/d.ts'), false);
  });

  it('pins once and unpins', () => {
    const twice = pin(pin(EMPTY_SELECTION, 'e.ts', true), 'e.ts', true);
    assert.deepEqual(twice.pinned, ['e.ts']);
    assert.equal(isEmptySelection(twice), false);
    assert.equal(isEmptySelection(pin(twice, 'e.ts', false)), true);
  });
});
