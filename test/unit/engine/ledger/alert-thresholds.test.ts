import assert from 'node:assert/strict';
import { reportAsked } from '../../../../src/engine/ledger/report-request.ts';
import { DEFAULT_LEDGER_SETTINGS } from '../../../../src/engine/ledger/settings.ts';
import { recorded, type RunningKeeper, type TestStore, testStore, value } from './running-keeper.ts';

describe('engine: thresholds of alerts', () => {
  let store: TestStore;
  let running: RunningKeeper;
  beforeEach(() => {
    store = testStore();
    running = store.run({}, { live: false });
  });
  afterEach(() => store.close());

  const configure = (alertThresholds: unknown): void =>
    running.keeper.configure({ ...DEFAULT_LEDGER_SETTINGS, method: 'formula', alertThresholds });
  const raisedBy = async (share: number) => {
    const { note, alerts } = await recorded(running, { budgetAllocated: 10_000, budgetUsed: share * 10_000 });
    return [note.slice(0, 9), ...alerts.map(({ type, severity }) => `${type} ${severity}`)];
  };

  it('say when an outcome raises one, how severe it is, and what the note on it is', async () => {
    configure({ over: 0.9, overWarning: 0.8 });
    assert.deepEqual(await raisedBy(0.85), ['Much less', 'over_allocation info']);
    assert.deepEqual(await raisedBy(0.7), ['Much less', 'over_allocation warning']);
    configure(null);
    assert.deepEqual(await raisedBy(0.7), ['As planne']);
    assert.deepEqual(await raisedBy(0.96), ['All that ', 'under_allocation info']);
    configure({ under: 1, underWarning: 1.5, underCritical: 2 });
    assert.deepEqual(await raisedBy(0.96), ['As planne']);
    assert.deepEqual(await raisedBy(1.6), ['All that ', 'under_allocation warning']);
  });

  it('say it in reports, too', async () => {
    configure(null);
    await raisedBy(0.85);
    const alerts = async (): Promise<unknown> => {
      const filter = { since: null, until: null, period: 'day', model: null, type: null, days: 30 } as const;
      return value(await reportAsked(running.keeper, filter)).data['alerts'];
    };
    assert.deepEqual(await alerts(), []);
    configure({ over: 0.9 });
    assert.equal(((await alerts()) as readonly unknown[]).length, 1);
  });

  it('that are wrong are named, and the defaults hold', async () => {
    for (const [wrong, named] of [
      [{ ovr: 0.5 }, /no alert threshold "ovr"/],
      [{ spikeRecords: 2.5 }, /spikeRecords must be a whole number from 1 to 1000/],
      [{ efficiency: '0.6' }, /efficiency must be a number from 0 to 1/],
      ['low', /are an object/],
    ] as const) {
      configure(wrong);
      assert.match(running.keeper.trouble ?? '', named);
      assert.deepEqual(await raisedBy(0.45), ['Much less', 'over_allocation info']);
    }
    configure({});
    assert.equal(running.keeper.trouble, null);
  });
});
