import assert from 'node:assert/strict';
import { recordReported } from '../../../../src/engine/ledger/record-request.ts';
import { predictAsked } from '../../../../src/engine/ledger/predict-request.ts';
import { reportAsked } from '../../../../src/engine/ledger/report-request.ts';
import { clearAll } from '../../../../src/engine/ledger/history-requests.ts';
import type { OutcomeReport } from '../../../../src/protocol/ledger.ts';
import { codeOf, recorded, type RunningKeeper, type TestStore, testStore, value } from './running-keeper.ts';

const FILTER = { since: null, until: null, period: 'day', model: null, type: null, days: 30 } as const;

describe('engine: what tasks used of the compute of their level', () => {
  let store: TestStore;
  let running: RunningKeeper;
  beforeEach(() => {
    store = testStore();
    running = store.run({}, { live: false });
  });
  afterEach(() => store.close());

  const used = async (count: number, some: Partial<OutcomeReport>): Promise<void> => {
    for (let task = 0; task < count; task++) await recorded(running, { level: 'hard', ...some });
  };
  const suggestionFor = async ({ keeper }: RunningKeeper, level: string): Promise<string | null> => {
    const request = { task: 'Fix the login', level, model: null, tenant: '' };
    return value(await predictAsked(keeper, request)).compute.suggestion;
  };
  const inReport = async () => value(await reportAsked(running.keeper, FILTER));

  it('suggests what the level could cost, in the report and beside the compute of a task', async () => {
    await used(10, { computeUsed: 8 });
    const sentence = 'By what its tasks used, 4 candidates (8.5 compute units) would do.';
    assert.equal(await suggestionFor(running, 'hard'), sentence);
    assert.equal(await suggestionFor(running, 'easy'), null);
    const { data, markdown } = await inReport();
    const [first] = data['levelSuggestions'] as readonly { level: string; suggestion: { saving: number } }[];
    assert.deepEqual([first?.level, first?.suggestion.saving], ['hard', 9]);
    assert.ok(markdown.includes(`- Lower level hard. ${sentence}`), markdown);
    // another process, and one that begins later
    const other = store.run();
    await other.until(({ state }) => state === 'ready');
    assert.equal(await suggestionFor(other, 'hard'), sentence);
  });

  it('says nothing where nobody tells what was used, where tasks failed, and of too few', async () => {
    await used(6, {});
    await used(6, { computeUsed: 2, success: false });
    await used(4, { computeUsed: 2 });
    assert.equal(await suggestionFor(running, 'hard'), null);
    assert.deepEqual((await inReport()).data['levelSuggestions'], []);
    await used(1, { computeUsed: 2 });
    assert.match((await suggestionFor(running, 'hard')) ?? '', /1 candidate \(/);
  });

  it('counts what was used against the limits in place of what was allocated', async () => {
    const { store: opened } = running.keeper;
    await recorded(running, { level: 'easy', computeUsed: 1.25 });
    await recorded(running, { level: 'easy' });
    const usage = value(await value(opened).history.replay({ kinds: new Set(['usage']) }));
    const amounts: (number | undefined)[] = [];
    for await (const batch of usage.batches)
      for (const record of batch) if (record.kind === 'usage') amounts.push(record.amounts.computeUnits);
    assert.deepEqual(amounts, [125, 300]);
  });

  it('hears of other processes, and forgets with the history', async () => {
    const other = store.run();
    await other.until(({ state }) => state === 'ready');
    await used(5, { computeUsed: 30 });
    const heard = await other.until(
      ({ records }) => records === 5 && value(other.keeper.store).levels.uses.length === 5,
    );
    assert.equal(heard.records, 5);
    assert.match((await suggestionFor(other, 'hard')) ?? '', /^Its tasks used all that they were given/);
    value(await clearAll(running.keeper));
    await other.until(({ records }) => records === 0);
    assert.equal(await suggestionFor(other, 'hard'), null);
  });

  it('refuses a level and an amount that are none', async () => {
    const report = { task: 'x', budgetUsed: 5, success: null, quality: null };
    const unknown = await recordReported(running.keeper, { ...report, level: 'extreme' });
    assert.equal(codeOf(unknown), 'unknown_level');
    for (const computeUsed of [-1, Number.NaN, '8' as unknown as number])
      assert.equal(codeOf(await recordReported(running.keeper, { ...report, computeUsed })), 'invalid_cost');
  });
});
