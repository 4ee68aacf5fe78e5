import assert from 'node:assert/strict';
import { systemDisk, type Disk } from '../../../../src/node/store/disk.ts';
import { recordReported } from '../../../../src/engine/ledger/record-request.ts';
import { PRICED, testStore, type TestStore, value } from './running-keeper.ts';

/** The system's disk, and what was handed to it. */
function watched(writes: string[]): Disk {
  return {
    ...systemDisk,
    createForAppend: async (path) => {
      const file = await systemDisk.createForAppend(path);
      return {
        ...file,
        append: (bytes) => {
          writes.push(bytes.toString('utf8'));
          return file.append(bytes);
        },
      };
    },
  };
}

describe('recording', () => {
  let place: TestStore;
  beforeEach(() => {
    place = testStore();
  });
  afterEach(() => place.close());

  const kindsIn = (write: string): readonly string[] =>
    [...write.matchAll(/"kind":"(\w+)"/g)].map(([, kind]) => kind ?? '');

  it('hands an outcome and its usage to the disk by one write, and is acknowledged before it is learned', async () => {
    const writes: string[] = [];
    const run = place.run({ disk: watched(writes) });
    await run.until(({ state }) => state === 'ready');
    const planned = { task: 'Fix the login', model: PRICED, promptTokens: 1_000, files: [] };
    run.keeper.planned(planned);
    await run.until(({ task }) => task !== null);
    const done = value(await recordReported(run.keeper, { budgetUsed: 900, success: true, quality: 90 }));
    assert.equal(done.stored, 'written');
    const [header, ...rest] = writes.map(kindsIn);
    assert.deepEqual([header, ...rest], [[], ['outcome', 'usage']]);
    // the next one is compared with it, though nobody has learned it yet
    const { store } = run.keeper;
    assert.ok(store.ok);
    assert.equal(store.value.learning.recent.alerts.length, done.alerts.length);
    assert.equal(store.value.learning.records, 1);
  });

  it('counts every outcome once, in alerts and in what is learned, however fast they come', async () => {
    const run = place.run();
    await run.until(({ state }) => state === 'ready');
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        recordReported(run.keeper, {
          id: `o${n % 15}`,
          task: 'Fix the login',
          budgetUsed: 400 + n,
          success: true,
          quality: 90,
        }),
      ),
    );
    const { store } = run.keeper;
    assert.ok(store.ok);
    const { learning } = store.value;
    const { alerts } = learning.recent;
    assert.equal((await run.until(({ records }) => records === 15)).records, 15);
    assert.equal(learning.records, 15);
    assert.deepEqual(learning.recent.alerts, alerts);
  });
});
