import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CATEGORIES } from '../../../../src/core/facts/category.ts';
import { advised } from './advised.ts';
import { askable, fakeAdapter } from './fake-models.ts';

describe('registering an adapter', () => {
  it('property 39: a registered model is a candidate of the next request', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(3),
        fc.constantFrom(...CATEGORIES),
        fc.integer({ min: 1, max: 20_000 }),
        fc.boolean(),
        async (others, category, ms, isOffered) => {
          const known = Array.from({ length: others }, (_, place) => askable(`m${place}`));
          const world = advised(known, () => ({ ms: 10 }));
          world.advisor.configure({ caching: false });
          const request = { category, consent: ['fewer_models'] as const };
          const fresh = askable('fresh', { adapter: 'own' });
          // the model is known before what speaks to it, or comes with it
          if (isOffered) world.advisor.offer([...known, fresh]);
          const before = await world.ask(request);
          assert.equal(before.ok, others > 0);
          const own = fakeAdapter(world.clock, () => ({ ms }));
          world.advisor.register({ ...own, name: 'own' });
          world.advisor.offer([...known, fresh]);
          const ids = world.advisor.candidates(null, new Map()).map(({ id }) => id);
          assert.deepEqual(ids, [...known.map(({ id }) => id), 'fresh']);
          const alone = await world.ask(request, { models: ['fresh'] });
          assert.ok(alone.ok);
          assert.deepEqual(alone.value.result.contributingModels, ['fresh']);
          assert.equal(own.attempts.length, 1);
          // it has no verdict, like the others, and is cheaper: it is taken with them, too
          const free = askable('fresh', { adapter: 'own', price: { kind: 'included' }, freeOfCharge: true });
          world.advisor.offer([...known, free]);
          const together = await world.ask(request);
          assert.ok(together.ok);
          assert.ok(together.value.planned.decision.models.some(({ id }) => id === 'fresh'));
          await world.close();
        },
      ),
      { numRuns: 100 },
    );
  });
});
