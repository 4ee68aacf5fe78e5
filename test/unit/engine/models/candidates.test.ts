import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createOrThrow } from '../../../../src/core/budget/compute/compute-budget.ts';
import { usedHundredths } from '../../../../src/core/budget/compute/work.ts';
import type { AdapterCall } from '../../../../src/node/providers/adapter.ts';
import { makeCandidates } from '../../../../src/engine/models/candidates.ts';
import type { ExecuteOptions } from '../../../../src/engine/models/execute.ts';
import { DEFAULT_CALL_SETTINGS } from '../../../../src/engine/models/ports.ts';
import { FakeClock } from './fake-clock.ts';
import { type Act, askable, callOf, fakeAdapter } from './fake-models.ts';

/** Verifications and rewrite rounds are told by their instructions. */
function workOf({ system }: AdapterCall): 'answer' | 'verification' | 'refinement' {
  if (system === null) return 'answer';
  return system.startsWith('You check') ? 'verification' : 'refinement';
}

describe('candidates of a compute budget', () => {
  const make = async (
    budget: Parameters<typeof createOrThrow>[0],
    scores: Readonly<Record<string, number>>,
    acts: (call: AdapterCall, place: number) => Act,
    more: Partial<ExecuteOptions> = {},
  ) => {
    const clock = new FakeClock();
    let place = 0;
    const adapter = fakeAdapter(clock, (call) => acts(call, workOf(call) === 'answer' ? place++ : 0));
    let ids = 0;
    const result = await clock.run(
      makeCandidates(
        Object.entries(scores).map(([id, score]) => ({ call: callOf(askable(id)), score })),
        createOrThrow(budget),
        {
          now: clock.now,
          random: () => 0.5,
          sleep: clock.sleep,
          newId: () => `marker-${ids++}`,
          adapterOf: () => adapter,
          count: (_, text) => text.length,
          pause: () => undefined,
        },
        {
          settings: DEFAULT_CALL_SETTINGS,
          signal: new AbortController().signal,
          least: 1,
          refill: () => Promise.resolve([]),
          ...more,
        },
      ),
    );
    const asked = adapter.attempts.map(({ model, call }) => [workOf(call), model] as const);
    return { result, asked, calls: adapter.attempts.map(({ call }) => call), clock };
  };

  it('come in turn from the models, repeated ones at a temperature, in batches of three', async () => {
    const { result, asked, calls } = await make({ numCandidates: 5 }, { a: 0.9, b: 0.8 }, (_, place) => ({
      ms: 10,
      text: `answer ${place}`,
    }));
    assert.deepEqual(
      asked.map(([, model]) => model),
      ['a', 'b', 'a', 'b', 'a'],
    );
    assert.deepEqual(
      calls.map(({ temperature }) => temperature),
      [null, null, 0.7, 0.7, 0.7],
    );
    assert.deepEqual(result.work, { answers: 5, verified: 0, searchIterations: 0, refinements: 0 });
    assert.equal(result.totalMs, 20);
    assert.equal(result.kept.length, 5);
  });

  it('end early when four fifths of three or more are the same', async () => {
    const { result } = await make({ numCandidates: 10 }, { a: 0.9 }, () => ({ ms: 10, text: '{"x": 1}' }));
    assert.equal(result.work.answers, 3);
  });

  it('are scored by the best other model, and dropped below the threshold', async () => {
    const { result, asked } = await make(
      { numCandidates: 3, usePrm: true },
      { a: 0.7, b: 0.9, c: 0.8 },
      (call) => {
        if (workOf(call) === 'answer') return { ms: 10, text: `answer of ${call.model.id}` };
        return { ms: 10, text: call.prompt.includes('answer of b') ? '{"score": 0.4}' : '{"score": 0.5}' };
      },
    );
    assert.deepEqual(
      asked.slice(3).map(([work, model]) => `${work} ${model}`),
      ['verification b', 'verification c', 'verification b'],
    );
    assert.deepEqual(result.kept.map(({ content }) => content).toSorted(), ['answer of a', 'answer of c']);
    assert.deepEqual(result.work, { answers: 3, verified: 3, searchIterations: 0, refinements: 0 });
    assert.equal(result.responses.length, 6);
  });

  it('keep the best where all are below it, and those that nobody could score', async () => {
    const all = await make({ numCandidates: 2, usePrm: true }, { a: 0.7 }, (call, place) =>
      workOf(call) === 'answer'
        ? { ms: 10, text: `answer ${place}` }
        : { ms: 10, text: call.prompt.includes('answer 1') ? '0.3' : '0.2' },
    );
    assert.deepEqual(
      all.result.kept.map(({ content }) => content),
      ['answer 1'],
    );
    const none = await make({ numCandidates: 2, usePrm: true }, { a: 0.7 }, (call, place) =>
      workOf(call) === 'answer' ? { ms: 10, text: `answer ${place}` } : { ms: 10, code: 'adapter_auth' },
    );
    assert.equal(none.result.kept.length, 2);
    assert.equal(none.result.failed, 2);
  });

  it('are refined: the best-scored model rewrites the best one, round after round', async () => {
    let round = 0;
    const { result, asked, calls } = await make(
      { numCandidates: 2, usePrm: true, maxRefinements: 2 },
      { a: 0.7, b: 0.9 },
      (call) => {
        if (workOf(call) === 'answer') return { ms: 10, text: `answer of ${call.model.id}` };
        if (workOf(call) === 'refinement') return { ms: 10, text: `rewritten ${++round}` };
        return { ms: 10, text: call.prompt.includes('answer of a') ? '1' : '0.6' };
      },
    );
    assert.deepEqual(
      asked.slice(4).map(([work, model]) => `${work} ${model}`),
      ['refinement b', 'refinement b'],
    );
    assert.equal(calls[4]?.prompt.includes('answer of a'), true);
    assert.equal(calls[5]?.prompt.includes('rewritten 1'), true);
    assert.deepEqual(
      result.kept.map(({ content }) => content),
      ['rewritten 2', 'answer of b'],
    );
    assert.equal(result.work.refinements, 2);
    const failed = await make({ numCandidates: 1, maxRefinements: 2 }, { a: 0.7 }, (call) =>
      workOf(call) === 'answer' ? { ms: 10 } : { ms: 10, code: 'adapter_auth' },
    );
    assert.deepEqual(
      failed.result.kept.map(({ content }) => content),
      ['answer of a'],
    );
    assert.equal(failed.result.work.refinements, 1);
  });

  it('are made up for when too few came', async () => {
    const { result, asked } = await make(
      { numCandidates: 1 },
      { a: 0.7 },
      ({ model }) => (model.id === 'a' ? { ms: 10, code: 'adapter_auth' } : { ms: 10 }),
      { refill: () => Promise.resolve([callOf(askable('b'))]) },
    );
    assert.deepEqual(
      asked.map(([, model]) => model),
      ['a', 'b'],
    );
    assert.equal(result.work.answers, 2);
    assert.deepEqual(
      result.kept.map(({ success }) => success),
      [true, false],
    );
  });

  it('never cost more compute units than their budget, and never leave a timer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          numCandidates: fc.integer({ min: 1, max: 8 }),
          usePrm: fc.boolean(),
          maxRefinements: fc.nat(2),
        }),
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.constantFrom('yes', 'no', 'fail', '{"score": 0.2}'), { minLength: 1, maxLength: 9 }),
        async (budget, models, said) => {
          let count = 0;
          const scores = Object.fromEntries(Array.from({ length: models }, (_, place) => [`m${place}`, 0.5]));
          const { result, clock } = await make(
            budget,
            scores,
            () => {
              const text = said[count++ % said.length] ?? '';
              return text === 'fail' ? { ms: 5, code: 'adapter_auth' } : { ms: 5, text };
            },
            { least: 0 },
          );
          const used = usedHundredths(result.work);
          assert.equal(used.ok && used.value <= createOrThrow(budget).costHundredths, true);
          assert.equal(clock.sleeping, 0);
          assert.equal(
            result.responses.length,
            result.work.answers + result.work.verified + result.work.refinements,
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it('ask nobody more when they are cancelled', async () => {
    const controller = new AbortController();
    const { result, asked } = await make(
      { numCandidates: 9, usePrm: true, maxRefinements: 2 },
      { a: 0.7 },
      (_, place) => {
        if (place === 3) controller.abort();
        return { ms: 10, text: `answer ${place}` };
      },
      { signal: controller.signal, least: 2, refill: () => Promise.resolve([callOf(askable('b'))]) },
    );
    assert.equal(asked.length <= 6, true);
    assert.deepEqual([result.work.verified, result.work.refinements], [0, 0]);
    assert.equal(result.succeeded, 3);
  });
});
