import assert from 'node:assert/strict';
import fc from 'fast-check';
import { itemMaker, type OfferedCandidate } from '../../../src/core/context/candidates.ts';
import type { Level } from '../../../src/core/context/item.ts';
import type { Renderer } from '../../../src/core/context/render/pack.ts';
import { keepItems } from '../../../src/engine/kept-items.ts';

const RENDERER: Renderer = { format: 'markdown', order: 'path', tree: true, lineNumbers: false };
const length = (text: string): number => text.length;
const half = (text: string): number => Math.ceil(text.length / 2);
const CANDIDATE: OfferedCandidate = {
  id: 'src/a.ts',
  isFile: true,
  lines: 3,
  pinned: false,
  probability: 0.5,
  reason: null,
  tokens: 20,
};

describe('items kept from plan to plan', () => {
  it('are the same objects while nothing that they are made of changes', () => {
    const keep = keepItems();
    const first = keep(['full'], RENDERER, length)(CANDIDATE);
    assert.equal(keep(['full'], { ...RENDERER }, length)({ ...CANDIDATE }), first);
  });

  it('are forgotten with the plan that does not offer them', () => {
    const keep = keepItems();
    const first = keep(['full'], RENDERER, length)(CANDIDATE);
    keep(['full'], RENDERER, length);
    assert.notEqual(keep(['full'], RENDERER, length)(CANDIDATE), first);
  });

  it('property: equal those made anew, whatever changed since the last plan', () => {
    const candidate = fc.record({
      id: fc.constantFrom('src/a.ts', 'b.md'),
      isFile: fc.boolean(),
      lines: fc.nat(2),
      pinned: fc.boolean(),
      probability: fc.constantFrom(0.1, 0.5),
      reason: fc.constant(null),
      tokens: fc.constantFrom(5, 20),
    });
    const plan = fc.record({
      candidates: fc.uniqueArray(candidate, { selector: ({ id }) => id }),
      levels: fc.constantFrom<readonly Level[]>(['full'], ['full', 'path']),
      tree: fc.boolean(),
      count: fc.constantFrom(length, half),
    });
    fc.assert(
      fc.property(fc.array(plan, { maxLength: 6 }), (plans) => {
        const keep = keepItems();
        for (const { candidates, levels, tree, count } of plans) {
          const renderer = { ...RENDERER, tree };
          const make = keep(levels, renderer, count);
          const anew = itemMaker(levels, renderer, count);
          assert.deepEqual(candidates.map(make), candidates.map(anew));
        }
      }),
      { numRuns: 300 },
    );
  });
});
