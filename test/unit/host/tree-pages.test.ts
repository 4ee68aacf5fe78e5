import assert from 'node:assert/strict';
import type { TreeNode } from '../../../src/host/tree-nodes.ts';
import { type Page, type Redraw, treePages } from '../../../src/host/tree-pages.ts';
import type { TreeEntry } from '../../../src/protocol/tree.ts';

const entry = (path: string, tokens: number, folder = false): TreeEntry => ({
  path,
  name: path.slice(path.lastIndexOf('/') + 1),
  folder,
  ticked: false,
  pinned: false,
  leftOut: false,
  reason: null,
  level: null,
  tokens,
  wholeTokens: tokens,
  counting: false,
  probability: null,
  levelAsked: null,
  files: null,
  absolutePath: null,
});

/** An engine with a few folders, which counts what it is asked. */
function engine() {
  const folders = new Map<string, TreeEntry[]>([
    ['', [entry('src', 3, true), entry('README.md', 5)]],
    ['src', [entry('src/a.ts', 1), entry('src/b.ts', 2)]],
  ]);
  const asked: string[] = [];
  const ask = async (folder: string, limit: number): Promise<Page> => {
    asked.push(folder);
    const all = folders.get(folder) ?? [];
    return { entries: all.slice(0, limit), total: all.length };
  };
  return { folders, ask, asked: () => asked.splice(0) };
}

const paths = (nodes: readonly TreeNode[]): string[] =>
  nodes.map((node) => (node.kind === 'entry' ? node.entry.path : `${node.hidden} more`));
const drawn = (redraw: Redraw): string | string[] => (redraw === 'everything' ? redraw : paths(redraw));

describe('pages of the Context view', () => {
  const opened = async () => {
    const { folders, ask, asked } = engine();
    const pages = treePages(ask);
    await pages.children('');
    await pages.children('src');
    asked();
    return { folders, pages, asked };
  };

  it('redraws nothing when nothing differs', async () => {
    const { pages, asked } = await opened();
    assert.deepEqual(drawn(await pages.changed(null)), []);
    assert.deepEqual(asked(), ['', 'src']);
  });

  it('redraws the one row that differs, and asks only for the folders that hold it', async () => {
    const { folders, pages, asked } = await opened();
    folders.set('', [entry('src', 3, true), entry('README.md', 6)]);
    assert.deepEqual(drawn(await pages.changed(['README.md'])), ['README.md']);
    assert.deepEqual(asked(), ['']);
    const row = pages.node('README.md');
    assert.equal(row?.entry.tokens, 6);
  });

  it('redraws a folder once for itself and all below it, and has its rows ready', async () => {
    const { folders, pages, asked } = await opened();
    folders.set('', [entry('src', 4, true), entry('README.md', 5)]);
    folders.set('src', [entry('src/a.ts', 2), entry('src/b.ts', 2)]);
    assert.deepEqual(drawn(await pages.changed(['src/a.ts'])), ['src']);
    asked();
    const rows = await pages.children('src');
    assert.deepEqual(asked(), [], 'The editor does not wait for the engine.');
    assert.equal(rows[0]?.kind === 'entry' && rows[0].entry.tokens, 2);
    await pages.children('src');
    assert.deepEqual(asked(), ['src'], 'What is ready is given once.');
  });

  it('redraws everything when the top has other rows, a folder when its rows are others', async () => {
    const { folders, pages, asked } = await opened();
    folders.set('src', [entry('src/a.ts', 1)]);
    assert.deepEqual(drawn(await pages.changed(['src/b.ts'])), ['src']);
    folders.set('', [entry('src', 1, true)]);
    assert.deepEqual(drawn(await pages.changed(null)), 'everything');
    asked();
    assert.deepEqual(paths(await pages.children('')), ['src']);
    assert.deepEqual(paths(await pages.children('src')), ['src/a.ts']);
    assert.deepEqual(asked(), []);
  });

  it('forgets what is ready once it is out of date', async () => {
    const { folders, pages, asked } = await opened();
    folders.set('', [entry('src', 1, true)]);
    await pages.changed(null);
    pages.outdated();
    asked();
    await pages.children('');
    assert.deepEqual(asked(), ['']);
  });

  it('does not ask for closed folders until they are opened again', async () => {
    const { folders, pages, asked } = await opened();
    pages.closed('src');
    folders.set('src', [entry('src/a.ts', 7), entry('src/b.ts', 2)]);
    assert.deepEqual(drawn(await pages.changed(['src/a.ts'])), []);
    assert.deepEqual(asked(), ['']);
    pages.opened('src');
    assert.deepEqual(drawn(await pages.changed(['README.md'])), ['src/a.ts']);
  });

  it('shows more of a folder when asked, and forgets a folder that is gone', async () => {
    const { folders, pages, asked } = await opened();
    folders.set(
      'src',
      Array.from({ length: 501 }, (_, n) => entry(`src/${n}.ts`, 1)),
    );
    assert.equal(paths(await pages.children('src')).at(-1), '1 more');
    pages.grow('src');
    assert.equal((await pages.children('src')).length, 501);
    folders.delete('src');
    await pages.changed(null);
    asked();
    await pages.changed(null);
    assert.deepEqual(asked(), ['']);
  });
});
