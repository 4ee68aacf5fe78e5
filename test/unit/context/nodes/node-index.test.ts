import assert from 'node:assert/strict';
import fc from 'fast-check';
import { headingsOf } from '../../../../src/core/context/levels/headings.ts';
import type { FileOutline, FileSymbol } from '../../../../src/core/context/levels/symbols.ts';
import { type IndexNode, NODE_KINDS, parseNodeId } from '../../../../src/core/context/nodes/node.ts';
import { createNodeIndex, type NodeIndex } from '../../../../src/core/context/nodes/node-index.ts';
import { anyOutline, anyPath, anyText } from './any-documents.ts';

const RUNS = { numRuns: 200 };

const CODE = `import { readFile } from 'node:fs';

/** Reads ranges. */
export class RangeParser {
  private at = 0;

  parse(text: string): Range {
    const first = next(text);

    return [first, next(text)];
  }
}
`;

function symbol(
  name: string,
  kind: FileSymbol['kind'],
  range: FileSymbol['range'],
  at: number,
  parent: number | null,
) {
  return { name, kind, range, signature: [at, at], docLine: null, parent } satisfies FileSymbol;
}

const CODE_OUTLINE: FileOutline = {
  symbols: [
    symbol('RangeParser', 'class', [3, 12], 4, null),
    symbol('at', 'field', [5, 5], 5, 0),
    symbol('parse', 'method', [7, 11], 7, 0),
  ],
  by: 'grammar',
  partial: false,
};

/** Kind, ordinal, lines and summary of a node and all inside of it. */
function drawn(index: NodeIndex, id: string, depth = 0): string[] {
  const node = index.get(id);
  assert.ok(node);
  const { metadata, nodeKind, summary } = node;
  const row = `${'  '.repeat(depth)}${nodeKind} ${metadata.ordinal} ${metadata.range?.join('-')}: ${summary}`;
  return [row, ...index.children(id).flatMap((child) => drawn(index, child.id, depth + 1))];
}

async function indexed(content: string, id: string, outline?: FileOutline): Promise<NodeIndex> {
  const index = createNodeIndex(outline === undefined ? headingsOf : () => outline);
  const result = await index.index(content, id);
  assert.ok(result.ok);
  return index;
}

function everyNode(index: NodeIndex): IndexNode[] {
  const below = (node: IndexNode): IndexNode[] => [node, ...index.children(node.id).flatMap(below)];
  const root = index.get('workspace::1');
  assert.ok(root);
  return below(root);
}

