import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ContextItem } from '../../../../src/core/context/item.ts';
import type { Choice, ChoiceOptions } from '../../../../src/core/context/fit/choice.ts';
import { choose } from '../../../../src/core/context/fit/choose.ts';
import { STRATEGIES, type StrategyName } from '../../../../src/core/context/fit/strategies.ts';
import { costOf, variantsOf } from '../../../../src/core/context/fit/variants.ts';
import { waterFilling } from '../../../../src/core/context/fit/water-filling.ts';
import { anyItems, chosen } from './any-items.ts';

const RUNS = { numRuns: 300 };
const NEAR = 1e-9;
const strategies = Object.keys(STRATEGIES) as StrategyName[];
const anyStrategy = fc.constantFrom(...strategies);
const anyRoom = fc.integer({ min: 1, max: 250 });
const anyFloor = fc.constantFrom(0, 0, 0.005, 0.02, 0.1);
const anyOptions: fc.Arbitrary<ChoiceOptions> = fc.record({
  room: anyRoom,
  strategy: anyStrategy,
  floor: anyFloor,
  groupBy: fc.constantFrom('folder', 'source', 'kind'),
  workLimit: fc.constantFrom(0, 20, 1_000_000),
});

/** The choice, or undefined when the pins alone are too much. */
function choiceOf(items: readonly ContextItem[], options: ChoiceOptions): Choice | undefined {
  const result = choose(items, options);
  if (result.ok) return result.value;
  assert.equal(result.error.code, 'pinned_exceed_budget');
  return undefined;
}

const plain = (choice: Choice): unknown => ({
  ...choice,
  chosen: [...choice.chosen],
  rejected: [...choice.rejected],
});

const valueOf = (choice: Choice, items: readonly ContextItem[]): number =>
  items.reduce((sum, { sourceId }) => sum + (choice.chosen.get(sourceId)?.value ?? 0), 0);

