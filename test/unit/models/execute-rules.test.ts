import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ADAPTER_ERRORS, type AdapterErrorCode } from '../../../src/core/facts/model-response.ts';
import { enoughAgreement } from '../../../src/core/models/execute-rules/enough-agreement.ts';
import { refillFor } from '../../../src/core/models/execute-rules/refill.ts';
import {
  afterFailure,
  DEFAULT_RETRY_SETTINGS,
  retryDelayMs,
} from '../../../src/core/models/execute-rules/retry.ts';
import { capAfterTruncation } from '../../../src/core/models/execute-rules/truncated.ts';
import type { RoutedModel } from '../../../src/core/models/route/route-candidate.ts';
import { perToken } from './any-candidate.ts';

describe('retries (M6)', () => {
  const failed = (code: AdapterErrorCode, retryAfterMs?: number) => ({
    code,
    message: code,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
  const after = (error: ReturnType<typeof failed>, retriesDone = 0, leftMs = 30_000) =>
    afterFailure(error, retriesDone, leftMs, 0.5, DEFAULT_RETRY_SETTINGS);

  it('wait one, two and four seconds, less up to a half by chance', () => {
    assert.deepEqual(
      [0, 1, 2].map((retry) => retryDelayMs(retry, 1, 1000)),
      [1000, 2000, 4000],
    );
    assert.deepEqual(
      [0, 1, 2].map((retry) => retryDelayMs(retry, 0, 1000)),
      [500, 1000, 2000],
    );
  });

  it('come only for what another try may cure', () => {
    const retried = (Object.keys(ADAPTER_ERRORS) as AdapterErrorCode[]).filter(
      (code) => after(failed(code)).kind === 'retry',
    );
    assert.deepEqual(retried, ['adapter_rate_limited', 'adapter_server', 'adapter_network']);
  });

  it('end after the third', () => {
    assert.deepEqual(after(failed('adapter_server'), 2), { kind: 'retry', delayMs: 3000 });
    assert.deepEqual(after(failed('adapter_server'), 3), { kind: 'give_up', pauseMs: null });
  });

  it('wait as long as the vendor asks, or pause the model', () => {
    const busy = failed('adapter_rate_limited', 7000);
    assert.deepEqual(after(busy), { kind: 'retry', delayMs: 7000 });
    assert.deepEqual(after(busy, 0, 7000), { kind: 'give_up', pauseMs: 7000 });
    assert.deepEqual(after(failed('adapter_rate_limited', 0)), { kind: 'retry', delayMs: 0 });
  });

  it('fail at once when the delay does not fit the time left', () => {
    assert.deepEqual(after(failed('adapter_network'), 0, 750), { kind: 'give_up', pauseMs: null });
    assert.deepEqual(after(failed('adapter_network'), 0, 751), { kind: 'retry', delayMs: 750 });
  });

  it('stay within their bounds for any chance', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 6 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 5000 }),
        (retry, random, base) => {
          const delay = retryDelayMs(retry, random, base);
          assert.ok(delay >= (base * 2 ** retry) / 2 && delay <= base * 2 ** retry);
        },
      ),
    );
  });
});

describe('a truncated answer (M6)', () => {
  const call = { cap: 1000, inputTokens: 3000, retried: false };
  const model = { maxOutputTokens: null, contextWindow: null, price: perToken };
  const free = { microUsd: null, outputTokens: null };

  it('is asked for once more, with twice the cap as far as the model can', () => {
    assert.equal(capAfterTruncation(call, model, free), 2000);
    assert.equal(capAfterTruncation(call, { ...model, maxOutputTokens: 1500 }, free), 1500);
    assert.equal(capAfterTruncation(call, { ...model, maxOutputTokens: 1000 }, free), null);
    assert.equal(capAfterTruncation({ ...call, retried: true }, model, free), null);
  });

  it('is left as it is where window, limit or reservation have no room', () => {
    assert.equal(capAfterTruncation(call, { ...model, contextWindow: 5000 }, free), 2000);
    assert.equal(capAfterTruncation(call, { ...model, contextWindow: 4999 }, free), null);
    assert.equal(capAfterTruncation(call, model, { ...free, microUsd: 5000 }), 2000);
    assert.equal(capAfterTruncation(call, model, { ...free, microUsd: 4999 }), null);
    assert.equal(capAfterTruncation(call, model, { ...free, outputTokens: 1999 }), null);
    const unpriced = { ...model, price: { kind: 'included' } as const };
    assert.equal(capAfterTruncation(call, unpriced, { ...free, microUsd: 0 }), 2000);
  });
});

describe('fewer answers than the least (M6)', () => {
  const ranked = [3, 1, null, 2].map((cost, index): RoutedModel => {
    return { id: String(index), score: 0.9, proven: true, role: 'qualified', estimateMicroUsd: cost };
  });
  const refill = (least: number, succeeded: number, left: number | null) =>
    refillFor({ least, ranked }, succeeded, left).map(({ id }) => id);

  it('brings in the next by rank, as many as are missing', () => {
    assert.deepEqual(refill(2, 2, null), []);
    assert.deepEqual(refill(2, 1, null), ['0']);
    assert.deepEqual(refill(2, 0, null), ['0', '1']);
    assert.deepEqual(refillFor({ least: 2, ranked: [] }, 0, null), []);
  });

  it('passes over what the cost limit has no room for', () => {
    assert.deepEqual(refill(2, 0, 3), ['0', '2']);
    assert.deepEqual(refill(2, 0, 2), ['1', '2']);
    assert.deepEqual(refill(1, 0, 0), ['2']);
  });
});

describe('the end of waiting (M6)', () => {
  const enough = (answers: string, minResponses: number | null) =>
    enoughAgreement([...answers.matchAll(/./g)], minResponses, ([a], [b]) => a === b);

  it('comes when as many as were asked for answered and two agree', () => {
    assert.equal(enough('aa', 2), true);
    assert.equal(enough('ab', 2), false);
    assert.equal(enough('aba', 2), true);
    assert.equal(enough('aa', 3), false);
    assert.equal(enough('a', 1), false);
    assert.equal(enough('aaa', null), false);
  });
});
