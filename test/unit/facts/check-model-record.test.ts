import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkModelRecord } from '../../../src/core/facts/check-model-record.ts';
import type { ModelRecord } from '../../../src/core/facts/model-record.ts';
import { modelRecords } from '../node/store/model-records.ts';

const AT = fc.integer({ min: 0, max: 4_000_000_000_000 });

describe('records of requests to models', () => {
  it('are taken as they are, deeply frozen, without fields that are not theirs', () => {
    fc.assert(
      fc.property(modelRecords(AT), fc.stringMatching(/^x[a-z]{1,6}$/), (record, more) => {
        const checked = checkModelRecord({ ...record, [more]: 'prompt text' });
        assert.equal(checked.ok, true);
        if (!checked.ok) return;
        assert.deepEqual(checked.value, record);
        assertFrozen(checked.value);
        // as it comes back from the disk
        assert.deepEqual(checkModelRecord(JSON.parse(JSON.stringify(checked.value))), checked);
      }),
      { numRuns: 300 },
    );
  });

  it('may hold what a request was classified by, which older ones do not', () => {
    const [request] = samples();
    const classified = { keywords: { simple_query: ['how much'] }, complexityScore: 0.3 };
    const checked = checkModelRecord({ ...request, classified: { ...classified, prompt: 'text' } });
    assert.deepEqual(checked.ok && checked.value, { ...request, classified });
    if (checked.ok) assertFrozen(checked.value);
    const older = checkModelRecord(request);
    assert.equal(older.ok && 'classified' in older.value, false);
  });

  it('are refused without any one of their fields, by its name', () => {
    fc.assert(
      fc.property(modelRecords(AT), fc.nat(), (record, pick) => {
        const fields = Object.keys(record);
        const field = fields[pick % fields.length] ?? 'id';
        const rest = Object.fromEntries(Object.entries(record).filter(([name]) => name !== field));
        const checked = checkModelRecord(rest);
        assert.equal(checked.ok, false);
        if (!checked.ok) assert.equal(checked.error.details?.['field'], field);
      }),
      { numRuns: 300 },
    );
  });

  it('are refused with a value out of its range', () => {
    const [request, response, verdict, category] = samples();
    const refused: readonly (readonly [ModelRecord, Readonly<Record<string, unknown>>])[] = [
      [request, { id: ' ' }],
      [request, { at: Number.NaN }],
      [request, { confidence: 1.01 }],
      [request, { models: ['a', ''] }],
      [request, { totalMs: -1 }],
      [request, { totalMs: Infinity }],
      [request, { costMicroUsd: 1.5 }],
      [request, { failure: { stage: 'lunch', code: 'no_models' } }],
      [request, { failure: { stage: 'route', code: '' } }],
      [request, { failure: 'no_models' }],
      [request, { strategy: 'all' }],
      [request, { taskType: 'nap' }],
      [request, { classified: null }],
      [request, { classified: { keywords: {}, complexityScore: 2 } }],
      [request, { classified: { keywords: [], complexityScore: 0 } }],
      [response, { error: 'adapter_unknown' }],
      [response, { tokenCount: -1 }],
      [response, { finish: 'done' }],
      [verdict, { weight: 2 }],
      [verdict, { source: 'response' }],
      [verdict, { wasCorrect: null }],
      [verdict, { correction: { type: 'none', note: null } }],
      [verdict, { correction: { type: 'missing_data', note: 1 } }],
      [verdict, { correction: { type: 'missing_data', note: null, data: Number.NaN } }],
      [verdict, { correction: 'missing_data' }],
      [category, { keywords: { simple_query: 'price' } }],
      [category, { keywords: [] }],
      [category, { category: 'weather' }],
    ];
    for (const [record, change] of refused) {
      const checked = checkModelRecord({ ...record, ...change });
      const field = checked.ok ? 'none' : checked.error.details?.['field'];
      assert.equal(field, Object.keys(change)[0], JSON.stringify(change));
    }
    for (const value of [null, 'text', [], {}, { kind: 'outcome', id: 'a', at: 1 }])
      assert.equal(checkModelRecord(value).ok, false);
  });
});

function samples(): readonly [ModelRecord, ModelRecord, ModelRecord, ModelRecord] {
  const all = fc.sample(modelRecords(AT), { numRuns: 200, seed: 1 });
  const of = (kind: ModelRecord['kind']): ModelRecord => {
    const found = all.find((record) => record.kind === kind);
    if (found === undefined) throw new Error(`no ${kind}`);
    return found;
  };
  return [of('request'), of('response'), of('verdict'), of('category')];
}

function assertFrozen(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  assert.equal(Object.isFrozen(value), true);
  for (const inner of Object.values(value)) assertFrozen(inner);
}