describe('the index of nodes', () => {
  it('holds code as symbols, groups of lines, and lines', async () => {
    const index = await indexed(CODE, 'src/range.ts', CODE_OUTLINE);
    assert.deepEqual(drawn(index, 'file:src/range.ts:1'), [
      "file 1 1-12: import { readFile } from 'node:fs';",
      "  block 1 1-1: import { readFile } from 'node:fs';",
      "    line 1 1-1: import { readFile } from 'node:fs';",
      '  section 1 3-12: export class RangeParser {',
      '    block 2 3-5: /** Reads ranges. */',
      '      line 2 3-3: /** Reads ranges. */',
      '      line 3 4-4: export class RangeParser {',
      '      line 4 5-5: private at = 0;',
      '    section 2 7-11: parse(text: string): Range {',
      '      block 3 7-8: parse(text: string): Range {',
      '        line 5 7-7: parse(text: string): Range {',
      '        line 6 8-8: const first = next(text);',
      '      block 4 10-11: return [first, next(text)];',
      '        line 7 10-10: return [first, next(text)];',
    ]);
    const method = index.get('section:src/range.ts:2');
    assert.equal(method?.content, CODE.split('\n').slice(6, 11).join('\n'));
    const { path, title, language, ordinal } = method.metadata;
    assert.deepEqual([path, title, language, ordinal], ['src/range.ts', 'parse', 'typescript', 2]);
    assert.equal(index.get('line:src/range.ts:7')?.metadata.title, 'parse');
    assert.equal(index.get('line:src/range.ts:1')?.metadata.title, 'range.ts');
    assert.equal(index.size(), 15);
  });

  it('holds prose as headed sections, paragraphs and sentences', async () => {
    const text =
      'Before. It begins!\n\n# One\n\nA version 2. Is it? yes. Costs $3.50 now.\nwrapped\n\n## Two\n\nEnd.\n';
    const index = await indexed(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'docs/guide.md');
    assert.deepEqual(drawn(index, 'file:docs/guide.md:1'), [
      'file 1 1-10: Before.',
      '  section 1 1-1: guide.md',
      '    block 1 1-1: Before.',
      '      line 1 1-1: Before.',
      '      line 2 1-1: It begins!',
      '  section 2 3-10: One',
      '    block 2 3-3: # One',
      '      line 3 3-3: # One',
      '    block 3 5-6: A version 2.',
      '      line 4 5-5: A version 2.',
      '      line 5 5-5: Is it? yes.',
      '      line 6 5-6: Costs $3.50 now. wrapped',
      '    section 3 8-10: Two',
      '      block 4 8-8: ## Two',
      '        line 7 8-8: ## Two',
      '      block 5 10-10: End.',
      '        line 8 10-10: End.',
    ]);
  });

  it('zooms in and out', async () => {
    const index = await indexed(CODE, 'a.ts', CODE_OUTLINE);
    const ids = [
      'line:a.ts:6',
      'block:a.ts:3',
      'section:a.ts:2',
      'section:a.ts:1',
      'file:a.ts:1',
      'workspace::1',
    ];
    ids.slice(1).forEach((above, at) => {
      const below = ids[at] ?? '';
      assert.equal(index.parent(below)?.id, above);
      assert.ok(index.children(above).some(({ id }) => id === below));
    });
    assert.equal(index.parent('workspace::1'), null);
    assert.deepEqual(index.children('line:a.ts:6'), []);
    for (const unknown of [
      '',
      'x',
      'file:a.ts:2',
      'file:b.ts:1',
      'word:a.ts:1',
      'line:a.ts:0',
      'line:a.ts:99',
    ]) {
      assert.equal(index.get(unknown), null);
      assert.equal(index.parent(unknown), null);
      assert.deepEqual(index.children(unknown), []);
    }
  });

  it('replaces, removes and counts; the workspace holds its files', async () => {
    const index = createNodeIndex(headingsOf, 'my project');
    assert.equal(index.size(), 1);
    await index.index('First text', 'a:1.txt', { title: 'Notes', language: 'plaintext' });
    await index.index('Second text', 'b.txt');
    assert.deepEqual(index.get('workspace::1')?.childIds, ['file:a:1.txt:1', 'file:b.txt:1']);
    assert.equal(index.get('workspace::1')?.summary, 'my project');
    assert.equal(index.get('file:a:1.txt:1')?.metadata.title, 'Notes');
    const size = index.size();
    await index.index('Another text', 'a:1.txt');
    assert.equal(index.size(), size);
    assert.equal(index.get('file:a:1.txt:1')?.content, 'Another text');
    const blank = await index.index(' \n\t', 'a:1.txt');
    assert.equal(blank.ok ? null : blank.error.code, 'empty_content');
    assert.equal(index.get('file:a:1.txt:1')?.content, 'Another text');
    assert.equal(index.remove('a:1.txt'), true);
    assert.equal(index.remove('a:1.txt'), false);
    assert.equal(index.get('file:a:1.txt:1'), null);
    assert.deepEqual(
      index.children('workspace::1').map(({ id }) => id),
      ['file:b.txt:1'],
    );
  });

  it('has files and sections only of what is too large or minified, and says so', async () => {
    const index = createNodeIndex();
    const large = await index.index(`# One\n\n${'A word. '.repeat(50_001)}`, 'large.md');
    assert.ok(large.ok);
    assert.deepEqual(large.value.notes, ['Too large for blocks and lines.']);
    assert.deepEqual(index.get('section:large.md:1')?.childIds, []);
    const minified = await index.index('x', 'lib/a.min.js');
    assert.deepEqual(minified.ok && minified.value.notes, ['Minified: no blocks and lines.']);
    assert.deepEqual(index.get('file:lib/a.min.js:1')?.childIds, []);
  });

  it('cuts long blocks and lines at a boundary and says so; no word is lost', async () => {
    const long = Array.from({ length: 1_500 }, (_, number) => `word${number}`).join(' ');
    const index = createNodeIndex();
    const result = await index.index(`${long}\nshort`, 'data.ts');
    assert.deepEqual(result.ok && result.value.notes, [
      'Blocks over 5000 characters were cut: 1.',
      'Lines over 500 characters were cut: 3.',
    ]);
    const all = everyNode(index);
    const words = (kind: string): string[] =>
      all.filter(({ nodeKind }) => nodeKind === kind).flatMap(({ content }) => content.split(/\s+/));
    assert.deepEqual(words('block'), [...long.split(' '), 'short']);
    assert.deepEqual(words('line'), [...long.split(' '), 'short']);
    assert.ok(all.every(({ nodeKind, content }) => nodeKind !== 'line' || content.length <= 500));
    assert.ok(all.every(({ nodeKind, content }) => nodeKind !== 'block' || content.length <= 5_000));
  });

  it('has at most 4,000 nodes of a document beside its lines, and says so', async () => {
    const index = createNodeIndex();
    const result = await index.index('one line\nanother line\n\n'.repeat(4_500), 'many.ts');
    assert.deepEqual(result.ok && result.value.notes, ['More than 4000 parts: 502 are left out.']);
    const nodes = everyNode(index).slice(1);
    assert.equal(nodes.filter(({ nodeKind }) => nodeKind !== 'line').length, 4_000);
    assert.equal(nodes.filter(({ nodeKind }) => nodeKind === 'line').length, 2 * 3_998);
    const sections = await index.index('# Title\nwords\n'.repeat(4_500), 'many.md');
    assert.match(
      (sections.ok && sections.value.notes[0]) || '',
      /^More than 4000 parts: \d+ are left out\.$/,
    );
    const kinds = everyNode(index).map(({ nodeKind, metadata }) => `${nodeKind} ${metadata.path}`);
    assert.equal(kinds.filter((kind) => kind === 'section many.md').length, 2_000);
    assert.equal(kinds.filter((kind) => kind === 'block many.md').length, 1_999);
  });

  it('cuts summaries at 160 characters', async () => {
    const index = await indexed(`${'Long words '.repeat(40)}.`, 'notes');
    const summary = index.get('block:notes:1')?.summary ?? '';
    assert.ok(summary.length <= 160 && summary.length > 140);
    assert.ok(summary.startsWith('Long words Long'));
  });

  it('property: children lie inside of their parent and do not overlap, whatever the outline says', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyOutline, anyPath, async (text, outline, path) => {
        const index = await indexed(text, path, outline);
        for (const parent of everyNode(index).slice(1)) {
          const { range, span } = parent.metadata;
          assert.ok(range && span);
          assert.equal(parent.content, text.slice(...span));
          let end = span[0];
          for (const child of index.children(parent.id)) {
            const inner = child.metadata;
            assert.ok(inner.span && inner.range);
            assert.ok(inner.span[0] >= end && inner.span[1] <= span[1] && inner.span[0] < inner.span[1]);
            assert.ok(
              inner.range[0] >= range[0] && inner.range[1] <= range[1] && inner.range[0] <= inner.range[1],
            );
            assert.ok(NODE_KINDS.indexOf(child.nodeKind) >= NODE_KINDS.indexOf(parent.nodeKind));
            end = inner.span[1];
          }
        }
      }),
      RUNS,
    );
  });

  it('property: every node is found by its id, and zooming out undoes zooming in', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyOutline, anyPath, async (text, outline, path) => {
        const index = await indexed(text, path, outline);
        const nodes = everyNode(index);
        assert.equal(nodes.length, index.size());
        assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length);
        for (const node of nodes) {
          assert.deepEqual(index.get(node.id), node);
          assert.deepEqual(parseNodeId(node.id), {
            kind: node.nodeKind,
            path: node.metadata.path,
            ordinal: node.metadata.ordinal,
          });
          assert.deepEqual(
            index.children(node.id).map(({ id }) => id),
            node.childIds,
          );
          for (const child of node.childIds) assert.equal(index.parent(child)?.id, node.id);
          assert.ok(node.summary.length <= 160 && !node.summary.includes('\n'));
        }
      }),
      RUNS,
    );
  });

  it('property: blocks and lines hold every word of the text once', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyOutline, anyPath, async (text, outline, path) => {
        const nodes = everyNode(await indexed(text, path, outline));
        const letters = (part: string): string => part.replaceAll(/[^\p{L}\p{N}]/gu, '');
        for (const kind of ['block', 'line'])
          assert.equal(
            nodes.flatMap(({ nodeKind, content }) => (nodeKind === kind ? letters(content) : [])).join(''),
            letters(text),
          );
      }),
      RUNS,
    );
  });
});
