import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createNodeIndex, type NodeIndex } from '../../../../src/core/context/nodes/node-index.ts';
import { searchAndFit } from '../../../../src/core/context/nodes/search-and-fit.ts';
import { createItemsFromSearch } from '../../../../src/core/context/nodes/search-items.ts';
import { searchNodes, type SearchResult } from '../../../../src/core/context/nodes/search-nodes.ts';
import { count, ports } from '../fit-ports.ts';
import { anyText } from './any-documents.ts';

const countTokens = count;
const hit = (nodeId: string, score: number): SearchResult => ({ nodeId, score, confidence: score });

async function guide(): Promise<NodeIndex> {
  const index = createNodeIndex(undefined, 'my project');
  await index.index(
    '# Parser\n\n  It parses ranges. Twice.\n\nSecond paragraph.\n\n# Tree\n\nIt draws.',
    'guide.md',
  );
  return index;
}

describe('items from a search', () => {
  it('carry text, tokens, score and where they come from', async () => {
    const index = await guide();
    const { items, skipped } = createItemsFromSearch([hit('block:guide.md:2', 0.4)], index, { countTokens });
    assert.deepEqual(skipped, []);
    assert.deepEqual(items, [
      {
        sourceId: 'block:guide.md:2',
        content: 'It parses ranges. Twice.',
        probability: 0.4,
        score: 0.4,
        tokenCount: count('It parses ranges. Twice.'),
        nodeKind: 'block',
        metadata: {
          path: 'guide.md',
          range: [3, 3],
          span: [10, 36],
          title: 'Parser',
          language: 'markdown',
          ordinal: 2,
          confidence: 0.4,
          summary: 'It parses ranges.',
        },
      },
    ]);
  });

  it('have the summary in front when asked, and alone where there is no content', async () => {
    const index = await guide();
    const results = [hit('block:guide.md:2', 0.4), hit('workspace::1', 0.3)];
    const asked = createItemsFromSearch(results.slice(0, 1), index, { countTokens, includeSummary: true });
    assert.equal(asked.items[0]?.content, 'It parses ranges.\n\nIt parses ranges. Twice.');
    assert.equal(asked.items[0]?.tokenCount, count('It parses ranges.\n\nIt parses ranges. Twice.'));
    const alone = createItemsFromSearch(results.slice(1), index, { countTokens });
    assert.equal(alone.items[0]?.content, 'my project');
  });

  it('are skipped with a reason, never silently', async () => {
    const index = await guide();
    const nameless = createNodeIndex();
    const { items, skipped } = createItemsFromSearch(
      [
        hit('block:guide.md:9', 0.9),
        hit('section:guide.md:1', 0.5),
        hit('block:guide.md:2', 0.6),
        hit('line:guide.md:2', 0.55),
        hit('block:guide.md:3', 0.3),
        hit('block:guide.md:5', 0.1),
      ],
      index,
      { countTokens, minConfidence: 0.2 },
    );
    assert.deepEqual(
      items.map(({ sourceId }) => sourceId),
      ['block:guide.md:2', 'block:guide.md:3'],
    );
    assert.deepEqual(skipped, [
      { nodeId: 'block:guide.md:9', reason: 'unknown_node' },
      { nodeId: 'section:guide.md:1', reason: 'contained' },
      { nodeId: 'line:guide.md:2', reason: 'contained' },
      { nodeId: 'block:guide.md:5', reason: 'low_confidence' },
    ]);
    assert.deepEqual(createItemsFromSearch([hit('workspace::1', 0.3)], nameless, { countTokens }).skipped, [
      { nodeId: 'workspace::1', reason: 'empty' },
    ]);
  });

  it('take the wider of equals', async () => {
    const { items } = createItemsFromSearch(
      [hit('line:guide.md:2', 0.5), hit('section:guide.md:1', 0.5)],
      await guide(),
      { countTokens },
    );
    assert.deepEqual(
      items.map(({ sourceId }) => sourceId),
      ['section:guide.md:1'],
    );
  });

  it('property: every result is an item or skipped, and no text comes twice', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyText, async (one, two) => {
        const index = createNodeIndex();
        await index.index(one, 'a.md');
        await index.index(two, 'b.ts');
        const results = (['file', 'section', 'block', 'line'] as const).flatMap((nodeKind) => {
          const found = searchNodes(index, 'parse tree range', { nodeKind, topK: 20 });
          return found.ok ? found.value : [];
        });
        const { items, skipped } = createItemsFromSearch(results, index, { countTokens });
        const named = [...items.map(({ sourceId }) => sourceId), ...skipped.map(({ nodeId }) => nodeId)];
        assert.deepEqual(named.toSorted(), results.map(({ nodeId }) => nodeId).toSorted());
        items.forEach((item, at) => {
          for (const other of items.slice(at + 1)) {
            const [a, b] = [item.metadata, other.metadata];
            assert.ok(a.span && b.span);
            assert.ok(a.path !== b.path || a.span[1] <= b.span[0] || b.span[1] <= a.span[0]);
          }
        });
      }),
      { numRuns: 100 },
    );
  });
});

describe('searching and fitting', () => {
  it('fits the best nodes into a budget, and says how long each stage took', async () => {
    const index = await guide();
    let clock = 0;
    const { load: _, ...around } = ports({}, { now: () => (clock += 5) });
    const searched = await searchAndFit(index, 'parses ranges tree', { fit: { budget: 7 } }, around);
    assert.ok(searched.ok);
    const { items, candidates, tookMs, meanProbability, audit, text, skipped } = searched.value;
    assert.deepEqual(
      items.map(({ sourceId }) => sourceId),
      ['block:guide.md:2'],
    );
    assert.deepEqual([candidates, skipped, text], [2, [], null]);
    assert.deepEqual(tookMs, { search: 5, fit: 5 });
    assert.equal(meanProbability, items[0]?.probability);
    assert.equal(audit.tokensUsed, 6);
    assert.equal(audit.candidatesConsidered, 2);
    const refused = await searchAndFit(index, ' ', { fit: {} }, around);
    assert.equal(refused.ok ? null : refused.error.code, 'invalid_query');
    const noBudget = await searchAndFit(index, 'tree', { fit: { budget: 0 } }, around);
    assert.equal(noBudget.ok ? null : noBudget.error.code, 'invalid_budget');
  });
});
