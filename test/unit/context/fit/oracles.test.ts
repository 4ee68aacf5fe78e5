import assert from 'node:assert/strict';
import fc from 'fast-check';
import { choose } from '../../../../src/core/context/fit/choose.ts';
import { toIntegers } from '../../../../src/core/context/fit/integer-values.ts';
import { NOTHING, type Problem, sumOf } from '../../../../src/core/context/fit/problem.ts';
import { relax } from '../../../../src/core/context/fit/relaxation.ts';
import { optimumOf, search } from '../../../../src/core/context/fit/search.ts';
import {
  bellman,
  type Instance,
  itemsOf,
  MULTIPLE_CLASSES,
  problemOf,
  severalVariants,
  SINGLE_CLASSES,
  singleVariant,
  smallInstances,
} from '../../../instances.ts';
import { anyInstance, chosen } from './any-items.ts';

/** The optimum by trying everything. */
function exhaustive(instance: Instance, from = 0, left = instance.room): number {
  const list = instance.items[from];
  if (list === undefined) return 0;
  let best = exhaustive(instance, from + 1, left);
  for (const [tokens, value] of list) {
    if (tokens <= left) best = Math.max(best, value + exhaustive(instance, from + 1, left - tokens));
  }
  return best;
}

describe('choosing: the optimum against oracles', () => {
  it('property: equals exhaustive search for up to 15 items', () => {
    fc.assert(
      fc.property(anyInstance({ items: 15, variants: 2 }), (instance) => {
        const choice = chosen(itemsOf(instance), { room: instance.room, strategy: 'optimal' });
        assert.equal(choice.proven, true);
        assert.ok(Math.abs(choice.value - exhaustive(instance)) < 1e-9);
      }),
      { numRuns: 150 },
    );
  });

  it('property: equals exhaustive search for any real values, to what rounding them to integers may cost', () => {
    const real = fc.array(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.double({ min: 0, max: 1, noNaN: true })), {
        maxLength: 3,
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(real, fc.integer({ min: 1, max: 80 }), (items, room) => {
        const choice = chosen(itemsOf({ name: 'real', items, room }), { room, strategy: 'optimal' });
        assert.ok(
          Math.abs(choice.value - exhaustive({ name: 'real', items, room })) <= items.length * 2 ** -30,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('equals Bellman on more than 10,000 small instances of every class, and knows it', () => {
    let tried = 0;
    for (let seed = 1; seed <= 20; seed++) {
      for (const instance of smallInstances(seed)) {
        if (instance.room <= 0) continue;
        tried++;
        const optimum = bellman(instance);
        const choice = chosen(itemsOf(instance), { room: instance.room, strategy: 'optimal' });
        assert.equal(choice.value, optimum, `${instance.name}, seed ${seed}`);
        assert.equal(choice.upperBound, optimum);
        assert.equal(choice.proven, true);
        assert.ok(choice.tokens <= instance.room);
      }
    }
    assert.ok(tried >= 10_000, `only ${tried}`);
  });

  it('proves sums of decimals and of common multiples that floating point blurs', () => {
    const cases: readonly (readonly [values: readonly number[], room: number, best: number])[] = [
      [[0.1, 0.2, 0.3], 2, 0.5],
      [[0.7, 0.7, 0.7, 0.7], 3, 2.1],
      [[300_000, 600_000, 900_000], 2, 1_500_000],
      [[0.000001, 0.000002], 1, 0.000002],
    ];
    for (const [values, room, best] of cases) {
      const items = itemsOf({ name: 'equal costs', items: values.map((value) => [[1, value]]), room });
      const choice = chosen(items, { room, strategy: 'optimal' });
      assert.ok(Math.abs(choice.value - best) < 1e-9 && choice.proven);
      assert.equal(choice.work, 0, 'the bound alone proves it');
    }
  });

  it('takes items with hundreds of variants', () => {
    const list = Array.from({ length: 300 }, (_, j): [number, number] => [300 - j, Math.sqrt(300 - j)]);
    const items = itemsOf({ name: 'many', items: [list, list, list], room: 300 });
    const choice = chosen(items, { room: 300, strategy: 'optimal' });
    assert.equal(choice.tokens, 300);
    assert.ok(Math.abs(choice.value - 30) < 1e-6);
    assert.ok(choice.proven);
  });
});

describe('choosing: a search cut short', () => {
  const limits = [
    { workLimit: 0 },
    { workLimit: 50 },
    { workLimit: 500 },
    { workLimit: 5_000, widths: [4] },
    { workLimit: 1e6, widths: [4] },
    { workLimit: 1e6, widths: [16] },
    { workLimit: 1e6, widths: [4, 16] },
    { workLimit: 1e6, widths: [64] },
  ];

  it('keeps value ≤ optimum ≤ upper bound in more than 5,000 runs, and the work limit', () => {
    let tried = 0;
    let unproven = 0;
    for (let seed = 1; seed <= 14; seed++) {
      for (const instance of cutInstances(seed)) {
        const optimum = bellman(instance);
        const problem = problemOf(instance);
        const whole = toIntegers(problem);
        const relaxed = relax(whole);
        for (const limit of limits) {
          tried++;
          const result = search(whole, relaxed, limit);
          const value = sumOf(result.picks, problem.values);
          const upper = whole.atMost(result.upper);
          assert.ok(sumOf(result.picks, problem.costs) <= problem.room);
          assert.equal(value, whole.atMost(result.value), 'the value told is the value of the picks');
          assert.ok(value <= optimum && optimum <= upper, `${instance.name}: ${value} ${optimum} ${upper}`);
          assert.equal(result.proven, value === upper);
          assert.ok(result.work <= limit.workLimit);
          if (!result.proven) unproven++;
        }
      }
    }
    assert.ok(tried >= 5_000, `only ${tried}`);
    assert.ok(unproven >= 500, `only ${unproven} were cut at all`);
  });

  it('is never worse than greedy and balanced', () => {
    for (let seed = 1; seed <= 10; seed++) {
      for (const instance of cutInstances(seed)) {
        const items = itemsOf(instance);
        const value = (strategy: 'greedy' | 'balanced' | 'optimal'): number => {
          const options = { room: instance.room, strategy, groupBy: 'source', workLimit: 60 } as const;
          const result = choose(items, options);
          assert.ok(result.ok);
          assert.ok(result.value.value <= result.value.upperBound);
          return result.value.value;
        };
        assert.ok(value('optimal') >= Math.max(value('greedy'), value('balanced')), instance.name);
      }
    }
  });

  function cutInstances(seed: number): Instance[] {
    const counts = [10, 40, 100];
    const single = SINGLE_CLASSES.filter((name) => name !== 'similarWeights');
    return [
      ...counts.flatMap((count) => single.map((name) => singleVariant(name, count, 200, seed, 0.4))),
      ...counts.flatMap((count) =>
        MULTIPLE_CLASSES.map((kind) => severalVariants(kind, count, 3, 200, seed, 0.3)),
      ),
    ];
  }
});

describe('choosing: values that are no short decimals', () => {
  it('includes the rounding in the bound', () => {
    const values = Float64Array.of(Math.PI / 4, Math.E / 4, 1 / 3);
    const problem: Problem = {
      items: 3,
      offsets: Int32Array.of(0, 1, 2, 3),
      costs: Float64Array.of(1, 1, 1),
      values,
      room: 2,
    };
    const whole = toIntegers(problem);
    assert.equal(whole.exact, false);
    assert.equal(2 ** 30 % Math.max(...whole.values), 0, 'the largest is 2^30 but for a common divisor');
    const both = Int32Array.of(0, 1, NOTHING);
    assert.ok(whole.atMost(sumOf(both, whole.values)) >= sumOf(both, values));
  });

  it('does not let a variant that cannot fit set the scale', () => {
    const problem: Problem = {
      items: 2,
      offsets: Int32Array.of(0, 1, 2),
      costs: Float64Array.of(9, 1),
      values: Float64Array.of(1e300, 1e-7 / 3),
      room: 5,
    };
    assert.deepEqual([...optimumOf(problem, { workLimit: 100 }).picks], [NOTHING, 1]);
  });

  it('survives values at both ends of the doubles', () => {
    for (const value of [5e-324, 1e-308, 1e300]) {
      const items = itemsOf({ name: 'extreme', items: [[[1, value]], [[1, value]]], room: 1 });
      const choice = chosen(items, { room: 1, strategy: 'optimal' });
      assert.equal(choice.chosen.size, 1);
      assert.equal(choice.value, value);
    }
  });
});
