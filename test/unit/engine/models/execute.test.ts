import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  ADAPTER_ERRORS,
  type AdapterErrorCode,
  type ModelResponse,
} from '../../../../src/core/facts/model-response.ts';
import type { AdapterCall } from '../../../../src/node/providers/adapter.ts';
import { callModel } from '../../../../src/engine/models/call.ts';
import { execute, type ExecuteOptions } from '../../../../src/engine/models/execute.ts';
import { type CallPorts, DEFAULT_CALL_SETTINGS } from '../../../../src/engine/models/ports.ts';
import { FakeClock } from './fake-clock.ts';
import { type Act, askable, callOf, fakeAdapter } from './fake-models.ts';

function world(acts: (call: AdapterCall, attempt: number) => Act, random = () => 0.5) {
  const clock = new FakeClock();
  const adapter = fakeAdapter(clock, acts);
  const pauses: { model: string; until: number }[] = [];
  let ids = 0;
  const ports: CallPorts = {
    now: clock.now,
    random,
    sleep: clock.sleep,
    newId: () => `own-${ids++}`,
    adapterOf: () => adapter,
    count: (_, text) => text.length,
    pause: ({ id }, until) => pauses.push({ model: id, until }),
  };
  return { clock, adapter, ports, pauses };
}

function optionsOf(more: Partial<ExecuteOptions> = {}): ExecuteOptions {
  return {
    settings: DEFAULT_CALL_SETTINGS,
    signal: new AbortController().signal,
    minResponses: null,
    agree: (one, other) => one === other,
    least: 1,
    refill: () => Promise.resolve([]),
    ...more,
  };
}

const DURATIONS = fc.array(fc.integer({ min: 1, max: 29_000 }), { minLength: 2, maxLength: 6 });

