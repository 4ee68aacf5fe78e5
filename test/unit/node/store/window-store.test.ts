import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { STORE_VARIABLE } from '../../../../src/node/data-folder.ts';
import { findStore } from '../../../../src/node/store/find-store.ts';
import { windowStore } from '../../../../src/node/store/window-store.ts';

describe('the store of a window', () => {
  const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'context-budget-window-')));
  after(() => rmSync(home, { recursive: true, force: true }));
  const env = { XDG_DATA_HOME: path.join(home, 'data') };
  const [a, b] = [path.join(home, 'a'), path.join(home, 'b')];

  it('is that of its first root, and the one that its terminals find', () => {
    const store = windowStore(a, env);
    assert.equal(store, findStore(a, env, { isRoot: true }));
    assert.notEqual(store, windowStore(b, env));
    assert.equal(findStore('/elsewhere', { ...env, [STORE_VARIABLE]: store }), store);
  });

  it('is its own when it was opened from the terminal of another window', () => {
    const inherited = { ...env, [STORE_VARIABLE]: windowStore(a, env) };
    assert.equal(windowStore(b, inherited), windowStore(b, env));
    assert.equal(windowStore(a, inherited), windowStore(a, env));
  });

  it('is the folder that the user named', () => {
    const named = path.join(home, 'named');
    assert.equal(windowStore(b, { ...env, [STORE_VARIABLE]: named }), named);
  });
});
