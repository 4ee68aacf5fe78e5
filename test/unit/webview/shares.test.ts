import assert from 'node:assert/strict';
import fc from 'fast-check';
import { barOf, partsOf } from '../../../src/webview/shares.ts';
import { FITTING_PLAN } from '../../webview/states.ts';

const tokens = fc.nat(2_000_000);
const plans = fc
  .record({
    budget: fc.integer({ min: 1, max: 2_000_000 }),
    margin: tokens,
    instructions: tokens,
    files: tokens,
    out: tokens,
  })
  .map(({ budget, margin, instructions, files, out }) => ({
    budget,
    margin,
    tokens: { instructions, files, used: instructions + files, wanted: instructions + files + out },
  }));

describe('webview: shares of the bar', () => {
  it('fills the budget with instructions, files and what is free', () => {
    assert.deepEqual(partsOf(FITTING_PLAN), {
      instructions: 512,
      files: 23_600,
      free: 7888,
      margin: 0,
      overflow: 0,
    });
    const { segments, limit, cut } = barOf(FITTING_PLAN);
    assert.deepEqual(
      segments.map(({ part, length }) => [part, Math.round(length * 100) / 100]),
      [
        ['instructions', 1.6],
        ['files', 73.75],
        ['free', 24.65],
      ],
    );
    assert.equal(limit, 100);
    assert.equal(cut, false);
  });

  it('puts what is ticked but not in beyond the limit, at its true length while that stays readable', () => {
    const bar = barOf({
      budget: 100,
      margin: 0,
      tokens: { instructions: 10, files: 90, used: 100, wanted: 125 },
    });
    assert.equal(bar.limit, 80);
    assert.deepEqual(bar.segments.at(-1), { part: 'overflow', tokens: 25, from: 80, length: 20 });
    assert.equal(bar.cut, false);
  });

  it('shortens an overflow that would leave no room for the budget, and says so', () => {
    const bar = barOf({
      budget: 100,
      margin: 0,
      tokens: { instructions: 10, files: 90, used: 100, wanted: 100_000 },
    });
    assert.equal(bar.limit, 60);
    assert.equal(bar.cut, true);
  });

  it('draws nothing without a budget', () => {
    assert.deepEqual(barOf({ ...FITTING_PLAN, budget: 0 }).segments, []);
  });

  it('property: the parts within the budget sum to the budget exactly', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { instructions, files, free, margin } = partsOf(plan);
        assert.equal(instructions + files + free + margin, plan.budget);
        assert.ok(Math.min(instructions, files, free, margin) >= 0);
      }),
      { numRuns: 300 },
    );
  });

  it('property: segments follow each other without gap or overlap and fill the bar', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        let end = 0;
        for (const { from, length } of barOf(plan).segments) {
          assert.ok(Math.abs(from - end) < 1e-9);
          assert.ok(length > 0);
          end = from + length;
        }
        assert.ok(Math.abs(end - 100) < 1e-9);
      }),
      { numRuns: 300 },
    );
  });
});
