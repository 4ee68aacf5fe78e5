import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '../../../../src/core/facts/result.ts';
import { historyStatus } from '../../../../src/engine/ledger/history-requests.ts';
import { listLimits, setLimitAsked } from '../../../../src/engine/ledger/limits-request.ts';
import { Maintaining } from '../../../../src/engine/ledger/maintaining.ts';
import { predictAsked } from '../../../../src/engine/ledger/predict-request.ts';
import { DEFAULT_LEDGER_SETTINGS } from '../../../../src/engine/ledger/settings.ts';
import type { Prediction } from '../../../../src/core/facts/prediction.ts';
import { fullDisk } from '../../../fault/full-disk.ts';
import { codeOf, recorded, type RunningKeeper, testStore, type TestStore, value } from './running-keeper.ts';

const ASKED = { task: 'Fix the login of the shop', level: null, model: null, tenant: '' };
const MINUTE = 60_000;

describe('a store that is opened again', () => {
  let place: TestStore;
  beforeEach(() => {
    place = testStore();
  });
  afterEach(() => place.close());

  const predicted = async ({ keeper }: RunningKeeper): Promise<Prediction> =>
    value(await predictAsked(keeper, ASKED)).prediction;
  const recordSome = async (run: RunningKeeper, count: number): Promise<void> => {
    const from = Date.now() - 10 * count * MINUTE;
    for (let n = 0; n < count; n++)
      await recorded(run, {
        task: `Fix part ${n % 7} of the shop`,
        budgetUsed: 500 + 37 * n,
        at: from + n * MINUTE,
      });
  };

  it('answers as before: predictions, limits and what was used', async () => {
    const before = place.run();
    value(await setLimitAsked(before.keeper, '100k output tokens in total', null));
    await recordSome(before, 25);
    const [answer, limits] = [await predicted(before), value(await listLimits(before.keeper))];
    await before.keeper.close();
    const after = place.run({}, { live: false });
    assert.deepEqual(await predicted(after), answer);
    assert.deepEqual(value(await listLimits(after.keeper)), limits);
    const status = value(await historyStatus(after.keeper));
    assert.deepEqual([status.records, status.waiting, status.trouble], [25, 0, null]);
    assert.ok(status.oldest !== null && status.newest !== null && status.oldest < status.newest);
  });

  it('tells the alerts of the latest outcomes again', async () => {
    const before = place.run();
    const shown = await recorded(before, { budgetUsed: 1_000_000 });
    assert.deepEqual(
      shown.alerts.map(({ type }) => type),
      ['under_allocation'],
    );
    assert.deepEqual(before.alerts.length, 1);
    await before.keeper.close();
    const after = place.run();
    const { alerts } = await after.until(({ state }) => state === 'ready');
    assert.deepEqual(
      alerts.map(({ type }) => type),
      ['under_allocation'],
    );
    assert.equal(after.alerts.length, 0);
  });

  it('prunes when nobody asks, and predicts the same from what it keeps of the pruned', async () => {
    const before = place.run();
    await recordSome(before, 30);
    const answer = await predicted(before);
    await before.keeper.close();
    const settings = { ...DEFAULT_LEDGER_SETTINGS, maxRecords: 10 };
    // a clock is trusted at the second look
    for (let look = 0; look < 2; look++) {
      const idle = place.run({ idleMs: 20 });
      idle.keeper.configure(settings);
      await idle.until(({ state }) => state === 'ready');
      await new Promise((resolve) => setTimeout(resolve, 400));
      await idle.keeper.close();
    }
    const after = place.run({}, { live: false });
    const status = value(await historyStatus(after.keeper));
    assert.equal(status.records, 10);
    assert.deepEqual(await predicted(after), answer);
    assert.ok(readdirSync(join(place.store, 'records-1')).some((name) => name.startsWith('checkpoint-')));
  });

  it('leaves the store as it is where a door only asks', async () => {
    const asking = place.run({ idleMs: 1 }, { live: false });
    await predicted(asking);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(existsSync(join(place.store, 'records-1')), false);
    assert.deepEqual(asking.snapshots, []);
  });

  it('keeps an outcome in memory while the disk is full, says so, and fails no task', async () => {
    let isFull = false;
    const run = place.run({ disk: fullDisk(() => isFull) });
    await run.until(({ state }) => state === 'ready');
    isFull = true;
    const done = await recorded(run);
    assert.equal(done.stored, 'waiting');
    const { trouble, records } = await run.until(({ trouble: told }) => told !== null);
    assert.match(trouble ?? '', /disk is full.*Records that wait: [1-9]/);
    assert.equal(records, 1);
    assert.equal(codeOf(await setLimitAsked(run.keeper, '$1 a day', null)), 'write_failed');
    assert.equal(
      value(await listLimits(run.keeper)).find(({ limit }) => limit.id === 'day')?.limit.amount,
      10_000_000,
    );
    isFull = false;
    value(await setLimitAsked(run.keeper, '$1 a day', null));
    assert.equal(value(await predictAsked(run.keeper, ASKED)).applied, true);
  });

  it('records and predicts beside a ledger of a newer version, and says that limits cannot be changed', async () => {
    const first = place.run();
    value(await setLimitAsked(first.keeper, '$5 a day', null));
    await first.keeper.close();
    const path = join(place.store, 'ledger.json');
    writeFileSync(
      path,
      JSON.stringify({
        format: 'context-budget-ledger',
        version: 99,
        revision: 9,
        checksum: 2745614147,
        state: {},
      }),
    );
    const run = place.run();
    assert.equal((await recorded(run)).stored, 'written');
    assert.equal(codeOf(await setLimitAsked(run.keeper, '$1 a day', null)), 'store_newer');
    assert.match((await run.until(({ trouble }) => trouble !== null)).trouble ?? '', /newer version/);
  });

  it('tells damaged lines, and counts the rest', async () => {
    const first = place.run();
    await recordSome(first, 3);
    await first.keeper.close();
    const folder = join(place.store, 'records-1');
    const segment = readdirSync(folder).find((name) => name.endsWith('.jsonl')) ?? '';
    writeFileSync(join(folder, segment), '{"damaged\n', { flag: 'a' });
    const run = place.run();
    const { trouble } = await run.until(({ records }) => records === 3);
    assert.match(trouble ?? '', /damaged \(1\)/);
  });
});

describe('maintenance', () => {
  it('waits until nobody has asked for a while, and then for a day', async () => {
    let runs = 0;
    const maintain = (): Promise<Result<null>> => {
      runs++;
      return Promise.resolve(ok(null));
    };
    const maintaining = new Maintaining(maintain, 60);
    for (let n = 0; n < 5; n++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      maintaining.busy();
    }
    assert.equal(runs, 0);
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(runs, 1);
    maintaining.close();
  });
});
