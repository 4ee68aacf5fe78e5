import assert from 'node:assert/strict';
import type { ContextItem, Level, Variant } from '../../../../src/core/context/item.ts';
import { rankOrder } from '../../../../src/core/context/fit/rank-order.ts';
import { fullestOf } from '../../../../src/core/context/fit/variants.ts';
import { chosen } from './any-items.ts';

const variant = (level: Level, tokens: number, value: number, framing = 0): Variant => ({
  id: `${level} ${tokens}`,
  level,
  ranges: [],
  tokens,
  value,
  framing,
});

const item = (
  sourceId: string,
  variants: readonly Variant[],
  more: Partial<ContextItem> = {},
): ContextItem => ({
  sourceId,
  probability: 0.5,
  tokenCount: 100,
  variants,
  ...more,
});

describe('choosing: what is offered', () => {
  const levels = [variant('full', 100, 0.5), variant('outline', 20, 0.3), variant('path', 5, 0.1)];
  const shown = (floor: number, more: Partial<ContextItem> = {}): string | undefined =>
    chosen([item('a', levels, more)], { room: 1000, strategy: 'greedy', floor }).chosen.get('a')?.level;

  it('ends at the last step of the hull that is worth the floor', () => {
    // Steps: path .1/5 = .02, outline .2/15 = .0133, full .2/80 = .0025.
    assert.equal(shown(0), 'full');
    assert.equal(shown(0.0025), 'full');
    assert.equal(shown(0.003), 'outline');
    assert.equal(shown(0.015), 'path');
  });

  it('offers nothing when no step is worth the floor, but for pinned items', () => {
    const choice = chosen([item('a', levels)], { room: 1000, strategy: 'optimal', floor: 0.03 });
    assert.deepEqual([...choice.rejected], [['a', 'below_floor']]);
    assert.equal(shown(0.03, { pinned: true }), 'full');
  });

  it('counts the framing as a cost of the variant', () => {
    const framed = [variant('full', 10, 0.5, 6)];
    const options = { room: 15, strategy: 'optimal' } as const;
    assert.equal(chosen([item('a', framed)], options).rejected.get('a'), 'does_not_fit');
    assert.equal(chosen([item('a', framed)], { ...options, room: 16 }).tokens, 16);
    assert.equal(
      chosen([item('a', framed)], { ...options, room: 16, floor: 0.04 }).rejected.get('a'),
      'below_floor',
    );
  });

  it('grants a floor what is worth it but for the last binary digit', () => {
    const choice = chosen([item('a', [variant('full', 3, 0.3)])], {
      room: 9,
      strategy: 'greedy',
      floor: 0.1,
    });
    assert.equal(choice.chosen.size, 1);
  });

  it('offers allowed levels only, but for pinned items', () => {
    const options = { room: 1000, strategy: 'optimal', levels: ['outline', 'path'] } as const;
    assert.equal(chosen([item('a', levels)], options).chosen.get('a')?.level, 'outline');
    assert.equal(chosen([item('a', levels, { pinned: true })], options).chosen.get('a')?.level, 'full');
    const only = chosen([item('a', [variant('full', 9, 0.5)])], options);
    assert.equal(only.rejected.get('a'), 'below_floor');
  });

  it('does not choose what is worth nothing, unless greedy walks by', () => {
    const items = [item('a', [variant('full', 9, 0)])];
    assert.equal(chosen(items, { room: 10, strategy: 'optimal' }).rejected.get('a'), 'not_chosen');
    assert.equal(chosen(items, { room: 10, strategy: 'balanced' }).rejected.get('a'), 'not_chosen');
    assert.equal(chosen(items, { room: 10, strategy: 'greedy' }).chosen.size, 1);
  });

  it('takes an item without variants as its full text', () => {
    const { chosen: map } = chosen([{ sourceId: 'a', probability: 0.4, tokenCount: 7 }], {
      room: 7,
      strategy: 'optimal',
    });
    assert.deepEqual(map.get('a'), { id: 'a', level: 'full', ranges: [], tokens: 7, value: 0.4 });
  });

  it('shows the fullest of a pinned item: level first, more tokens next', () => {
    const chunks = [variant('path', 2, 0.1), variant('chunks', 30, 0.2), variant('chunks', 60, 0.4)];
    assert.equal(fullestOf(item('a', chunks)).id, 'chunks 60');
    assert.equal(fullestOf(item('a', [])).tokens, 100);
  });
});

