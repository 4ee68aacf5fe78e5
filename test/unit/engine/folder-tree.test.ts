import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FolderTree } from '../../../src/engine/folder-tree.ts';

const file = fc.constantFrom('a.ts', 'b/c.ts', 'b/d.ts', 'b/e/f.ts', 'b/e/g.ts', 'h/i/j/k.ts');
const step = fc.oneof(
  fc.record({ file, tokens: fc.nat(1000), counting: fc.boolean() }),
  fc.record({ file, gone: fc.constant(true) }),
);

describe('folder tree', () => {
  it('property: totals and children are those of the files that are there', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const tree = new FolderTree();
        const files = new Map<string, { tokens: number; counting: boolean }>();
        for (const each of steps) {
          if ('gone' in each) {
            tree.delete(each.file);
            files.delete(each.file);
          } else {
            tree.set(each.file, each);
            files.set(each.file, each);
          }
        }
        for (const folder of ['', 'b', 'b/e', 'h', 'h/i', 'h/i/j']) {
          const below = [...files].filter(([path]) => folder === '' || path.startsWith(`${folder}/`));
          assert.deepEqual(tree.totals(folder), {
            files: below.length,
            counting: below.filter(([, { counting }]) => counting).length,
            tokens: below.reduce((sum, [, { tokens }]) => sum + tokens, 0),
          });
          assert.deepEqual([...tree.filesBelow(folder)].sort(), below.map(([path]) => path).sort());
          assert.equal(tree.children(folder).length > 0, below.length > 0);
          assert.equal(tree.has(folder), below.length > 0 || folder === '');
        }
      }),
    );
  });

  it('lists folders first and numbers as people sort them', () => {
    const tree = new FolderTree();
    for (const path of ['file10.ts', 'file9.ts', 'B.ts', 'z/a.ts', 'a.ts'])
      tree.set(path, { tokens: 1, counting: false });
    assert.deepEqual(tree.children(''), ['z', 'a.ts', 'B.ts', 'file9.ts', 'file10.ts']);
  });
});
