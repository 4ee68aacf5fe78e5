import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fail, ok, type Result } from '../../../../src/core/facts/result.ts';
import { systemDisk } from '../../../../src/node/store/disk.ts';
import type { LedgerSchema } from '../../../../src/node/store/ledger-file.ts';
import { openSharedLedger, type SharedLedger } from '../../../../src/node/store/shared-ledger.ts';
import { temporaryFolder } from '../temporary-folder.ts';

interface Money {
  readonly left: number;
  readonly note?: string;
}

const money: LedgerSchema<Money> = {
  version: 2,
  empty: { left: 100 },
  check: (value): Result<Money> => {
    const { left } = (value ?? {}) as Partial<Money>;
    return typeof left === 'number' ? ok(value as Money) : fail('invalid_ledger', 'no money');
  },
  migrate: (value) => ({ left: (value as { remaining: number }).remaining }),
};

describe('the ledger of a workspace, shared by its processes', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let store: string;
  let path: string;
  beforeEach(() => {
    folder = temporaryFolder();
    store = join(folder.path, 'store');
    path = join(store, 'ledger.json');
  });
  afterEach(() => folder.remove());

  const open = (more: Partial<Parameters<typeof openSharedLedger<Money>>[0]> = {}): SharedLedger<Money> =>
    openSharedLedger({ store, schema: money, ...more });
  const take = (ledger: SharedLedger<Money>, amount: number): Promise<Result<number>> =>
    ledger.change((state) =>
      state.left < amount
        ? fail('budget_exhausted', 'Not enough is left.')
        : ok({ state: { ...state, left: state.left - amount }, answer: state.left - amount }),
    );

  it('begins empty and makes nothing before the first change', async () => {
    const { state, revision, trouble } = await open().read();
    assert.deepEqual({ state, revision, trouble }, { state: { left: 100 }, revision: 0, trouble: null });
    assert.ok(!readdirSync(folder.path).includes('store'));
  });

  it('is never overspent by two at once', async () => {
    const ledgers = [open(), open(), open()];
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => take(ledgers[n % 3] ?? open(), 10)),
    );
    assert.equal(answers.filter((answer) => answer.ok).length, 10);
    for (const ledger of ledgers) assert.equal((await ledger.read()).state.left, 0);
    assert.equal((await open().read()).revision, 10);
  });

  it('a refused change and the same state again write nothing', async () => {
    const ledger = open();
    assert.ok((await take(ledger, 1)).ok);
    const before = readFileSync(path, 'utf8');
    const refused = await take(ledger, 1_000);
    assert.ok(!refused.ok && refused.error.code === 'budget_exhausted');
    assert.deepEqual(await ledger.change((state) => ok({ state, answer: 'seen' })), {
      ok: true,
      value: 'seen',
    });
    assert.equal(readFileSync(path, 'utf8'), before);
  });

  it('tells changes of other processes within a second, each once', async () => {
    const [one, other] = [open({ pollMs: 50 }), open()];
    const told: number[] = [];
    const stop = one.follow(({ state }) => told.push(state.left));
    assert.ok((await take(other, 30)).ok);
    const since = performance.now();
    while (!told.includes(70) && performance.now() - since < 5_000) await setTimeout(10);
    await setTimeout(120);
    await stop();
    assert.deepEqual(
      told.filter((left) => left === 70),
      [70],
    );
  });

  it('reads a damaged file from its copy, says so, and keeps what was damaged', async () => {
    const ledger = open();
    assert.ok((await take(ledger, 25)).ok);
    writeFileSync(path, readFileSync(path, 'utf8').replace('75', '7x'));
    const fresh = open({ now: () => 42 });
    const { state, trouble } = await fresh.read();
    assert.equal(state.left, 75);
    assert.equal(trouble?.code, 'store_damaged');
    assert.ok((await take(fresh, 5)).ok);
    assert.deepEqual(await open().read(), { state: { left: 70 }, revision: 2, trouble: null });
    assert.match(readFileSync(join(store, 'quarantine', 'ledger-42.json'), 'utf8'), /7x/);
  });

  it('a number that was changed by hand is damage too', async () => {
    assert.ok((await take(open(), 25)).ok);
    writeFileSync(path, readFileSync(path, 'utf8').replace('75', '99'));
    assert.equal((await open().read()).trouble?.code, 'store_damaged');
  });

  it('without a good copy it is told anew from the records', async () => {
    assert.ok((await take(open(), 25)).ok);
    for (const name of ['ledger.json', 'ledger.good.json']) writeFileSync(join(store, name), 'x');
    const ledger = open({ rebuild: async () => ({ left: 60, note: 'from records' }) });
    const { state, trouble } = await ledger.read();
    assert.deepEqual(state, { left: 60, note: 'from records' });
    assert.equal(trouble?.code, 'store_damaged');
    assert.deepEqual((await open().read()).state, { left: 100 });
    assert.deepEqual(await take(ledger, 10), { ok: true, value: 50 });
    assert.equal((await open().read()).trouble, null);
  });

  it('a file that is missing beside its copy was lost', async () => {
    assert.ok((await take(open(), 25)).ok);
    rmSync(path);
    const { state, trouble } = await open().read();
    assert.equal(state.left, 75);
    assert.equal(trouble?.code, 'store_damaged');
  });

  it("a newer version's ledger is shown as far as it can be, and never changed", async () => {
    const newer = open({ schema: { ...money, version: 3 } });
    assert.ok((await take(newer, 25)).ok);
    const before = readFileSync(path, 'utf8');
    const ledger = open();
    const { state, trouble } = await ledger.read();
    assert.equal(state.left, 75);
    assert.equal(trouble?.code, 'store_newer');
    const refused = await take(ledger, 1);
    assert.ok(!refused.ok && refused.error.code === 'store_newer');
    assert.equal(readFileSync(path, 'utf8'), before);
  });

  it('an older one is migrated, and written as new with the next change', async () => {
    const older = openSharedLedger({
      store,
      schema: { version: 1, empty: { remaining: 40 }, check: (value) => ok(value as { remaining: number }) },
    });
    assert.ok(
      (await older.change((state) => ok({ state: { remaining: state.remaining - 1 }, answer: null }))).ok,
    );
    const ledger = open();
    assert.deepEqual(await ledger.read(), { state: { left: 39 }, revision: 1, trouble: null });
    assert.deepEqual(await take(ledger, 9), { ok: true, value: 30 });
    assert.match(readFileSync(path, 'utf8'), /"version":2/);
  });

  it('a ledger that cannot be read is never taken for an empty one', async () => {
    mkdirSync(path, { recursive: true });
    const ledger = open();
    assert.equal((await ledger.read()).trouble?.code, 'store_unreadable');
    const refused = await take(ledger, 1);
    assert.ok(!refused.ok && refused.error.code === 'store_unreadable');
    rmSync(path, { recursive: true });
    assert.deepEqual(await take(ledger, 1), { ok: true, value: 99 });
  });

  it('a full disk refuses the change and leaves the ledger as it was', async () => {
    let isFull = false;
    const disk: typeof systemDisk = {
      ...systemDisk,
      replace: async (target, chunks) => {
        if (isFull) throw Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' });
        await systemDisk.replace(target, chunks);
      },
    };
    const ledger = open({ disk });
    assert.ok((await take(ledger, 10)).ok);
    isFull = true;
    const refused = await take(ledger, 10);
    assert.ok(!refused.ok && refused.error.code === 'write_failed');
    assert.equal((await ledger.read()).state.left, 90);
    isFull = false;
    assert.deepEqual(await take(ledger, 10), { ok: true, value: 80 });
  });

  it('a folder that cannot be made refuses', async () => {
    writeFileSync(store, 'a file');
    const refused = await take(open(), 1);
    assert.ok(!refused.ok && refused.error.code === 'write_failed');
  });

  it('is cleared for all', async () => {
    const [one, other] = [open(), open()];
    assert.ok((await take(one, 10)).ok);
    assert.equal((await other.read()).state.left, 90);
    assert.ok((await one.clear()).ok);
    assert.deepEqual(await other.read(), { state: { left: 100 }, revision: 0, trouble: null });
    assert.equal((await one.read()).state.left, 100);
  });

  it('waits no longer than it was told to', async () => {
    const one = open();
    const other = open({ lockWaitMs: 20 });
    assert.ok((await take(one, 1)).ok);
    writeFileSync(join(store, 'lock'), JSON.stringify({ token: 'x', place: 'another host', pid: 1 }));
    const busy = await take(other, 1);
    assert.ok(!busy.ok && busy.error.code === 'store_busy');
  });
});
