import assert from 'node:assert/strict';
import type { WorkspaceRecord } from '../../../../src/node/store/workspace-record.ts';
import { recordReported } from '../../../../src/engine/ledger/record-request.ts';
import type { Keeper } from '../../../../src/engine/ledger/keeper.ts';
import { PRICED, testStore, type TestStore, value } from './running-keeper.ts';

describe('an outcome with its request to a model', () => {
  let place: TestStore;
  beforeEach(() => {
    place = testStore();
  });
  afterEach(() => place.close());

  async function recordsOf(keeper: Keeper): Promise<readonly WorkspaceRecord[]> {
    assert.ok(keeper.store.ok);
    const replay = value(await keeper.store.value.history.replay({ kinds: KINDS, states: false }));
    const records: WorkspaceRecord[] = [];
    for await (const batch of replay.batches) records.push(...batch);
    return records;
  }
  const KINDS = new Set(['outcome', 'usage', 'request', 'response']);
  const OUTCOME = {
    id: 'done',
    task: 'Compare the two parsers',
    model: PRICED.id,
    budgetUsed: 900,
    totalTokens: 1_900,
    success: true,
    quality: 90,
  };

  it('is recorded in one step, tied by one id', async () => {
    const { keeper } = place.run({}, { live: false });
    const at = Date.now();
    const report = { ...OUTCOME, at, requestId: 'one', responseMs: 1_500 };
    const done = value(await recordReported(keeper, report));
    assert.equal(done.record.requestId, 'one');
    // again, it adds nothing
    await recordReported(keeper, report);
    const records = await recordsOf(keeper);
    const of = (kind: string) => records.filter((record) => record.kind === kind);
    assert.deepEqual(
      [...KINDS].map((kind) => of(kind).length),
      [1, 1, 1, 1],
    );
    const [request] = of('request');
    const [response] = of('response');
    assert.ok(request?.kind === 'request' && response?.kind === 'response');
    assert.deepEqual(
      [request.id, request.at, request.models, request.totalMs, request.tokenCount, request.costMicroUsd],
      ['one', at - 1_500, [PRICED.id], 1_500, 1_900, 1_000 * 2 + 900 * 10],
    );
    assert.deepEqual(
      [response.requestId, response.model, response.inputTokens, response.outputTokens, response.estimated],
      ['one', PRICED.id, 1_000, 900, false],
    );
    assert.equal(response.category, request.category);
    const [usage] = of('usage');
    assert.equal(usage?.kind === 'usage' && usage.requestId, 'one');
  });

  it('is not counted again where the request was made here', async () => {
    const { keeper } = place.run({}, { live: false });
    assert.ok(keeper.store.ok);
    const { limits } = keeper.store.value;
    await limits.opened();
    value(
      await limits.track(
        { id: 'usage:ask:one', tenant: '', amounts: { outputTokens: 900 }, requestId: 'one' },
        'one',
      ),
    );
    value(await recordReported(keeper, { ...OUTCOME, requestId: 'one' }));
    const records = await recordsOf(keeper);
    assert.deepEqual(records.map(({ kind }) => kind).toSorted(), ['outcome', 'usage']);
    value(await recordReported(keeper, { ...OUTCOME, id: 'other', requestId: 'two' }));
    assert.equal((await recordsOf(keeper)).filter(({ kind }) => kind === 'usage').length, 2);
  });

  it('refuses what is no request, by the field', async () => {
    const { keeper } = place.run({}, { live: false });
    const { model: _model, ...nobody } = OUTCOME;
    for (const [report, code] of [
      [{ ...OUTCOME, requestId: ' ' }, 'invalid_request_id'],
      [{ ...OUTCOME, responseMs: 5 }, 'invalid_request_id'],
      [{ ...OUTCOME, requestId: 'one', responseMs: -1 }, 'invalid_request'],
      [{ ...OUTCOME, requestId: 'one', responseMs: NaN }, 'invalid_request'],
      [{ ...nobody, requestId: 'one', responseMs: 5 }, 'invalid_model'],
    ] as const) {
      const refused = await recordReported(keeper, report);
      assert.equal(refused.ok || refused.error.code, code);
    }
    assert.deepEqual(await recordsOf(keeper), []);
  });
});
