import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, makePrivateFolder, storeFolder, workspaceKey } from '../../../src/node/data-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe("where the terminal's data lives", () => {
  const home = '/home/me';

  it('follows the XDG folders, their defaults and each system', () => {
    assert.equal(cacheFolder({}, 'linux', home), '/home/me/.cache/context-budget');
    assert.equal(cacheFolder({ XDG_CACHE_HOME: '/c' }, 'linux', home), '/c/context-budget');
    assert.equal(
      cacheFolder({ XDG_CACHE_HOME: 'relative' }, 'linux', home),
      '/home/me/.cache/context-budget',
    );
    assert.equal(cacheFolder({}, 'darwin', home), '/home/me/Library/Caches/context-budget');
    assert.equal(cacheFolder({ LOCALAPPDATA: '/l' }, 'win32', home), '/l/context-budget/Cache');
    const key = workspaceKey('/w');
    assert.equal(
      storeFolder('/w', {}, null, 'linux', home),
      `/home/me/.local/share/context-budget/workspaces/${key}`,
    );
    assert.equal(
      storeFolder('/w', { XDG_DATA_HOME: '/d' }, null, 'linux', home),
      `/d/context-budget/workspaces/${key}`,
    );
    assert.notEqual(key, workspaceKey('/w2'));
  });

  it('is overridden by the environment, and that by the option', () => {
    const env = { CONTEXT_BUDGET_STORE: '/store', XDG_DATA_HOME: '/d', XDG_CACHE_HOME: '/c' };
    assert.equal(storeFolder('/w', env, null, 'linux', home), '/store');
    assert.equal(storeFolder('/w', env, '/mine', 'linux', home), '/mine');
    assert.equal(cacheFolder(env, 'linux', home), '/store/cache');
    assert.equal(
      storeFolder('/w', { CONTEXT_BUDGET_STORE: '' }, null, 'linux', home).includes('workspaces'),
      true,
    );
  });

  it('makes folders that only the user may open, or says why not', () => {
    const folder = temporaryFolder();
    try {
      const inner = join(folder.path, 'a/b');
      assert.ok(makePrivateFolder(inner).ok);
      assert.ok(makePrivateFolder(inner).ok, 'twice');
      if (process.platform !== 'win32') assert.equal(statSync(inner).mode & 0o777, 0o700);
      writeFileSync(join(folder.path, 'file'), '');
      const refused = makePrivateFolder(join(folder.path, 'file/x'));
      assert.ok(!refused.ok);
      assert.equal(refused.error.code, 'write_failed');
      assert.match(refused.error.message, /ENOTDIR.*CONTEXT_BUDGET_STORE/);
      if (process.platform === 'linux') assert.ok(!makePrivateFolder('/proc/context-budget/x').ok);
    } finally {
      folder.remove();
    }
  });
});
