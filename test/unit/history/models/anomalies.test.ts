import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ResponseRecord } from '../../../../src/core/facts/model-record.ts';
import {
  ANOMALY_SETTINGS,
  type Anomaly,
  baselineName,
  baselinesOf,
  NO_BASELINE,
  requestAnomalies,
  responseAnomalies,
  scoreAnomaly,
  withUsual,
} from '../../../../src/core/history/models/anomalies.ts';
import { request, responded } from './records.ts';

/** Anomalies of a response after earlier ones with these times. */
function slow(ms: number, earlier: readonly number[]): readonly Anomaly[] {
  const records = earlier.map((responseMs, place) => responded(`${place}`, { responseMs, at: place }));
  const baseline = baselinesOf(records).get(baselineName(responded('x'))) ?? NO_BASELINE;
  return responseAnomalies(responded('x', { responseMs: ms }), baseline);
}

const TEN = Array.from({ length: 10 }, () => 1000);

describe('anomalies', () => {
  it('are more than three times the mean of ten earlier values', () => {
    assert.deepEqual(
      slow(3001, [...TEN.slice(1), 1000]).map(({ kind, value, expected, requestId, message }) => ({
        kind,
        value,
        expected,
        requestId,
        message,
      })),
      [
        {
          kind: 'slow_response',
          value: 3001,
          expected: 1000,
          requestId: 'request',
          message: 'An answer took long: 3,001 ms, usually 1,000 ms.',
        },
      ],
    );
    assert.deepEqual(slow(9000, TEN.slice(1)), []);
  });

  it('are more than three deviations and a fifth above the mean', () => {
    assert.equal(slow(1201, TEN).length, 1);
    assert.equal(slow(1200, TEN).length, 0);
    // mean 1500, deviation 500
    const spread = [1000, 2000, 1000, 2000, 1000, 2000, 1000, 2000, 1000, 2000];
    assert.equal(slow(3000, spread).length, 0);
    assert.equal(slow(3001, spread).length, 1);
  });

  it('do not count failures, nor costs that are unknown', () => {
    const records = TEN.map((_, place) =>
      responded(`${place}`, { at: place, costMicroUsd: place === 0 ? null : 10, success: true }),
    );
    const baseline = baselinesOf([...records, responded('f', { success: false, responseMs: 900_000 })]).get(
      'simple_query/a',
    );
    if (baseline === undefined) throw new Error('there is a baseline of model a');
    assert.equal(responseAnomalies(responded('x', { costMicroUsd: 10_000 }), baseline).length, 0);
    assert.equal(responseAnomalies(responded('x', { costMicroUsd: null }), baseline).length, 0);
    assert.equal(
      responseAnomalies(responded('x', { responseMs: 900_000, success: false }), baseline).length,
      0,
    );
    const priced = withUsual(baseline, responded('y', { costMicroUsd: 10 }));
    const kinds = responseAnomalies(responded('x', { costMicroUsd: 10_000, tokenCount: 9000 }), priced);
    assert.deepEqual(
      kinds.map(({ kind }) => kind),
      ['dear_response', 'long_response'],
    );
  });

  it('of a request are its time and its cost', () => {
    assert.deepEqual(requestAnomalies(request('r', { totalMs: 60_000, costMicroUsd: 1_000_000 })), []);
    assert.deepEqual(requestAnomalies(request('r', { totalMs: 1, costMicroUsd: null })), []);
    assert.deepEqual(
      requestAnomalies(request('r', { totalMs: 60_001, costMicroUsd: 1_000_001 })).map(
        ({ kind, requestId }) => [kind, requestId],
      ),
      [
        ['slow_request', 'r'],
        ['dear_request', 'r'],
      ],
    );
    const settings = { ...ANOMALY_SETTINGS, maxResponseMs: 5 };
    assert.equal(requestAnomalies(request('r', { totalMs: 6 }), settings)[0]?.expected, 5);
  });

  it('of a score are its crossing of the least', () => {
    const about = { requestId: 'r', model: 'a', category: 'simple_query' } as const;
    assert.equal(scoreAnomaly({ ...about, before: 0.5, after: 0.49 })?.kind, 'low_score');
    assert.equal(scoreAnomaly({ ...about, before: 0.49, after: 0.3 }), null);
    assert.equal(scoreAnomaly({ ...about, before: 0.6, after: 0.5 }), null);
    assert.equal(
      scoreAnomaly({ ...about, before: 0.6, after: 0.5 }, { ...ANOMALY_SETTINGS, minScore: 0.55 })?.value,
      0.5,
    );
  });

  it('property 23: each anomaly gives one warning, nothing else does', () => {
    const value = fc.oneof(fc.integer({ min: 90, max: 110 }), fc.nat({ max: 1000 }));
    const response = fc.record({
      model: fc.constantFrom('a', 'b'),
      category: fc.constantFrom('simple_query', 'complex_reasoning'),
      responseMs: value,
      tokenCount: value,
      costMicroUsd: fc.option(value, { freq: 8 }),
      success: fc.boolean().map((failed) => !failed),
    });
    fc.assert(
      fc.property(fc.array(response, { minLength: 10, maxLength: 80 }), (given) => {
        const seen: ResponseRecord[] = [];
        const baselines = new Map<string, typeof NO_BASELINE>();
        for (const [place, fields] of given.entries()) {
          const record = responded(`${place}`, { ...fields, at: place });
          const name = baselineName(record);
          const baseline = baselines.get(name) ?? NO_BASELINE;
          assert.deepEqual(
            responseAnomalies(record, baseline).map(({ kind }) => kind),
            expectedOf(record, seen),
          );
          baselines.set(name, withUsual(baseline, record));
          seen.push(record);
        }
        // what a start rebuilds is what was kept
        assert.deepEqual(new Map(baselinesOf(seen.toReversed())), baselines);
      }),
      { numRuns: 100 },
    );
  });
});

/** The rule as the specification words it, over the records themselves. */
function expectedOf(record: ResponseRecord, earlier: readonly ResponseRecord[]): readonly string[] {
  const usual = earlier.filter(
    ({ model, category, success }) => success && model === record.model && category === record.category,
  );
  const measures = [
    ['slow_response', (one: ResponseRecord) => one.responseMs],
    ['dear_response', (one: ResponseRecord) => one.costMicroUsd],
    ['long_response', (one: ResponseRecord) => one.tokenCount],
  ] as const;
  return measures.flatMap(([kind, of]) => {
    const value = of(record);
    const values = usual.flatMap((one) => of(one) ?? []);
    if (!record.success || value === null || values.length < 10) return [];
    const sum = values.reduce((total, one) => total + one, 0);
    const mean = sum / values.length;
    const deviation = Math.sqrt(values.reduce((total, one) => total + (one - mean) ** 2, 0) / values.length);
    const isFar = value * values.length > 3 * sum;
    // a hair's breadth of slack: the two ways to the deviation round differently
    const isOdd = value > mean + 3 * deviation + 1e-9 && 5 * value * values.length > 6 * sum;
    return isFar || isOdd ? [kind] : [];
  });
}
