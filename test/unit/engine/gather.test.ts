import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EMPTY_SELECTION, isTicked, tick } from '../../../src/core/context/selection.ts';
import { attendedOf, ticksByFolder } from '../../../src/engine/gather.ts';

const name = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor');
const path = fc.array(name, { maxLength: 4 }).map((names) => names.join('/'));

describe('what is ticked', () => {
  it('property: is the same asked for one path or for many', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(path, fc.boolean()), { maxLength: 5 }),
        fc.array(path),
        (ticks, asked) => {
          const selection = ticks.reduce((before, [at, on]) => tick(before, at, on), EMPTY_SELECTION);
          const byFolder = ticksByFolder(selection);
          for (const each of [...asked, ...asked])
            assert.equal(byFolder(each), isTicked(selection, each), each);
        },
      ),
    );
  });

  it('is everything, or nothing, where only the whole workspace has a mark', () => {
    assert.ok(ticksByFolder(tick(EMPTY_SELECTION, '', true))('a/b.ts'));
    assert.ok(!ticksByFolder(EMPTY_SELECTION)('a/b.ts'));
  });
});

describe('what the user does with files', () => {
  const attention = {
    open: ['a.ts', 'b.ts'],
    visible: ['a.ts'],
    changed: ['c.ts'],
    problems: ['a.ts'],
    edited: { 'b.ts': 7 },
  };

  it('is put together from all that the editor tells', () => {
    const attended = attendedOf(attention, null);
    assert.deepEqual(attended('a.ts'), { open: true, visible: true, problems: true });
    assert.deepEqual(attended('b.ts'), { open: true, editedAt: 7 });
    assert.deepEqual(attended('c.ts'), { changed: true });
    assert.deepEqual(attended('__proto__'), {});
  });

  it('counts a tick where others than the ticked may be chosen', () => {
    const ticked = attendedOf(attention, tick(EMPTY_SELECTION, 'c.ts', true));
    assert.deepEqual(ticked('c.ts'), { changed: true, ticked: true });
    assert.deepEqual(ticked('a.ts'), { open: true, visible: true, problems: true });
    const all = attendedOf(attention, tick(EMPTY_SELECTION, '', true));
    assert.deepEqual(all('d.ts'), { ticked: true });
    assert.equal(all('d.ts'), all('e.ts'), 'one value for all');
  });
});
