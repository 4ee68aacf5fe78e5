import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NodeKind } from '../../../../src/core/context/item.ts';
import { createNodeIndex, type NodeIndex } from '../../../../src/core/context/nodes/node-index.ts';
import { textTerms } from '../../../../src/core/context/nodes/node-terms.ts';
import { searchNodes, type SearchResult } from '../../../../src/core/context/nodes/search-nodes.ts';
import { anyText } from './any-documents.ts';

const RUNS = { numRuns: 100 };

async function indexOf(files: Readonly<Record<string, string>>): Promise<NodeIndex> {
  const index = createNodeIndex();
  for (const [path, text] of Object.entries(files)) assert.ok((await index.index(text, path)).ok);
  return index;
}

function found(...request: Parameters<typeof searchNodes>): readonly SearchResult[] {
  const results = searchNodes(...request);
  assert.ok(results.ok);
  return results.value;
}

describe('searching nodes', () => {
  it('golden: blocks by rarity and length; what has no term of the query is dropped', async () => {
    const index = await indexOf({ notes: 'parse range\n\nparse file name\n\nrender tree' });
    const results = found(index, 'parse range');
    assert.deepEqual(
      results.map(({ nodeId }) => nodeId),
      ['block:notes:1', 'block:notes:2'],
    );
    assert.deepEqual(
      results.map(({ score }) => score.toFixed(5)),
      ['0.48276', '0.13184'],
    );
    assert.ok(results.every(({ score, confidence }) => score === confidence));
    const three = await indexOf({ a: 'parse range', b: 'parse file name', c: 'render tree' });
    assert.deepEqual(
      found(three, 'parse range').map(({ score }) => score.toFixed(5)),
      ['0.48276', '0.13184'],
    );
  });

  it('finds names by their parts and parts by their names', async () => {
    const index = await indexOf({ 'a.ts': 'parseRange(file_name)\n\nrender(tree)\n\nPARSE the Range' });
    const ids = (query: string): string[] => found(index, query).map(({ nodeId }) => nodeId);
    assert.deepEqual(ids('range'), ['block:a.ts:3', 'block:a.ts:1']);
    assert.deepEqual(ids('parseRange'), ['block:a.ts:1', 'block:a.ts:3']);
    assert.deepEqual(ids('fileName'), ['block:a.ts:1']);
    assert.deepEqual(ids('ranges'), []);
    assert.deepEqual(ids('?!'), []);
  });

  it('finds what lies far behind in a line', async () => {
    const index = await indexOf({ notes: `${'word '.repeat(900)}needle` });
    assert.deepEqual(
      found(index, 'needle').map(({ nodeId }) => nodeId),
      ['block:notes:1'],
    );
    assert.deepEqual(
      found(index, 'needle', { nodeKind: 'file' }).map(({ nodeId }) => nodeId),
      ['file:notes:1'],
    );
  });

  it('refuses blank queries and less than one result', async () => {
    const index = await indexOf({ a: 'text' });
    for (const [query, topK] of [
      ['', 5],
      [' \n', 5],
      ['text', 0],
      ['text', Number.NaN],
    ] as const) {
      const results = searchNodes(index, query, { topK });
      assert.equal(results.ok ? null : results.error.code, 'invalid_query');
    }
  });

  it('gives five results by default and a thousand at most, equals by id', async () => {
    const index = await indexOf({ 'a.ts': 'same words\n\n'.repeat(1_200) });
    assert.equal(found(index, 'words').length, 5);
    const many = found(index, 'words', { topK: Number.MAX_SAFE_INTEGER });
    assert.equal(many.length, 1_000);
    const ids = many.map(({ nodeId }) => nodeId);
    assert.deepEqual(ids, ids.toSorted());
    assert.deepEqual(
      found(index, 'words', { topK: 2, filter: ({ metadata }) => metadata.ordinal > 700 }).length,
      2,
    );
  });

  it('property: scores are those of the formula over the texts of the nodes', async () => {
    const anyFiles = fc.dictionary(fc.constantFrom('a.ts', 'b.md', 'notes'), anyText, { minKeys: 1 });
    const anyQuery = fc.array(
      fc.constantFrom('parse', 'parseRange', 'name', 'tree', '日本', 'nowhere', 'x'),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    const anyKind = fc.constantFrom<NodeKind>('file', 'section', 'block', 'line');
    await fc.assert(
      fc.asyncProperty(anyFiles, anyQuery, anyKind, async (files, query, nodeKind) => {
        const index = await indexOf(files);
        const results = found(index, query.join(' '), { nodeKind, topK: 1_000 });
        const expected = byTheFormula(index, query.join(' '), nodeKind);
        assert.deepEqual(new Set(results.map(({ nodeId }) => nodeId)), new Set(expected.keys()));
        results.forEach(({ nodeId, score }, rank) => {
          assert.ok(Math.abs(score - (expected.get(nodeId) ?? 0)) < 1e-9);
          assert.ok(score > 0 && score < 1);
          const before = results[rank - 1];
          assert.ok(
            before === undefined ||
              before.score > score ||
              (before.score === score && before.nodeId < nodeId),
          );
        });
      }),
      RUNS,
    );
  });

  it('property: scores do not depend on topK, on a filter or on the other hits', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyText, fc.integer({ min: 1, max: 30 }), async (one, two, topK) => {
        const index = await indexOf({ 'a.ts': one, 'b.md': two });
        const all = found(index, 'parse tree range', { topK: 1_000 });
        assert.deepEqual(found(index, 'parse tree range', { topK }), all.slice(0, topK));
        const some = found(index, 'parse tree range', {
          topK: 1_000,
          filter: ({ metadata }) => metadata.path === 'a.ts',
        });
        assert.deepEqual(
          some,
          all.filter(({ nodeId }) => nodeId.startsWith('block:a.ts:')),
        );
      }),
      RUNS,
    );
  });

  it('property: removing a document leaves the scores of an index that never had it', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyText, async (one, two) => {
        const index = await indexOf({ 'a.ts': one, 'b.md': two });
        index.remove('b.md');
        const alone = await indexOf({ 'a.ts': one });
        assert.deepEqual(
          found(index, 'parse tree', { topK: 100 }),
          found(alone, 'parse tree', { topK: 100 }),
        );
      }),
      RUNS,
    );
  });
});