describe('execution of a request', () => {
  it('property 10: with two models or more the total time is below the sum of the models times', async () => {
    await fc.assert(
      fc.asyncProperty(DURATIONS, async (durations) => {
        const { clock, ports, adapter } = world(({ model }) => ({ ms: durations[Number(model.id)] ?? 0 }));
        const calls = durations.map((_, place) => callOf(askable(String(place))));
        const result = await clock.run(execute(calls, ports, optionsOf()));
        assert.equal(result.succeeded, durations.length);
        assert.equal(result.totalMs, Math.max(...durations));
        assert.equal(
          result.totalMs < result.responses.reduce((sum, { responseMs }) => sum + responseMs, 0),
          true,
        );
        assert.equal(result.firstResponseMs, Math.min(...durations));
        assert.equal(adapter.running(), 0);
        assert.equal(clock.sleeping, 0);
      }),
      { numRuns: 100 },
    );
  });

  it('property 11: other work runs while models are waited for', async () => {
    await fc.assert(
      fc.asyncProperty(DURATIONS, fc.integer({ min: 1, max: 20 }), async (durations, works) => {
        const { clock, ports } = world(({ model }) => ({ ms: durations[Number(model.id)] ?? 0 }));
        const calls = durations.map((_, place) => callOf(askable(String(place))));
        let isRunning = true;
        let done = 0;
        const work = async (): Promise<void> => {
          for (let step = 0; step < works; step++) {
            await clock.sleep(Math.min(...durations) / works / 2, new AbortController().signal);
            if (isRunning) done++;
          }
        };
        const executed = execute(calls, ports, optionsOf()).then((result) => {
          isRunning = false;
          return result;
        });
        const [result] = await clock.run(Promise.all([executed, work()]));
        assert.equal(done, works);
        assert.equal(result.succeeded, durations.length);
      }),
      { numRuns: 100 },
    );
  });

  it('property 12: with different durations a response is handled before all end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 29_000 }), { minLength: 2, maxLength: 6 }),
        async (durations) => {
          const { clock, ports, adapter } = world(({ model }) => ({ ms: durations[Number(model.id)] ?? 0 }));
          const calls = durations.map((_, place) => callOf(askable(String(place))));
          const handled: { model: string; stillRunning: number }[] = [];
          const onResponse: ExecuteOptions['onResponse'] = ({ model }) =>
            handled.push({ model, stillRunning: adapter.running() });
          await clock.run(execute(calls, ports, optionsOf({ onResponse })));
          const byTime = durations.map((_, place) => String(place));
          byTime.sort((left, right) => (durations[Number(left)] ?? 0) - (durations[Number(right)] ?? 0));
          assert.deepEqual(
            handled.map(({ model }) => model),
            byTime,
          );
          for (const [place, { stillRunning }] of handled.entries())
            assert.equal(stillRunning, durations.length - 1 - place);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('property 14: a timeout leaves the other responses unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(DURATIONS, fc.boolean(), async (durations, hangs) => {
        const acts = ({ model }: AdapterCall): Act =>
          model.id === 'slow' ? { ms: 1_000_000, hangs } : { ms: durations[Number(model.id)] ?? 0 };
        const calls = durations.map((_, place) => callOf(askable(String(place))));
        const alone = world(acts);
        const without = await alone.clock.run(execute(calls, alone.ports, optionsOf()));
        const { clock, ports } = world(acts);
        const withSlow = [callOf(askable('slow', { timeoutMs: 5_000 })), ...calls];
        const begin = clock.now();
        const arrived = new Map<string, number>();
        const onResponse: ExecuteOptions['onResponse'] = ({ model }) =>
          arrived.set(model, clock.now() - begin);
        const result = await clock.run(execute(withSlow, ports, optionsOf({ onResponse })));
        const others = result.responses.filter(({ model }) => model !== 'slow');
        const shown = (responses: readonly ModelResponse[]) =>
          responses.map(({ id: _id, ...response }) => response);
        assert.deepEqual(shown(others), shown(without.responses));
        for (const [place, ms] of durations.entries()) assert.equal(arrived.get(String(place)), ms);
        const slow = result.responses.find(({ model }) => model === 'slow');
        assert.equal(slow?.error?.code, 'adapter_timeout');
        assert.equal((arrived.get('slow') ?? 0) <= 5_100, true);
        assert.equal(result.failed, 1);
        assert.equal(clock.sleeping, 0);
      }),
      { numRuns: 100 },
    );
  });

  it('property 20: every response has time, tokens, cost and instant, also a failure and after retries', async () => {
    const code = fc.option(fc.constantFrom(...(Object.keys(ADAPTER_ERRORS) as AdapterErrorCode[])), {
      freq: 2,
    });
    const attempts = fc.array(fc.record({ ms: fc.integer({ min: 0, max: 9_000 }), code }), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(attempts, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (plans, priced) => {
          const { clock, ports, adapter } = world(({ model }, attempt) => {
            const plan = plans[Number(model.id)] ?? [];
            const { ms, code: error } = plan[Math.min(attempt, plan.length - 1)] ?? { ms: 0, code: null };
            return { ms, ...(error === null ? {} : { code: error }) };
          });
          const price = priced ? {} : { price: { kind: 'included' as const } };
          const calls = plans.map((_, place) => callOf(askable(String(place), price)));
          const begin = clock.now();
          const result = await clock.run(execute(calls, ports, optionsOf()));
          assert.equal(result.responses.length, calls.length);
          assert.equal(result.succeeded + result.failed + result.cancelled, calls.length);
          for (const response of result.responses) {
            assert.equal(response.at, begin + response.responseMs);
            assert.equal(response.responseMs >= 0 && response.responseMs <= 30_100, true);
            assert.equal(response.tokenCount, response.inputTokens + response.outputTokens);
            assert.equal(response.costMicroUsd !== null, priced);
            assert.equal(response.success, response.error === undefined);
            const made = adapter.attempts.filter(({ model }) => model === response.model).length;
            assert.equal(made <= 5, true);
            if (priced)
              assert.equal(response.costMicroUsd, response.inputTokens + 10 * response.outputTokens);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('property 42: a model that is removed during or between requests breaks nothing', async () => {
    await fc.assert(
      fc.asyncProperty(DURATIONS, fc.nat(), fc.boolean(), async (durations, which, during) => {
        const { clock, ports, adapter } = world(({ model }) => ({ ms: durations[Number(model.id)] ?? 0 }));
        const removed = String(which % durations.length);
        let isThere = during;
        const leaky: CallPorts = {
          ...ports,
          adapterOf: ({ id }) => (id === removed && !isThere ? null : adapter),
        };
        const calls = durations.map((_, place) => callOf(askable(String(place))));
        const running = execute(calls, leaky, optionsOf());
        // running calls finish
        isThere = false;
        const result = await clock.run(running);
        assert.equal(result.succeeded, durations.length - (during ? 0 : 1));
        const later = await clock.run(execute(calls, leaky, optionsOf()));
        const gone = later.responses.find(({ model }) => model === removed);
        assert.equal(gone?.error?.code, 'adapter_unavailable');
        assert.equal(gone.tokenCount, 0);
        assert.equal(later.succeeded, durations.length - 1);
      }),
      { numRuns: 100 },
    );
  });
});

describe('one call', () => {
  const ask = async (acts: readonly Act[], more: Partial<ExecuteOptions> = {}, random = () => 0.5) => {
    const made = world((_, attempt) => acts[Math.min(attempt, acts.length - 1)] ?? { ms: 0 }, random);
    const response = await made.clock.run(callModel(callOf(askable('a')), made.ports, optionsOf(more)));
    return { ...made, response, begins: made.adapter.attempts.map(({ at }) => at - 1_795_176_000_000) };
  };

  it('is retried three times, waiting longer each time', async () => {
    const { response, begins } = await ask([{ ms: 10, code: 'adapter_server' }]);
    // half of the jitter: .75 s, 1.5 s, 3 s
    assert.deepEqual(begins, [0, 760, 2_270, 5_280]);
    assert.equal(response.error?.code, 'adapter_server');
    assert.equal(response.responseMs, 5_290);
    const least = await ask([{ ms: 0, code: 'adapter_network' }], {}, () => 0);
    assert.deepEqual(least.begins, [0, 500, 1_500, 3_500]);
  });

  it('is retried for nothing that another try would not mend', async () => {
    for (const [code, { retried }] of Object.entries(ADAPTER_ERRORS)) {
      const { begins, response } = await ask([{ ms: 10, code: code as AdapterErrorCode }, { ms: 10 }]);
      const tries = retried || code === 'adapter_truncated' ? 2 : 1;
      assert.equal(begins.length, tries, code);
      assert.equal(response.success, tries === 2, code);
    }
  });

  it('waits as long as the server asks, and leaves it alone where that is too long', async () => {
    const waits = await ask([{ ms: 10, code: 'adapter_rate_limited', retryAfterMs: 7_000 }, { ms: 10 }]);
    assert.deepEqual(waits.begins, [0, 7_010]);
    assert.equal(waits.response.success, true);
    assert.deepEqual(waits.pauses, []);
    const tooLong = await ask([{ ms: 10, code: 'adapter_rate_limited', retryAfterMs: 60_000 }]);
    assert.deepEqual(tooLong.begins, [0]);
    assert.equal(tooLong.response.responseMs, 10);
    assert.equal(tooLong.response.error?.code, 'adapter_rate_limited');
    assert.deepEqual(tooLong.pauses, [{ model: 'a', until: 1_795_176_000_000 + 60_010 }]);
  });

  it('has one time limit over all its attempts', async () => {
    const { begins, response } = await ask([{ ms: 20_000, code: 'adapter_server' }]);
    assert.deepEqual(begins, [0, 20_750]);
    assert.equal(response.error?.code, 'adapter_timeout');
    assert.equal(response.responseMs, 30_000);
    assert.equal(
      response.error?.message,
      'a did not answer within 30000 ms. Before: a: adapter_server',
      'not the little that was left for the last attempt, nor without what was wrong',
    );
  });

  it('does not count an answer that has come, however long', async () => {
    const counted: string[] = [];
    const made = world(() => ({ ms: 10, pieces: ['an answer'] }));
    const ports: CallPorts = {
      ...made.ports,
      count: (model, text) => {
        counted.push(text);
        return made.ports.count(model, text);
      },
    };
    const response = await made.clock.run(callModel(callOf(askable('a')), ports, optionsOf()));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(response.success, true);
    assert.deepEqual(counted, []);
  });

  it('counts no more than the beginning of an endless answer', async () => {
    const text = 'x'.repeat(1_000_000);
    const made = world(() => ({ ms: 0, hangs: true, pieces: [text] }));
    let longest = 0;
    const ports: CallPorts = {
      ...made.ports,
      adapterOf: (model) => ({
        ...(made.ports.adapterOf(model) ?? assert.fail()),
        call: (call) => {
          call.onText?.(text);
          return new Promise(() => undefined);
        },
      }),
      count: (_, part) => {
        longest = Math.max(longest, part.length);
        return part.length / 8;
      },
    };
    const response = await made.clock.run(callModel(callOf(askable('a')), ports, optionsOf()));
    assert.equal(response.error?.code, 'adapter_timeout');
    assert.equal(response.outputTokens, 125_000);
    assert.ok(longest < text.length, String(longest));
  });

  it('is asked once more, at once, with twice the room when its answer was cut off', async () => {
    const cut: Act = { ms: 10, code: 'adapter_truncated', text: 'The begin', outputTokens: 1_000 };
    const { adapter, response, begins } = await ask([cut, { ms: 10, text: 'The whole' }]);
    assert.deepEqual(begins, [0, 10]);
    assert.deepEqual(
      adapter.attempts.map(({ call }) => call.maxOutputTokens),
      [1_000, 2_000],
    );
    assert.equal(response.content, 'The whole');
    // both are charged
    assert.equal(response.outputTokens, 1_010);
    assert.equal(response.costMicroUsd, 200 + 10_100);
    const again = await ask([cut]);
    assert.equal(again.begins.length, 2);
    assert.equal(again.response.content, 'The begin');
    const refused = await ask([cut], { mayEnlarge: () => Promise.resolve(false) });
    assert.equal(refused.begins.length, 1);
  });

  it('never gets more room than its model has', async () => {
    const made = world(() => ({ ms: 1, code: 'adapter_truncated' }));
    const call = callOf(askable('a', { maxOutputTokens: 1_500 }));
    await made.clock.run(callModel(call, made.ports, optionsOf()));
    const full = callOf(askable('b', { maxOutputTokens: 1_000 }));
    await made.clock.run(callModel(full, made.ports, optionsOf()));
    assert.deepEqual(
      made.adapter.attempts.map(({ call: { maxOutputTokens } }) => maxOutputTokens),
      [1_000, 1_500, 1_000],
    );
  });

  it('takes what it was asked and had said for used when it does not end by itself', async () => {
    const { response } = await ask([{ ms: 0, hangs: true, pieces: [] }]);
    assert.equal(response.error?.code, 'adapter_timeout');
    assert.deepEqual([response.inputTokens, response.outputTokens, response.estimated], [100, 0, true]);
    assert.equal(response.costMicroUsd, 100);
  });

  it('does not take the request with it when its adapter throws, nor what that says', async () => {
    const { clock, ports } = world(() => ({ ms: 1 }));
    const broken: CallPorts = {
      ...ports,
      adapterOf: (model) => ({
        ...(ports.adapterOf(model) ?? assert.fail()),
        call: () => Promise.reject(new Error('Authorization: Bearer sk-secret')),
      }),
    };
    const response = await clock.run(callModel(callOf(askable('a')), broken, optionsOf()));
    assert.equal(response.error?.code, 'adapter_invalid_response');
    assert.equal(JSON.stringify(response).includes('sk-secret'), false);
  });
});

describe('ending and refilling', () => {
  it('ends early once enough have succeeded and two of them agree; cancelled ones are no failures', async () => {
    const texts: Readonly<Record<string, string>> = { a: 'no', b: 'yes', c: 'yes', d: 'late' };
    const { clock, ports } = world(({ model: { id } }) => ({
      ms: 10 * id.charCodeAt(0),
      text: texts[id] ?? '',
    }));
    const calls = ['a', 'b', 'c', 'd'].map((id) => callOf(askable(id)));
    const result = await clock.run(execute(calls, ports, optionsOf({ minResponses: 2 })));
    assert.deepEqual(
      result.responses.map(({ model, success }) => [model, success]),
      [
        ['a', true],
        ['b', true],
        ['c', true],
        ['d', false],
      ],
    );
    assert.deepEqual([result.succeeded, result.failed, result.cancelled], [3, 0, 1]);
    assert.equal(result.totalMs, 990);
    assert.equal(clock.sleeping, 0);
  });

  it('asks the next ones once when fewer than needed have answered', async () => {
    const { clock, ports, adapter } = world(({ model: { id } }) =>
      id === 'a' || id === 'c' ? { ms: 10, code: 'adapter_auth' } : { ms: 10 },
    );
    const asked: number[] = [];
    const refill: ExecuteOptions['refill'] = (succeeded) => {
      asked.push(succeeded);
      return Promise.resolve(['c', 'd'].map((id) => callOf(askable(id))));
    };
    const result = await clock.run(execute([callOf(askable('a'))], ports, optionsOf({ least: 2, refill })));
    assert.deepEqual(
      adapter.attempts.map(({ model }) => model),
      ['a', 'c', 'd'],
    );
    assert.deepEqual([result.succeeded, result.failed, asked], [1, 2, [0]]);
    await clock.run(execute([callOf(askable('b'))], ports, optionsOf({ least: 1, refill })));
    assert.deepEqual(asked, [0]);
  });

  it('is cancelled as a whole by its caller, and asks nobody more', async () => {
    const { clock, ports, adapter } = world(({ model: { id } }) =>
      id === 'a' ? { ms: 10 } : { ms: 5_000, code: 'adapter_server' },
    );
    const controller = new AbortController();
    const calls = ['a', 'b'].map((id) => callOf(askable(id)));
    const refill = () => Promise.resolve([callOf(askable('c'))]);
    const running = execute(calls, ports, optionsOf({ signal: controller.signal, least: 2, refill }));
    void clock.sleep(5_200, new AbortController().signal).then(() => controller.abort());
    const result = await clock.run(running);
    assert.deepEqual([result.succeeded, result.failed, result.cancelled], [1, 0, 1]);
    assert.equal(result.totalMs, 5_200);
    assert.deepEqual(
      adapter.attempts.map(({ model }) => model),
      ['a', 'b'],
    );
    const already = await clock.run(execute(calls, ports, optionsOf({ signal: controller.signal })));
    assert.equal(already.cancelled, 2);
    assert.equal(adapter.attempts.length, 2);
  });
});
