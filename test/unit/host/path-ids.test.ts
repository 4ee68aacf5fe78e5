import assert from 'node:assert/strict';
import fc from 'fast-check';
import { idOfPath, uniqueNames } from '../../../src/host/path-ids.ts';

describe('ids of files', () => {
  const only = [{ name: 'app', path: '/home/me/app' }];
  const two = [...only, { name: 'lib', path: '/home/me/lib' }];

  it('are relative to the only folder', () => {
    assert.equal(idOfPath(only, '/home/me/app/src/a.ts'), 'src/a.ts');
    assert.equal(idOfPath(only, '/home/me/app'), '');
  });

  it('start with the name of the folder when there are several', () => {
    assert.equal(idOfPath(two, '/home/me/lib/src/a.ts'), 'lib/src/a.ts');
    assert.equal(idOfPath(two, '/home/me/lib'), 'lib');
  });

  it('do not exist outside of the folders, nor for a folder whose name only begins the same', () => {
    assert.equal(idOfPath(only, '/home/me/other.ts'), undefined);
    assert.equal(idOfPath(only, '/home/me/app2/a.ts'), undefined);
    assert.equal(idOfPath([], '/a'), undefined);
  });

  it('belong to the innermost of nested folders', () => {
    const nested = [...only, { name: 'core', path: '/home/me/app/core' }];
    assert.equal(idOfPath(nested, '/home/me/app/core/a.ts'), 'core/a.ts');
  });

  it('work for a folder that is the root of a drive', () => {
    assert.equal(idOfPath([{ name: 'c', path: '/c:/' }], '/c:/a/b.ts'), 'a/b.ts');
  });

  it('two folders of one name get two names', () => {
    const named = uniqueNames([
      { name: 'app', path: '/a/app' },
      { name: 'app', path: '/b/app' },
      { name: 'app-2', path: '/c' },
      { name: 'x/y', path: '/d' },
      { name: '', path: '/e' },
    ]);
    assert.deepEqual(
      named.map(({ name }) => name),
      ['app', 'app-2', 'app-2-2', 'x-y', 'root'],
    );
  });

  it('names of folders are unique and hold no slash', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[ab/-]{0,4}$/), { maxLength: 8 }), (names) => {
        const named = uniqueNames(names.map((name, at) => ({ name, path: `/${at}` }))).map(
          ({ name }) => name,
        );
        assert.equal(new Set(named).size, names.length);
        assert.ok(named.every((name) => name !== '' && !name.includes('/')));
      }),
    );
  });
});
