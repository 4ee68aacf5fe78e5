import assert from 'node:assert/strict';
import fc from 'fast-check';
import { namedRoots, pathId, pathOfId } from '../../../src/node/roots.ts';

describe('ids of paths', () => {
  it('property: lead back to the path, with one root and with several', () => {
    const inside = fc.array(fc.constantFrom('a', 'w', 'w-2', 'b.ts'), { minLength: 1, maxLength: 3 });
    const folders = fc.constantFrom(['/x/w'], ['/x/w', '/y/w'], ['/x/w', '/y/w', '/w-2']);
    fc.assert(
      fc.property(folders, fc.nat(2), inside, (paths, at, names) => {
        const roots = namedRoots(paths);
        const root = roots[at % roots.length];
        assert.ok(root !== undefined);
        const id = pathId(root, roots.length > 1, names.join('/'));
        assert.equal(pathOfId(roots, id), `${root.path}/${names.join('/')}`);
      }),
      { numRuns: 300 },
    );
  });

  it('lead to nothing outside of the roots', () => {
    const [one, two] = [namedRoots(['/x/w']), namedRoots(['/x/w', '/y/v'])];
    assert.equal(pathOfId(one, '../secret'), null);
    assert.equal(pathOfId(two, 'w/../../secret'), null);
    assert.equal(pathOfId(two, 'u/a.ts'), null);
    assert.equal(pathOfId(two, 'v'), '/y/v');
    assert.equal(pathOfId([], 'a.ts'), null);
  });
});
