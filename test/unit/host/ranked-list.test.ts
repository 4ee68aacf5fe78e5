import assert from 'node:assert/strict';
import fc from 'fast-check';
import { arrangedPages } from '../../../src/host/arranged-pages.ts';
import { rankedLabels } from '../../../src/host/ranked-rows.ts';
import type { TreeNode } from '../../../src/host/tree-nodes.ts';
import { treePages } from '../../../src/host/tree-pages.ts';
import type { TreeEntry } from '../../../src/protocol/tree.ts';

const entry = (path: string, probability: number | null = null, folder = false): TreeEntry => ({
  path,
  name: path.slice(path.lastIndexOf('/') + 1),
  folder,
  ticked: false,
  pinned: false,
  leftOut: false,
  reason: null,
  level: null,
  tokens: 1,
  wholeTokens: 1,
  counting: false,
  probability,
  levelAsked: null,
  files: null,
  absolutePath: null,
});

const labels = (paths: readonly string[]) => rankedLabels(paths.map((path) => entry(path)));

describe('names in a list without folders', () => {
  it('are the file’s own, with as much of the path as tells namesakes apart', () => {
    assert.deepEqual(labels(['src/a.ts', 'src/core/b.ts']), ['a.ts', 'b.ts']);
    assert.deepEqual(labels(['app/index.ts', 'lib/index.ts']), ['app/index.ts', 'lib/index.ts']);
    assert.deepEqual(labels(['a/x/index.ts', 'b/x/index.ts', 'c/y/index.ts']), [
      'a/x/index.ts',
      'b/x/index.ts',
      'y/index.ts',
    ]);
    assert.deepEqual(labels(['index.ts', 'lib/index.ts']), ['index.ts', 'lib/index.ts']);
    assert.deepEqual(labels(['untitled:Untitled-1']), ['Untitled-1']);
  });

  it('differ whenever the paths do, and end the path', () => {
    const path = fc
      .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 30 }), (paths) => {
        const names = labels(paths);
        assert.equal(new Set(names).size, paths.length);
        names.forEach((name, at) => assert.ok(paths[at]?.endsWith(name)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the Context view with a task', () => {
  const shown = (rows: readonly TreeNode[]): string[] =>
    rows.map((row) => (row.kind === 'entry' ? (row.label ?? row.entry.name) : `${row.hidden} more`));

  function engine() {
    const tree = [entry('app', null, true), entry('lib', null, true)];
    let ranked = [entry('app/index.ts', 0.9), entry('lib/index.ts', 0.8), entry('lib/b.ts', 0.1)];
    const asked: string[] = [];
    const pages = arrangedPages(
      treePages(async (folder) => {
        asked.push(`tree ${folder}`);
        return { entries: folder === '' ? tree : [], total: folder === '' ? tree.length : 0 };
      }),
      treePages(async (_, limit) => {
        asked.push(`rank ${limit}`);
        return { entries: ranked.slice(0, limit), total: ranked.length };
      }, 2),
    );
    return { pages, asked: () => asked.splice(0), rank: (now: TreeEntry[]) => (ranked = now) };
  }

  it('shows the tree until it is arranged by rank, then files with a way to more', async () => {
    const { pages, asked } = engine();
    assert.deepEqual(shown(await pages.children('')), ['app', 'lib']);
    assert.ok(pages.arrange('rank'));
    assert.ok(!pages.arrange('rank'));
    assert.deepEqual(shown(await pages.children('')), ['app/index.ts', 'lib/index.ts', '1 more']);
    pages.grow('');
    assert.deepEqual(shown(await pages.children('')), ['app/index.ts', 'lib/index.ts', 'b.ts']);
    assert.deepEqual(asked(), ['tree ', 'rank 2', 'rank 4']);
  });

  it('redraws everything only when files changed places, else the rows that read differently', async () => {
    const { pages, rank, asked } = engine();
    pages.arrange('rank');
    await pages.children('');
    assert.deepEqual(await pages.changed(null), []);
    rank([entry('app/index.ts', 0.904), entry('lib/index.ts', 0.7), entry('lib/b.ts', 0.1)]);
    const redraw = await pages.changed(['lib/index.ts']);
    assert.ok(redraw !== 'everything');
    assert.deepEqual(
      redraw.map((node) => node.entry.path),
      ['lib/index.ts'],
      'Half a per cent is nothing to see.',
    );
    rank([entry('lib/index.ts', 0.95), entry('app/index.ts', 0.9), entry('lib/b.ts', 0.1)]);
    assert.equal(await pages.changed(null), 'everything');
    asked();
    assert.deepEqual(shown(await pages.children('')), ['lib/index.ts', 'app/index.ts', '1 more']);
    assert.deepEqual(asked(), [], 'The editor does not wait for the engine.');
  });

  it('keeps one object for a file while it moves in the list, so that the editor keeps its focus', async () => {
    const { pages, rank } = engine();
    pages.arrange('rank');
    const [before] = await pages.children('');
    rank([entry('lib/index.ts', 0.95), entry('app/index.ts', 0.9)]);
    await pages.changed(null);
    const [, after] = await pages.children('');
    assert.equal(after, before);
  });
});
