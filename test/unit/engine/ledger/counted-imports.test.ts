import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { importAsked } from '../../../../src/engine/ledger/import-request.ts';
import { listLimits, resetUsageAsked, setLimitAsked } from '../../../../src/engine/ledger/limits-request.ts';
import { DEFAULT_LEDGER_SETTINGS } from '../../../../src/engine/ledger/settings.ts';
import { type RunningKeeper, type TestStore, testStore, value } from './running-keeper.ts';

const DAY = 86_400_000;
/** Noon: yesterday is another day in every zone of the world. */
const NOW = Date.UTC(2026, 10, 21, 12);

describe('engine: imported work and limits', () => {
  let store: TestStore;
  let running: RunningKeeper;
  let now = NOW;
  beforeEach(() => {
    now = NOW;
    store = testStore();
    running = store.run({ now: () => now }, { live: false });
  });
  afterEach(() => store.close());

  const importRows = async (...rows: readonly (readonly [id: string, at: number])[]) => {
    const file = join(dirname(store.store), 'rows.jsonl');
    const lines = rows.map(([id, timestamp]) =>
      JSON.stringify({ id, stream: 's', text: 'Fix it', timestamp, tokens_out: 900, tokens_total: 5_900 }),
    );
    writeFileSync(file, `${lines.join('\n')}\n`);
    const source = { from: 'jsonl', file, mapping: null } as const;
    const signal = new AbortController().signal;
    const request = { source, environment: {}, signal, progress: () => undefined };
    return value(await importAsked(running.keeper, request)).added;
  };
  const limit = async (words: string): Promise<string> =>
    value(await setLimitAsked(running.keeper, words, null)).limit.id;
  const used = async (id: string): Promise<number | undefined> =>
    value(await listLimits(running.keeper)).find((standing) => standing.limit.id === id)?.used;
  const countImports = (): void =>
    running.keeper.configure({ ...DEFAULT_LEDGER_SETTINGS, countImports: true });

  it('does not count: limits are on what runs here', async () => {
    const day = await limit('2000 output tokens a day');
    assert.equal(await importRows(['a', NOW - 1_000]), 1);
    assert.equal(await used(day), 0);
  });

  it('counts where the setting says so, in the period in which it ran, and twice the same', async () => {
    countImports();
    const day = await limit('5000 output tokens a day');
    const month = await limit('5000 output tokens a month');
    const context = await limit('50k context tokens in total');
    const rows = [
      ['a', NOW - 1_000],
      ['b', NOW - DAY],
      ['c', NOW - 60 * DAY],
    ] as const;
    assert.equal(await importRows(...rows), 3);
    assert.deepEqual([await used(day), await used(month), await used(context)], [900, 1800, 15_000]);
    assert.equal(await importRows(...rows), 0);
    assert.deepEqual([await used(day), await used(month), await used(context)], [900, 1800, 15_000]);
  });

  it('does not count again what was reset since', async () => {
    countImports();
    const day = await limit('5000 output tokens a day');
    value(await resetUsageAsked(running.keeper, 'workspace'));
    await importRows(['a', NOW - 1_000]);
    assert.equal(await used(day), 0);
    now = NOW + 5_000;
    await importRows(['b', NOW + 4_000]);
    assert.equal(await used(day), 900);
  });

  it('raises no alert, also where it reaches a limit', async () => {
    countImports();
    const day = await limit('1000 output tokens a day');
    await importRows(['a', NOW - 2_000], ['b', NOW - 1_000]);
    assert.equal(await used(day), 1800);
    assert.deepEqual(running.alerts, []);
  });
});
