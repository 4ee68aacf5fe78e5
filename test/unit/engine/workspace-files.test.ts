import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Examined } from '../../../src/engine/examine.ts';
import { WorkspaceFiles } from '../../../src/engine/workspace-files.ts';
import { ignoreRules } from '../../../src/node/ignore-rules.ts';
import { FILES, folderOf, remove } from './running-engine.ts';

describe("the workspace's files", () => {
  let folder: string;
  let files: WorkspaceFiles;
  /** Examinations that wait for their answer, in the order in which they began. */
  let waiting: ((tokens: number) => void)[];

  beforeEach(() => {
    folder = folderOf({ 'a.ts': 'a' });
    waiting = [];
    files = new WorkspaceFiles({
      examine: () =>
        new Promise((resolve) => {
          waiting.push((tokens) => resolve(examined(tokens)));
        }),
      changed: () => undefined,
      settled: () => undefined,
      warn: () => undefined,
    });
  });

  afterEach(() => {
    files.close();
    remove(folder);
  });

  const open = () =>
    files.open({
      roots: [{ name: 'root', path: folder }],
      only: [],
      rules: ignoreRules(FILES),
      isOwnFile: () => false,
    });

  it('does not take a count by the encoding before for one by the encoding now', async () => {
    open();
    await until(() => waiting.length === 1);
    files.recount();
    assert.equal(waiting.length, 2, 'it does not wait for the first');
    waiting[1]?.(2);
    await turn();
    waiting[0]?.(1);
    await files.untilSettled();
    assert.equal(files.files.get('a.ts')?.tokens, 2);
  });

  it('is not settled while it looks at what has changed', async () => {
    open();
    await until(() => waiting.length === 1);
    waiting[0]?.(1);
    await files.untilSettled();
    writeFileSync(join(folder, 'b.ts'), 'b');
    void files.refresh([join(folder, 'b.ts')]);
    assert.notEqual(files.progress, null);
    const settled = files.untilSettled();
    await until(() => waiting.length === 2);
    waiting[1]?.(1);
    await settled;
    assert.deepEqual([...files.files.keys()], ['a.ts', 'b.ts']);
  });

  it('forgets what is gone, also when it is opened twice at once', async () => {
    open();
    open();
    await until(() => waiting.length > 0);
    rmSync(join(folder, 'a.ts'));
    await files.refresh([join(folder, 'a.ts')]);
    for (const answer of waiting) answer(1);
    await files.untilSettled();
    assert.deepEqual([...files.files.keys()], []);
  });

  it('forgets what lay in a folder that is gone, and nothing else', async () => {
    for (const path of ['b', 'b/c', 'bc']) mkdirSync(join(folder, path));
    for (const path of ['b/1.ts', 'b/c/2.ts', 'bc/3.ts', 'b.ts']) writeFileSync(join(folder, path), '');
    open();
    await until(() => waiting.length === 5);
    for (const answer of waiting) answer(1);
    await files.untilSettled();
    rmSync(join(folder, 'b'), { recursive: true });
    await files.refresh([join(folder, 'b')]);
    assert.deepEqual([...files.files.keys()].sort(), ['a.ts', 'b.ts', 'bc/3.ts']);
  });

  it('has a file once when a link to it comes later', async () => {
    open();
    await until(() => waiting.length === 1);
    waiting[0]?.(1);
    await files.untilSettled();
    symlinkSync('a.ts', join(folder, 'link.ts'));
    await files.refresh([join(folder, 'link.ts')]);
    assert.deepEqual([...files.files.keys()], ['a.ts']);
  });
});

function examined(tokens: number): Examined {
  return {
    facts: { reason: null, sha256: 'x', lines: 1, shownDiffers: false, secrets: [] },
    tokens,
    maskedTokens: null,
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    assert.ok(tries < 1000, 'it never came');
    await turn();
  }
}
