import assert from 'node:assert/strict';
import type { ContextItem, Level, Variant } from '../../../../src/core/context/item.ts';
import type { Choice, ChoiceOptions } from '../../../../src/core/context/fit/choice.ts';
import { choose } from '../../../../src/core/context/fit/choose.ts';

/** u of the goldens (spec F4). */
const SHOWN: Readonly<Record<Level, number>> = { full: 1, chunks: 0.8, outline: 0.5, path: 0.05 };

type Golden = readonly [name: string, probability: number, tokens: number, outline?: number];

function itemsOf(goldens: readonly Golden[], folder = ''): ContextItem[] {
  return goldens.map(([name, probability, tokens, outline]) => {
    const sourceId = folder + name;
    const variant = (level: Level, cost: number): Variant => ({
      id: `${sourceId} ${level}`,
      level,
      ranges: [],
      tokens: cost,
      value: probability * SHOWN[level],
    });
    const variants = [
      variant('full', tokens),
      ...(outline === undefined ? [] : [variant('outline', outline)]),
    ];
    return { sourceId, probability, tokenCount: tokens, variants };
  });
}

function chosen(items: readonly ContextItem[], options: ChoiceOptions): Choice {
  const result = choose(items, options);
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

const namesIn = (choice: Choice): string[] =>
  [...choice.chosen].map(([name, { level }]) => (level === 'full' ? name : `${name} ${level}`)).sort();

const near = (actual: number, expected: number, within = 1e-9): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);