describe('choosing: rank order', () => {
  it('is pinned, score, fewer tokens, id by code units', () => {
    const of = (sourceId: string, score: number, tokenCount: number, pinned = false): ContextItem => ({
      sourceId,
      probability: 0.5,
      score,
      tokenCount,
      pinned,
    });
    const items = [
      of('low', -3, 1),
      of('é', 2, 5),
      of('z', 2, 5),
      of('Z', 2, 5),
      of('short', 2, 4),
      of('top', 9, 50),
      of('pinned', -9, 900, true),
    ];
    const expected = ['pinned', 'top', 'short', 'Z', 'z', 'é', 'low'];
    for (const given of [items, items.toReversed()]) {
      assert.deepEqual(
        rankOrder(given).map(({ sourceId }) => sourceId),
        expected,
      );
    }
  });

  it('falls back to the probability where there is no score', () => {
    const items = [
      { sourceId: 'a', probability: 0.2, tokenCount: 1 },
      { sourceId: 'b', probability: 0.1, score: 0.9, tokenCount: 1 },
      { sourceId: 'c', probability: 0.6, tokenCount: 1 },
    ];
    assert.deepEqual(
      rankOrder(items).map(({ sourceId }) => sourceId),
      ['b', 'c', 'a'],
    );
  });
});

describe('choosing: groups', () => {
  const file = (path: string, metadata: ContextItem['metadata'] = {}): ContextItem => ({
    sourceId: `id of ${path}`,
    probability: 0.5,
    tokenCount: 10,
    metadata: { path, ...metadata },
  });
  const items = [
    file('src/a.ts', { language: 'typescript', kind: 'source' }),
    file('src/deep/b.ts', { language: 'typescript', kind: 'test' }),
    file('README.md', { language: 'markdown', kind: 'doc' }),
    { sourceId: 'node', probability: 0.5, tokenCount: 10, nodeKind: 'section' } as const,
  ];
  const names = (groupBy: 'nodeKind' | 'source' | 'folder' | 'language' | 'kind'): string[] =>
    Object.keys(chosen(items, { room: 25, strategy: 'balanced', groupBy }).groups ?? {});

  it('are made of what the items say', () => {
    assert.deepEqual(names('nodeKind'), ['block', 'section']);
    assert.deepEqual(names('source'), ['README.md', 'node', 'src/a.ts', 'src/deep/b.ts']);
    assert.deepEqual(names('folder'), ['.', 'src', 'src/deep']);
    assert.deepEqual(names('language'), ['markdown', 'other', 'typescript']);
    assert.deepEqual(names('kind'), ['doc', 'other', 'source', 'test']);
  });

  it('take shares of their own, and a group without one takes what is left', () => {
    const options = { room: 20, strategy: 'balanced', groupBy: 'kind' } as const;
    const choice = chosen(items, { ...options, shares: { doc: 3, test: 1.5 } });
    assert.deepEqual([...choice.chosen.keys()].toSorted(), ['id of README.md', 'id of src/deep/b.ts']);
    assert.equal(choice.groups?.source?.share, 0);
    assert.equal(chosen(items, { ...options, shares: { doc: 1 } }).tokens, 20);
    assert.equal(chosen(items, { ...options, shares: {} }).tokens, 20);
  });

  it('may bear the names of object members', () => {
    const odd = [file('__proto__/x'), file('constructor/x')];
    const { groups } = chosen(odd, { room: 10, strategy: 'balanced', groupBy: 'folder', shares: {} });
    assert.deepEqual(Object.keys(groups ?? {}), ['__proto__', 'constructor']);
  });
});
