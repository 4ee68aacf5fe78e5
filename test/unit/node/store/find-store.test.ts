import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { storeFolder } from '../../../../src/node/data-folder.ts';
import { findStore, findWorkspace } from '../../../../src/node/store/find-store.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('where the store of a workspace is', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let env: Record<string, string>;
  beforeEach(() => {
    folder = temporaryFolder();
    env = { XDG_DATA_HOME: join(folder.path, 'data'), LOCALAPPDATA: join(folder.path, 'data') };
  });
  afterEach(() => folder.remove());

  const workspace = (...names: readonly string[]): string => {
    const path = join(folder.path, ...names);
    mkdirSync(path, { recursive: true });
    return path;
  };

  it('the option counts before the variable, and the variable before the folder', () => {
    const place = workspace('project');
    const variable = { ...env, CONTEXT_BUDGET_STORE: join(folder.path, 'told') };
    assert.equal(
      findStore(place, variable, { override: join(folder.path, 'own') }),
      join(folder.path, 'own'),
    );
    assert.equal(findStore(place, variable), join(folder.path, 'told'));
    assert.equal(findStore(place, env), storeFolder(place, env));
  });

  it('is the same for a window and a terminal deep in its folder', () => {
    const root = workspace('project');
    const deep = workspace('project', 'src', 'deep');
    const window = findStore(root, env, { isRoot: true });
    mkdirSync(window, { recursive: true });
    assert.equal(findStore(deep, env), window);
    // a window on the inner folder has its own
    assert.equal(findStore(deep, env, { isRoot: true }), storeFolder(deep, env));
  });

  it('without a window it is that of the repository', () => {
    const root = workspace('repository');
    mkdirSync(join(root, '.git'));
    const deep = workspace('repository', 'src');
    assert.equal(findStore(deep, env), storeFolder(root, env));
  });

  it('is one place for a folder and links to it, and for a folder that is not there', function () {
    const root = workspace('project');
    const link = join(folder.path, 'link');
    symlinkSync(root, link, 'junction');
    assert.equal(findStore(link, env, { isRoot: true }), findStore(root, env, { isRoot: true }));
    const missing = join(folder.path, 'missing');
    assert.equal(findStore(missing, env, { isRoot: true }), storeFolder(missing, env));
  });

  it('knows the root of the workspace, wherever its store lies', () => {
    const root = workspace('repository');
    mkdirSync(join(root, '.git'));
    const deep = workspace('repository', 'src');
    const override = join(folder.path, 'own');
    assert.deepEqual(findWorkspace(deep, env), { root, store: storeFolder(root, env) });
    assert.deepEqual(findWorkspace(deep, env, { override }), { root, store: override });
    const variable = { ...env, CONTEXT_BUDGET_STORE: override };
    assert.deepEqual(findWorkspace(deep, variable), { root, store: override });
    assert.deepEqual(findWorkspace(deep, env, { isRoot: true }), {
      root: deep,
      store: storeFolder(deep, env),
    });
    // a window on the inner folder made it a workspace of its own
    mkdirSync(storeFolder(deep, env), { recursive: true });
    assert.equal(findWorkspace(deep, variable).root, deep);
  });
});
