import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  DUPLICATE_THRESHOLD,
  type DuplicateCandidate,
  nearDuplicates,
} from '../../../../src/core/context/levels/duplicates.ts';

const item = (
  sourceId: string,
  content: string,
  more: Partial<DuplicateCandidate> = {},
): DuplicateCandidate => ({
  sourceId,
  content,
  pinned: false,
  ...more,
});

const wordsOf = (content: string): Set<string> => new Set(content.toLowerCase().match(/\w+/g));

/** As the rule is written: every open cluster, one after the other. */
function plainly(items: readonly DuplicateCandidate[]): string[][] {
  const clusters: { first: DuplicateCandidate; merged: string[] }[] = [];
  for (const each of items) {
    const near = each.pinned
      ? undefined
      : clusters.find(({ first, merged }) => merged.length < 5 && isNear(first, each));
    if (near === undefined) clusters.push({ first: each, merged: [] });
    else near.merged.push(each.sourceId);
  }
  return clusters
    .filter(({ merged }) => merged.length > 0)
    .map(({ first, merged }) => [first.sourceId].concat(merged));
}

function isNear(a: DuplicateCandidate, b: DuplicateCandidate): boolean {
  const [first, second] = [wordsOf(a.content), wordsOf(b.content)];
  if (first.size === 0 || second.size === 0) return first.size === second.size && a.content === b.content;
  const both = [...first].filter((word) => second.has(word)).length;
  return both / (first.size + second.size - both) >= DUPLICATE_THRESHOLD;
}

const STOCK = 'a b c d e f g h i j k l'.split(' ');
const WORD = fc.constantFrom(...STOCK);
/** Texts that are near each other: a common stock of words less a few. */
const ITEMS = fc
  .array(
    fc.record({
      without: fc.array(WORD, { maxLength: 2 }),
      signs: fc.constantFrom('', '.', '--'),
      pinned: fc.boolean(),
    }),
    { maxLength: 30 },
  )
  .map((list) =>
    list.map(({ without, signs, pinned }, index) => {
      const words = without.length === 2 && without[0] === without[1] ? [] : STOCK;
      const left = words.filter((word) => !without.includes(word)).join(' ');
      return item(`f${index}`, left + signs, { pinned: pinned && index % 5 === 0 });
    }),
  );

describe('near duplicates', () => {
  it('property: every cluster keeps one, pinned apart, and kept and merged together are the input (F12.10)', () => {
    fc.assert(
      fc.property(ITEMS, (items) => {
        const { clusters, metrics } = nearDuplicates(items);
        const merged = clusters.flatMap(({ mergedIds }) => mergedIds);
        assert.equal(new Set(merged).size, merged.length);
        const pinned = new Set(items.filter((each) => each.pinned).map(({ sourceId }) => sourceId));
        assert.ok(merged.every((id) => !pinned.has(id)));
        const kept = items.map(({ sourceId }) => sourceId).filter((id) => !merged.includes(id));
        assert.deepEqual([...kept, ...merged].sort(), items.map(({ sourceId }) => sourceId).sort());
        for (const { representativeId, mergedIds } of clusters) {
          assert.ok(kept.includes(representativeId));
          assert.ok(mergedIds.length >= 1 && mergedIds.length <= 5);
        }
        assert.deepEqual(metrics, {
          totalCandidates: items.length,
          duplicatesRemoved: merged.length,
          clustersFormed: clusters.length,
          thresholdUsed: 0.88,
        });
      }),
      { numRuns: 300 },
    );
  });

  it('property: the filter by rare words finds exactly what comparing everything finds', () => {
    fc.assert(
      fc.property(ITEMS, (items) => {
        assert.deepEqual(
          nearDuplicates(items).clusters.map(({ representativeId, mergedIds }) =>
            [representativeId].concat(mergedIds),
          ),
          plainly(items),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('agree from .88 on: 22 of 25 words, not 21', () => {
    const words = Array.from({ length: 25 }, (_, index) => `w${index}`);
    const all = item('all', words.join(' '));
    assert.equal(nearDuplicates([all, item('b', words.slice(3).join(' ').toUpperCase())]).clusters.length, 1);
    assert.equal(nearDuplicates([all, item('b', words.slice(4).join(' '))]).clusters.length, 0);
  });

  it('compare by content without words, by meaning where both have a vector of one length', () => {
    const same = nearDuplicates([item('a', '--'), item('b', '--'), item('c', '++')]).clusters;
    assert.deepEqual(
      same.map(({ mergedIds, reason }) => ({ mergedIds, reason })),
      [{ mergedIds: ['b'], reason: 'same_content' }],
    );
    const meant = [
      item('a', 'one', { embedding: [1, 0] }),
      item('b', 'two', { embedding: [0.9, 0.1] }),
      item('c', 'one', { embedding: [0, 1] }),
      item('d', 'one', { embedding: [1, 0, 0] }),
    ];
    assert.deepEqual(
      nearDuplicates(meant).clusters.map(({ representativeId, mergedIds, reason }) =>
        [representativeId].concat(mergedIds, reason),
      ),
      [['a', 'b', 'd', 'same_meaning']],
    );
  });

  it('fill a cluster with six, then begin the next', () => {
    const items = Array.from({ length: 8 }, (_, index) => item(`f${index}`, 'the same words'));
    assert.deepEqual(
      nearDuplicates(items).clusters.map(({ clusterId, representativeId, mergedIds }) => [
        clusterId,
        representativeId,
        mergedIds.length,
      ]),
      [
        ['duplicates-1', 'f0', 5],
        ['duplicates-2', 'f6', 1],
      ],
    );
  });
});