describe('choosing: properties', () => {
  it('property: chosen and rejected partition the items, and the sums are those of the chosen', () => {
    fc.assert(
      fc.property(anyItems, anyOptions, (items, options) => {
        const choice = choiceOf(items, options);
        if (choice === undefined) return;
        const ids = [...choice.chosen.keys(), ...choice.rejected.keys()];
        assert.deepEqual(ids.toSorted(), items.map(({ sourceId }) => sourceId).toSorted());
        assert.equal(choice.ranked.length, items.length);
        const variants = [...choice.chosen.values()];
        assert.equal(
          choice.tokens,
          variants.reduce((sum, variant) => sum + costOf(variant), 0),
        );
        assert.ok(Math.abs(choice.value - variants.reduce((sum, { value }) => sum + value, 0)) < NEAR);
        assert.ok(choice.tokens <= options.room);
      }),
      RUNS,
    );
  });

  it('property: all pinned items are in, in full, or the error says by how much they exceed the room', () => {
    fc.assert(
      fc.property(anyItems, anyOptions, (items, options) => {
        const pinned = items.filter((item) => item.pinned === true);
        const needed = pinned.reduce(
          (sum, item) => sum + Math.max(...variantsOf(item).slice(0, 1).map(costOf)),
          0,
        );
        const result = choose(items, options);
        if (needed > options.room) {
          assert.ok(!result.ok);
          assert.equal(result.error.code, 'pinned_exceed_budget');
          assert.deepEqual(result.error.details, { needed, room: options.room });
          assert.match(result.error.message, new RegExp(`\\b${needed - options.room}\\b`));
          return;
        }
        assert.ok(result.ok);
        for (const { sourceId } of pinned) assert.equal(result.value.chosen.get(sourceId)?.level, 'full');
      }),
      RUNS,
    );
  });

  it('property: what greedy rejects had no room on its turn, and what it takes is the fullest that fits', () => {
    fc.assert(
      fc.property(anyItems, anyRoom, (items, room) => {
        const choice = choiceOf(items, { room, strategy: 'greedy' });
        if (choice === undefined) return;
        let left = room;
        for (const item of choice.ranked) {
          const variant = choice.chosen.get(item.sourceId);
          const fits = variantsOf(item).find((each) => costOf(each) <= left);
          assert.equal(variant, item.pinned === true ? variant : fits);
          if (variant === undefined) assert.equal(choice.rejected.get(item.sourceId), 'does_not_fit');
          else left -= costOf(variant);
        }
      }),
      RUNS,
    );
  });

  it('property: with equal token counts greedy takes the highest ranked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 90 }),
        (percents, room) => {
          const items = percents.map((percent, i) => ({
            sourceId: `${i}`,
            probability: percent / 100,
            tokenCount: 10,
          }));
          const choice = chosen(items, { room, strategy: 'greedy' });
          const expected = choice.ranked.slice(0, Math.floor(room / 10)).map(({ sourceId }) => sourceId);
          assert.deepEqual([...choice.chosen.keys()], expected);
        },
      ),
      RUNS,
    );
  });

  it('property: optimal is at least greedy and balanced, and no value exceeds its bound', () => {
    fc.assert(
      fc.property(anyItems, anyOptions, (items, options) => {
        const choices = strategies.map((strategy) => choiceOf(items, { ...options, strategy }));
        const best = choiceOf(items, { ...options, strategy: 'optimal' });
        for (const choice of choices) {
          if (choice === undefined || best === undefined) return;
          assert.ok(best.value >= choice.value - NEAR);
          assert.ok(choice.value <= choice.upperBound);
          assert.ok(best.value <= choice.upperBound + NEAR, 'every bound holds for the optimum');
          assert.ok(choice.gap >= 0 && choice.gap <= 1);
          if (choice.proven) {
            assert.equal(choice.gap, 0);
            if (best.proven) assert.ok(Math.abs(choice.value - best.value) < NEAR);
          }
        }
      }),
      RUNS,
    );
  });

  it('property: in balanced each group has at least the optimum of its share, and no single upgrade still fits', () => {
    fc.assert(
      fc.property(anyItems, anyRoom, anyFloor, (drawn, room, floor) => {
        const items = drawn.map((item) => ({ ...item, pinned: false }));
        const choice = chosen(items, { room, floor, strategy: 'balanced', groupBy: 'folder' });
        for (const [name, { share, used }] of Object.entries(choice.groups ?? {})) {
          const members = items.filter(({ sourceId }) => sourceId.startsWith(`${name}/`));
          const spent = members.reduce((sum, { sourceId }) => {
            const variant = choice.chosen.get(sourceId);
            return variant === undefined ? sum : sum + costOf(variant);
          }, 0);
          assert.equal(used, spent);
          const alone = share > 0 ? chosen(members, { room: share, floor, strategy: 'optimal' }).value : 0;
          assert.ok(valueOf(choice, members) >= alone - NEAR, name);
        }
        if (floor > 0) return;
        const left = room - choice.tokens;
        for (const item of items) {
          const held = choice.chosen.get(item.sourceId);
          for (const variant of variantsOf(item)) {
            const fits = costOf(variant) - (held === undefined ? 0 : costOf(held)) <= left;
            assert.ok(!fits || variant.value <= (held?.value ?? 0), `${variant.id} would fit`);
          }
        }
      }),
      RUNS,
    );
  });

  it('property: water-filling gives no group more than it wants, and short groups the same level', () => {
    const weight = fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 50, noNaN: true }));
    const groups = fc.array(fc.tuple(weight, fc.integer({ min: 0, max: 500 })), { maxLength: 8 });
    fc.assert(
      fc.property(groups, fc.integer({ min: 0, max: 1500 }), (drawn, room) => {
        const shares = drawn.map(([share]) => share);
        const demands = drawn.map(([, demand]) => demand);
        const filled = waterFilling(shares, demands, room);
        const wanted = demands.reduce((sum, demand) => sum + demand, 0);
        const total = filled.reduce((sum, b) => sum + b, 0);
        if (wanted <= room) {
          assert.deepEqual(filled, demands);
          return;
        }
        const reachable = demands.reduce((sum, demand, g) => sum + ((shares[g] ?? 0) > 0 ? demand : 0), 0);
        assert.ok(Math.abs(total - Math.min(room, reachable)) < 1e-6);
        const level = (g: number): number => (filled[g] ?? 0) / (shares[g] ?? 1);
        const weighted = [...shares.keys()].filter((g) => (shares[g] ?? 0) > 0);
        const short = weighted.filter((g) => (filled[g] ?? 0) < (demands[g] ?? 0) - 1e-9);
        const height = Math.max(0, ...short.map(level));
        for (const g of filled.keys()) assert.ok((filled[g] ?? 0) <= (demands[g] ?? 0));
        for (const g of short) assert.ok(Math.abs(level(g) - height) <= 1e-6 * height);
        if (short.length > 0) for (const g of weighted) assert.ok(level(g) <= height * (1 + 1e-6));
      }),
      { numRuns: 2000 },
    );
  });

  it('property: neither a larger room nor one more item lowers a proven optimum', () => {
    fc.assert(
      fc.property(anyItems, anyRoom, fc.integer({ min: 0, max: 60 }), (drawn, room, more) => {
        const items = drawn.map((item) => ({ ...item, pinned: false }));
        const all = chosen(items, { room, strategy: 'optimal' });
        const roomier = chosen(items, { room: room + more, strategy: 'optimal' });
        const fewer = chosen(items.slice(1), { room, strategy: 'optimal' });
        assert.ok(all.proven && roomier.proven && fewer.proven);
        assert.ok(roomier.value >= all.value - NEAR);
        assert.ok(fewer.value <= all.value + NEAR);
      }),
      RUNS,
    );
  });

  it('property: the order of items and of their variants never matters', () => {
    const shuffled = anyItems.chain((items) =>
      fc.tuple(fc.constant(items), fc.shuffledSubarray([...items], { minLength: items.length })),
    );
    fc.assert(
      fc.property(shuffled, anyOptions, ([items, others], options) => {
        const turned = others.map((item) => ({ ...item, variants: variantsOf(item).toReversed() }));
        const one = choiceOf(items, options);
        const two = choiceOf(turned, options);
        if (one === undefined || two === undefined) {
          assert.equal(one, two);
          return;
        }
        const ids = ({ ranked }: Choice): string[] => ranked.map(({ sourceId }) => sourceId);
        assert.deepEqual(
          { ...(plain(one) as object), ranked: ids(one) },
          { ...(plain(two) as object), ranked: ids(two) },
        );
      }),
      RUNS,
    );
  });

  it('property: no reason is untrue', () => {
    fc.assert(
      fc.property(
        anyItems,
        anyRoom,
        anyFloor,
        fc.constantFrom('balanced', 'optimal'),
        (items, room, floor, strategy) => {
          const choice = choiceOf(items, { room, floor, strategy });
          if (choice === undefined) return;
          const pinned = items.filter((item) => item.pinned === true);
          const beside =
            room -
            pinned.reduce((sum, { sourceId }) => {
              const variant = choice.chosen.get(sourceId);
              return variant === undefined ? sum : sum + costOf(variant);
            }, 0);
          for (const item of items) {
            const reason = choice.rejected.get(item.sourceId);
            const worth = variantsOf(item).filter(({ value }) => value > 0);
            if (reason === 'does_not_fit' && floor === 0)
              assert.ok(variantsOf(item).every((each) => costOf(each) > beside));
            if (reason === 'not_chosen') assert.ok(variantsOf(item).some((each) => costOf(each) <= beside));
            if (reason === 'below_floor') {
              assert.ok(floor > 0);
              assert.ok(worth.every((each) => each.value < floor * costOf(each)));
            }
          }
        },
      ),
      RUNS,
    );
  });
});