/** Spec F9, read anew from the text of every node. */
function byTheFormula(index: NodeIndex, query: string, nodeKind: NodeKind): Map<string, number> {
  const nodes = [...index.documents()].flatMap(({ path, byKind }) =>
    [...(byKind[['workspace', 'file', 'section', 'block', 'line'].indexOf(nodeKind)] ?? [])].map((_, at) => {
      const node = index.get(`${nodeKind}:${path}:${at + 1}`);
      assert.ok(node);
      return { id: node.id, terms: [...textTerms(node.content).hashes] };
    }),
  );
  const wanted = [...new Set(textTerms(query).hashes)];
  const average = nodes.reduce((sum, { terms }) => sum + terms.length, 0) / nodes.length;
  const idf = (term: number): number => {
    const having = nodes.filter(({ terms }) => terms.includes(term)).length;
    return Math.log(1 + (nodes.length - having + 0.5) / (having + 0.5));
  };
  const total = wanted.reduce((sum, term) => sum + idf(term), 0);
  const scores = nodes.map(({ id, terms }): [string, number] => {
    const score = wanted.reduce((sum, term) => {
      const tf = terms.filter((each) => each === term).length;
      return sum + (idf(term) * tf) / (tf + 1.2 * (0.25 + (0.75 * terms.length) / average));
    }, 0);
    return [id, score / total];
  });
  return new Map(scores.filter(([, score]) => score > 0));
}
