import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { CATEGORIES } from '../../../../src/core/facts/category.ts';
import { ADAPTER_ERRORS, type AdapterErrorCode } from '../../../../src/core/facts/model-response.ts';
import { temporaryFolder } from '../../node/temporary-folder.ts';
import { advised } from './advised.ts';
import { askable, perToken } from './fake-models.ts';

describe('a request to models', () => {
  it('goes from its words to an answer, and leaves a record of everything', async () => {
    const world = advised([askable('a'), askable('b')], ({ model }) => ({
      ms: model.id === 'a' ? 100 : 200,
    }));
    await world.prove('a', 'complex_reasoning', 10);
    await world.prove('b', 'complex_reasoning', 12);
    const answer = await world.ask({ prompt: 'Compare the two models and explain why one is faster' });
    assert.equal(answer.ok, true);
    if (!answer.ok) return;
    const { result, responses, costMicroUsd, totalMs, cached, planned } = answer.value;
    assert.deepEqual(
      planned.decision.models.map(({ id, role }) => [id, role]),
      [
        ['b', 'qualified'],
        ['a', 'qualified'],
      ],
    );
    assert.equal(result.data, 'answer of b');
    assert.deepEqual(result.flags, []);
    assert.equal(responses.length, 2);
    assert.equal(costMicroUsd, 2 * (100 + 10 * 10));
    assert.equal(totalMs, 200);
    assert.equal(cached, false);
    const records = (await world.records()).filter(({ kind }) => kind !== 'verdict');
    assert.deepEqual(
      records.map(({ kind }) => kind),
      ['response', 'response', 'request'],
    );
    const [, , request] = records;
    assert.equal(request?.kind, 'request');
    if (request?.kind !== 'request') return;
    assert.deepEqual(
      [request.models, request.strategy, request.totalMs, request.firstResponseMs, request.failure],
      [['a', 'b'], 'dual_validation', 200, 100, null],
    );
    assert.equal(request.costMicroUsd, costMicroUsd);
    await world.close();
  });

  it('property 1: every processed request leaves a complete record per response', async () => {
    const act = fc.record({
      ms: fc.integer({ min: 1, max: 40_000 }),
      code: fc.option(fc.constantFrom(...(Object.keys(ADAPTER_ERRORS) as AdapterErrorCode[])), { freq: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { minLength: 1, maxLength: 4 }),
        fc.option(fc.constantFrom(...CATEGORIES)),
        fc.boolean(),
        async (acts, category, isPriced) => {
          const price = isPriced ? {} : { price: { kind: 'included' as const } };
          const models = acts.map((_, place) => askable(`m${place}`, price));
          const world = advised(models, ({ model }) => {
            const { ms, code } = acts[Number(model.id.slice(1))] ?? { ms: 1, code: null };
            return { ms, ...(code === null ? {} : { code }) };
          });
          const answer = await world.ask({ category, consent: ['fewer_models'] });
          const records = await world.records();
          const responses = records.filter((record) => record.kind === 'response');
          const request = records.find((record) => record.kind === 'request');
          const asked = new Set(world.adapter.attempts.map(({ model }) => model));
          assert.deepEqual(new Set(responses.map(({ model }) => model)), asked);
          assert.equal(responses.length, asked.size);
          for (const response of responses) {
            assert.equal(response.requestId, request?.id);
            assert.equal(response.category, request?.category);
            assert.equal(response.success, response.error === null);
            assert.equal(response.costMicroUsd !== null, isPriced);
            assert.equal(response.at <= world.clock.now(), true);
          }
          if (answer.ok)
            assert.deepEqual(
              new Set(answer.value.responses.map(({ id }) => id)),
              new Set(responses.map(({ id }) => id)),
            );
          assert.equal(request?.failure?.code ?? null, answer.ok ? null : answer.error.code);
          await world.close();
        },
      ),
      { numRuns: 100 },
    );
  });

  it('property 7: request, decision and records carry the same category', async () => {
    const prompts = fc.oneof(
      fc.constantFrom(
        'What is the current Bitcoin price?',
        'Verify whether the price is correct',
        'Show the historical trend of exchange rates',
        'Compare the two models and explain why one is faster',
        '最新的4090价格',
      ),
      fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
    );
    await fc.assert(
      fc.asyncProperty(prompts, fc.option(fc.constantFrom(...CATEGORIES)), async (prompt, category) => {
        const world = advised([askable('a'), askable('b'), askable('c')], () => ({
          ms: 10,
          text: '[{"price": 99}]',
        }));
        const answer = await world.ask({ prompt, category, dataType: 'gpu' });
        assert.equal(answer.ok, true);
        if (!answer.ok) return;
        const { classification, decision } = answer.value.planned;
        if (category !== null) assert.equal(classification.category, category);
        assert.equal(decision.category, classification.category);
        assert.equal(answer.value.validation?.category, classification.category);
        const records = await world.records();
        assert.equal(
          records.some(({ kind }) => kind === 'verdict'),
          true,
        );
        for (const record of records) assert.equal(record.category, classification.category);
        await world.close();
      }),
      { numRuns: 100 },
    );
  });

  it('property 38: the next request uses new thresholds, running ones the old', async () => {
    const settings = fc.record({
      minSamples: fc.integer({ min: 1, max: 20 }),
      retries: fc.integer({ min: 0, max: 3 }),
      'counts.dual': fc.integer({ min: 1, max: 3 }),
      caching: fc.constant(false),
    });
    await fc.assert(
      fc.asyncProperty(
        settings,
        settings,
        fc.integer({ min: 1, max: 15 }),
        async (before, after, verdicts) => {
          const world = advised(
            ['a', 'b', 'c'].map((id) => askable(id)),
            () => ({ ms: 10, code: 'adapter_server' }),
          );
          for (const id of ['a', 'b', 'c']) await world.prove(id, 'complex_reasoning', verdicts);
          const attemptsOf = (): number => world.adapter.attempts.length;
          // all fail, so that the next by rank is asked as well where there is one that qualifies
          const expected = (config: typeof before): number | null => {
            const { minSamples, retries, 'counts.dual': count } = config;
            if (verdicts >= 2 * minSamples) return null;
            const further = verdicts >= minSamples && count < 3 ? 1 : 0;
            return (count + further) * (1 + retries);
          };
          world.advisor.configure(before);
          const running = world.ask({ category: 'complex_reasoning', qualityThreshold: 0.1 });
          // it has begun, and nothing of it has come yet
          await new Promise((resolve) => setImmediate(resolve));
          world.advisor.configure(after);
          const first = await running;
          assert.equal(first.ok ? '' : first.error.code, 'all_models_failed');
          const attempts = attemptsOf();
          assert.equal(attempts, expected(before) ?? attempts);
          await world.ask({ category: 'complex_reasoning', qualityThreshold: 0.1 });
          assert.equal(attemptsOf() - attempts, expected(after) ?? attemptsOf() - attempts);
          await world.close();
        },
      ),
      { numRuns: 100 },
    );
  });

  it('holds room for what it may take, and gives back what it did not', async () => {
    const folder = temporaryFolder();
    try {
      const world = advised([askable('a', { price: perToken(10, 100) })], undefined, {
        store: join(folder.path, 'store'),
      });
      const answer = await world.ask({ requestCap: 500 });
      assert.equal(answer.ok, true);
      assert.equal(answer.ok && answer.value.planned.price.pricedMicroUsd > 50_000, true);
      const { ledger } = world.opened?.limits ?? assert.fail();
      const [reservation] = ledger.reservations;
      assert.equal(reservation?.state ?? 'committed', 'committed');
      const usage = (await import('../../node/store/workspace-records.ts')).recordsIn(
        world.opened?.history ?? assert.fail(),
      );
      const entry = (await usage).find((record) => record.kind === 'usage');
      assert.deepEqual(entry?.kind === 'usage' && entry.amounts, {
        outputTokens: 10,
        contextTokens: 100,
        microUsd: 2_000,
      });
      await world.close();
    } finally {
      folder.remove();
    }
  });
});