describe('choosing: keeping the previous selection', () => {
  const ids = (choice: Choice): string[] => [...choice.chosen.values()].map(({ id }) => id);

  it('property: a kept selection still fits, is within 0.1 % of a true bound and claims no proof', () => {
    fc.assert(
      fc.property(anyItems, anyRoom, anyRoom, (drawn, before, room) => {
        const items = drawn.map((item) => ({ ...item, pinned: false }));
        const previous = ids(chosen(items, { room: before, strategy: 'greedy' }));
        const best = chosen(items, { room, strategy: 'optimal' });
        const choice = chosen(items, { room, strategy: 'optimal', previous });
        assert.ok(choice.tokens <= room);
        assert.ok(choice.value <= choice.upperBound && best.value <= choice.upperBound + NEAR);
        if (choice.proven) assert.ok(Math.abs(choice.value - best.value) < NEAR);
        else assert.ok(choice.gap <= 0.001 + NEAR);
      }),
      RUNS,
    );
  });

  const item = (sourceId: string, probability: number, tokenCount: number): ContextItem => ({
    sourceId,
    probability,
    tokenCount,
  });
  const close = [item('first', 0.5, 10), item('second', 0.4998, 10)];
  const options = { room: 10, strategy: 'optimal' } as const;

  it('is let go when it is too far from the bound or no longer fits', () => {
    assert.deepEqual(
      ids(chosen([item('first', 0.5, 10), item('far', 0.4, 10)], { ...options, previous: ['far'] })),
      ['first'],
    );
    assert.deepEqual(
      ids(chosen([item('first', 0.5, 10), item('grown', 0.4998, 11)], { ...options, previous: ['grown'] })),
      ['first'],
    );
  });

  it('passes over what is gone, and is none when nothing of it is left', () => {
    assert.deepEqual(ids(chosen(close, { ...options, previous: ['gone', 'second'] })), ['second']);
    const choice = chosen(close, { ...options, previous: ['gone'] });
    assert.deepEqual([ids(choice), choice.proven], [['first'], true]);
  });

  it('is no selection when it has two variants of one item', () => {
    const variants = [
      { id: 'x', level: 'full' as const, ranges: [], tokens: 9, value: 0.5 },
      { id: 'y', level: 'path' as const, ranges: [], tokens: 1, value: 0.4998 },
    ];
    const items = [{ ...item('a', 0.5, 9), variants }, item('b', 0.1, 9)];
    assert.equal(chosen(items, { ...options, previous: ['x', 'y'] }).proven, true);
  });

  it('takes in what came since and fits beside it', () => {
    const items = [...close, item('new', 0.0001, 3)];
    const choice = chosen(items, { ...options, room: 13, previous: ['second'] });
    assert.deepEqual(ids(choice), ['second', 'new']);
    assert.equal(choice.proven, false);
  });

  it('says nothing where everything fits, or to another strategy', () => {
    assert.equal(chosen(close, { ...options, room: 20, previous: ['second'] }).chosen.size, 2);
    assert.deepEqual(ids(chosen(close, { ...options, strategy: 'greedy', previous: ['second'] })), ['first']);
  });
});
