import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nthSmallest } from '../../../../src/core/context/fit/nth-smallest.ts';
import { orderByKey } from '../../../../src/core/context/fit/order-by-key.ts';
import { addNode, emptyTrail, makeRoom, picksAt, START } from '../../../../src/core/context/fit/trail.ts';
import { cut, emptyStates } from '../../../../src/core/context/fit/states.ts';
import { relax } from '../../../../src/core/context/fit/relaxation.ts';
import { bellman, problemOf } from '../../../instances.ts';
import { anyInstance } from './any-items.ts';

describe('choosing: parts of the search', () => {
  const fewNumbers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 200 });

  it('property: sorting by key is stable and sorts', () => {
    fc.assert(
      fc.property(fewNumbers, (numbers) => {
        const order = Int32Array.from(numbers.keys());
        orderByKey(order, Float64Array.from(numbers));
        const expected = [...numbers.keys()].sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0));
        assert.deepEqual([...order], expected);
      }),
      { numRuns: 300 },
    );
  });

  it('property: the nth smallest is what sorting puts there', () => {
    fc.assert(
      fc.property(fewNumbers, fc.nat(), (numbers, draw) => {
        const rank = draw % numbers.length;
        const sorted = numbers.toSorted((a, b) => a - b);
        assert.equal(nthSmallest(Float64Array.from(numbers), numbers.length, rank), sorted[rank]);
      }),
      { numRuns: 300 },
    );
  });

  it('property: the relaxation bounds the optimum, and its base is a solution', () => {
    fc.assert(
      fc.property(anyInstance({ items: 12, variants: 4 }), (instance) => {
        const { bound, value, cost, everythingFits } = relax(problemOf(instance));
        const optimum = bellman(instance);
        assert.ok(cost <= instance.room);
        assert.ok(value <= optimum && optimum <= bound + 1e-9);
        if (everythingFits) assert.equal(value, optimum);
      }),
      { numRuns: 300 },
    );
  });

  it('a cut keeps half the width even when all losses tie, and tells the least loss dropped', () => {
    const states = emptyStates(8);
    for (let j = 0; j < 8; j++) {
      states.cost[j] = 10;
      states.loss[j] = j < 6 ? 1 : 2;
    }
    states.count = 8;
    assert.equal(cut(states, 4, 1, 10), 1);
    assert.equal(states.count, 2);
  });

  it('a long trail is tidied of dead ends and still leads back', () => {
    const trail = emptyTrail();
    const live = Int32Array.of(START, START);
    let best = START;
    let live1 = START;
    const items = 600_000;
    for (let item = 0; item < items; item++) {
      live[0] = START;
      live[1] = live1;
      best = makeRoom(trail, 2, live, 2, best);
      live1 = live[1];
      addNode(trail, live1, item, 7); // never built upon
      if (item % 60_000 === 0) {
        live1 = addNode(trail, live1, item, 1);
        best = live1;
      }
    }
    assert.ok(trail.parent.length < 2 * items, `${trail.parent.length} nodes held`);
    const picks = picksAt(trail, best, new Int32Array(items).fill(-1));
    assert.deepEqual(
      [...picks.keys()].filter((item) => picks[item] !== -1),
      Array.from({ length: 10 }, (_, i) => i * 60_000),
    );
  });
});