describe('choosing: goldens of the spec', () => {
  const three = itemsOf([
    ['a', 0.9, 60],
    ['b', 0.8, 50],
    ['c', 0.75, 50],
  ]);
  const xyz = itemsOf([
    ['X', 0.9, 60, 30],
    ['Y', 0.8, 50],
    ['Z', 0.7, 40],
  ]);
  const balancedByFolder = { strategy: 'balanced', groupBy: 'folder' } as const;

  it('greedy takes the most probable and stops short of the optimum', () => {
    const choice = chosen(three, { room: 100, strategy: 'greedy' });
    assert.deepEqual(namesIn(choice), ['a']);
    assert.equal(choice.tokens, 60);
    near(choice.value / choice.tokens, 0.015);
    near(choice.upperBound, 1.55);
    near(choice.gap, 0.41935483870967744);
    assert.equal(choice.proven, false);
    assert.deepEqual(
      [...choice.rejected],
      [
        ['b', 'does_not_fit'],
        ['c', 'does_not_fit'],
      ],
    );
  });

  it('optimal takes the pair that is worth more', () => {
    const choice = chosen(three, { room: 100, strategy: 'optimal' });
    assert.deepEqual(namesIn(choice), ['b', 'c']);
    assert.equal(choice.tokens, 100);
    near(choice.value, 1.55);
    near(choice.value / choice.tokens, 0.0155);
    assert.equal(choice.upperBound, choice.value);
    assert.equal(choice.gap, 0);
    assert.equal(choice.proven, true);
    assert.deepEqual([...choice.rejected], [['a', 'not_chosen']]);
  });

  it('greedy prefers fewer tokens among equal scores', () => {
    const choice = chosen(
      itemsOf([
        ['ten', 0.9, 10],
        ['five', 0.9, 5],
      ]),
      { room: 5, strategy: 'greedy' },
    );
    assert.deepEqual(namesIn(choice), ['five']);
  });

  it('greedy fills up to the limit, the limit included', () => {
    const items = itemsOf([
      ['low', 0.3, 10],
      ['high', 0.9, 10],
      ['middle', 0.6, 10],
    ]);
    assert.deepEqual(namesIn(chosen(items, { room: 20, strategy: 'greedy' })), ['high', 'middle']);
    const both = chosen(
      itemsOf([
        ['a', 0.9, 10],
        ['b', 0.8, 10],
      ]),
      { room: 20, strategy: 'greedy' },
    );
    near(both.value / both.tokens, 0.085);
    assert.equal(both.proven, true);
    const first = chosen(
      itemsOf([
        ['a', 0.95, 10],
        ['b', 0.85, 100],
      ]),
      { room: 15, strategy: 'greedy' },
    );
    assert.deepEqual(namesIn(first), ['a']);
  });

  it('greedy leaves out the eleventh of eleven equal items', () => {
    const items = itemsOf(Array.from({ length: 11 }, (_, i): Golden => [`i${i}`, 1 - 0.05 * i, 10]));
    const choice = chosen(items, { room: 100, strategy: 'greedy' });
    assert.equal(choice.chosen.size, 10);
    assert.deepEqual([...choice.rejected], [['i10', 'does_not_fit']]);
  });

  it('balanced gives the smaller group its share and pools what is left', () => {
    const items = [
      ...itemsOf(
        [
          ['1', 0.9, 20],
          ['2', 0.85, 20],
          ['3', 0.8, 20],
          ['4', 0.75, 20],
          ['5', 0.7, 20],
        ],
        'A/',
      ),
      ...itemsOf(
        [
          ['1', 0.6, 20],
          ['2', 0.5, 20],
        ],
        'B/',
      ),
    ];
    const choice = chosen(items, { room: 100, ...balancedByFolder });
    assert.deepEqual(namesIn(choice), ['A/1', 'A/2', 'A/3', 'A/4', 'B/1']);
    near(choice.value, 3.9);
    near(choice.gap, 0.025);
    assert.deepEqual(choice.groups, {
      A: { share: 78, demand: 100, used: 80 },
      B: { share: 21, demand: 40, used: 20 },
    });
    const greedy = chosen(items, { room: 100, strategy: 'greedy' });
    near(greedy.value, 4);
    assert.ok(namesIn(greedy).every((name) => name.startsWith('A/')));
  });

  it('balanced lets a group without luck in its share have what is left', () => {
    const items = [
      ...itemsOf(
        [
          ['1', 0.9, 60],
          ['2', 0.8, 50],
        ],
        'A/',
      ),
      ...itemsOf([['1', 0.4, 20]], 'B/'),
    ];
    const choice = chosen(items, { room: 100, ...balancedByFolder });
    near(choice.value, 1.3);
    assert.equal(choice.tokens, 80);
    near(choice.gap, 0.2121, 5e-5);
    assert.deepEqual([choice.groups?.A?.share, choice.groups?.B?.share], [80, 19]);
  });

  it('balanced gives away what a group does not want', () => {
    const items = [
      ...itemsOf([['1', 0.9, 10]], 'A/'),
      ...itemsOf(
        [
          ['1', 0.6, 40],
          ['2', 0.5, 40],
        ],
        'B/',
      ),
    ];
    const choice = chosen(items, { room: 60, ...balancedByFolder });
    near(choice.value, 1.5);
    assert.equal(choice.tokens, 50);
    near(choice.gap, 0.0769, 5e-5);
    assert.deepEqual([choice.groups?.A?.share, choice.groups?.B?.share], [10, 50]);
  });

  it('balanced upgrades outlines with the tokens left', () => {
    const items = [
      ...itemsOf(
        [
          ['1', 0.9, 60, 20],
          ['2', 0.8, 50, 20],
        ],
        'A/',
      ),
      ...itemsOf([['1', 0.6, 40, 10]], 'B/'),
    ];
    const choice = chosen(items, { room: 120, ...balancedByFolder });
    near(choice.value, 2);
    assert.equal(choice.tokens, 120);
    assert.deepEqual(namesIn(choice), ['A/1', 'A/2', 'B/1 outline']);
    assert.deepEqual([choice.groups?.A?.share, choice.groups?.B?.share], [88, 31]);
  });

  it('optimal mixes levels', () => {
    const choice = chosen(xyz, { room: 80, strategy: 'optimal' });
    assert.deepEqual(namesIn(choice), ['X outline', 'Y']);
    near(choice.value, 1.25);
    assert.equal(choice.tokens, 80);
  });

  it('greedy takes the fullest variant that fits', () => {
    const choice = chosen(xyz, { room: 80, strategy: 'greedy' });
    assert.deepEqual(namesIn(choice), ['X']);
    assert.equal(choice.tokens, 60);
    near(choice.upperBound, 1.34);
    near(choice.gap, 0.3284, 5e-5);
  });

  it('optimal keeps a previous selection that is close to the bound', () => {
    const items = itemsOf([
      ['first', 0.5, 10],
      ['second', 0.4998, 10],
    ]);
    const kept = chosen(items, { room: 10, strategy: 'optimal', previous: ['second full'] });
    assert.deepEqual(namesIn(kept), ['second']);
    near(kept.upperBound, 0.5);
    near(kept.gap, 0.0004);
    assert.equal(kept.proven, false);
    const fresh = chosen(items, { room: 10, strategy: 'optimal' });
    assert.deepEqual(namesIn(fresh), ['first']);
    assert.equal(fresh.proven, true);
  });

  it('no candidates give an empty choice', () => {
    for (const strategy of ['greedy', 'balanced', 'optimal'] as const) {
      const {
        chosen: none,
        rejected,
        tokens,
        value,
        upperBound,
        gap,
        proven,
      } = chosen([], { room: 9, strategy });
      assert.deepEqual(
        [none.size, rejected.size, tokens, value, upperBound, gap, proven],
        [0, 0, 0, 0, 0, 0, true],
        strategy,
      );
    }
  });
});
