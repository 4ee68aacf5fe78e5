import assert from 'node:assert/strict';
import fc from 'fast-check';
import { capFor, inputLimit } from '../../../../src/engine/models/model-room.ts';
import { planned } from '../../../../src/engine/models/plan-request.ts';
import { advised, askOf } from './advised.ts';
import { askable } from './fake-models.ts';

const TOKENS = fc.option(fc.integer({ min: 2, max: 300_000 }));

describe('the room that a model has', () => {
  it('is shared by prompt and answer, whatever is asked for: neither is left without any', () => {
    fc.assert(
      fc.property(
        fc.record({ contextWindow: TOKENS, maxInputTokens: TOKENS, maxOutputTokens: TOKENS }),
        fc.integer({ min: 1, max: 100_000 }),
        (limits, requestCap) => {
          const model = askable('a', limits);
          const cap = capFor(model, requestCap);
          const most = inputLimit(model, cap);
          assert.equal(cap >= 1 && cap <= requestCap && cap <= (limits.maxOutputTokens ?? Infinity), true);
          assert.equal(most >= 1 && most <= (limits.maxInputTokens ?? Infinity), true);
          const isShared =
            limits.contextWindow !== null && limits.contextWindow > (limits.maxInputTokens ?? 0);
          if (isShared) assert.equal(most + cap <= (limits.contextWindow ?? 0), true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('bounds the cap that is sent to a small model; an input limit of the editor is no window', async () => {
    const small = askable('small', { contextWindow: 8_000, maxOutputTokens: null });
    const offered = askable('offered', {
      contextWindow: 20_000,
      maxInputTokens: 20_000,
      maxOutputTokens: null,
    });
    const world = advised([small, offered]);
    const plan = await planned(world.advisor, askOf({ requestCap: 60_000, category: 'complex_reasoning' }));
    assert.equal(plan.ok, true);
    await world.ask({ requestCap: 60_000, category: 'complex_reasoning' });
    const caps = new Map(world.adapter.attempts.map(({ model, call }) => [model, call.maxOutputTokens]));
    assert.equal((caps.get('small') ?? 0) < 8_000, true);
    assert.equal(caps.get('offered'), 60_000);
    await world.close();
  });
});
