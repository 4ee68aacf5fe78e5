import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { NEW_LEDGER } from '../../../../src/core/budget/ledger/check-stored-ledger.ts';
import { openLedger } from '../../../../src/core/budget/ledger/ledger.ts';
import { usedIn } from '../../../../src/core/budget/ledger/usage-totals.ts';
import type { LedgerRecord } from '../../../../src/core/facts/ledger-record.ts';
import type { Limit } from '../../../../src/core/facts/limit.ts';
import { ok } from '../../../../src/core/facts/result.ts';
import type { History } from '../../../../src/node/store/history.ts';
import { exportOutcomes, importOutcomes } from '../../../../src/node/store/workspace-exchange.ts';
import { openWorkspaceLedger } from '../../../../src/node/store/workspace-ledger.ts';
import type { WorkspaceRecord } from '../../../../src/node/store/workspace-record.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { quickDisk } from './notes.ts';
import { KEY, openWorkspace, OTHER_KEY, outcome, recordsIn, usage } from './workspace-records.ts';

const NOW = Date.UTC(2026, 10, 20);
const DAY = 86_400_000;
const ALWAYS = { start: -8.64e15, end: 8.64e15 };
const LIMIT: Limit = {
  id: 'tokens',
  unit: 'outputTokens',
  amount: 1_000_000,
  period: 'total',
  timeZone: 'utc',
  scope: 'workspace',
  warnShare: null,
};

describe('the history and ledger of a workspace', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let store: string;
  beforeEach(() => {
    folder = temporaryFolder();
    store = join(folder.path, 'store');
  });
  afterEach(() => folder.remove());

  const allBytes = (): string =>
    readdirSync(join(store, 'records-1'))
      .map((name) => readFileSync(join(store, 'records-1', name), 'utf8'))
      .join('');

  it('gives back outcomes, usage and resets as they were recorded', async () => {
    const history = openWorkspace(store, { keepText: true });
    const records: readonly WorkspaceRecord[] = [
      outcome('a', NOW),
      usage('u', NOW + 1, 800),
      { kind: 'reset', id: 'r', at: NOW + 2, scope: 'workspace' },
    ];
    for (const record of records)
      assert.deepEqual(await history.append(record), { ok: true, value: 'written' });
    assert.deepEqual(await recordsIn(history), records);
    await history.close();
  });

  it('P14.6: no stored byte holds prompt text without the opt-in', async () => {
    const words = fc.stringMatching(/^[a-z]{12,24}( [a-z]{12,24}){0,4}$/);
    await fc.assert(
      fc.asyncProperty(words, async (text) => {
        const place = temporaryFolder();
        try {
          const history = openWorkspace(place.path, {}, -Infinity, quickDisk);
          await history.append(outcome('a', NOW, text));
          const [kept] = await recordsIn(history);
          await history.close();
          assert.ok(kept?.kind === 'outcome' && kept.text === undefined && kept.features !== null);
          for (const name of readdirSync(place.path, { recursive: true, encoding: 'utf8' })) {
            if (!name.endsWith('.jsonl')) continue;
            const bytes = readFileSync(join(place.path, name), 'utf8');
            for (const word of text.split(' ')) assert.ok(!bytes.includes(word));
          }
        } finally {
          place.remove();
        }
      }),
      { numRuns: 100 },
    );
  });

  it('refuses what is none of its records, with the code of its check', async () => {
    const history = openWorkspace(store);
    const refused = async (value: object): Promise<string> => {
      const answer = await history.append(value as WorkspaceRecord);
      return answer.ok ? 'taken' : answer.error.code;
    };
    assert.equal(await refused({ ...outcome('a', NOW), budgetUsed: -1 }), 'invalid_budget_used');
    assert.equal(await refused({ ...usage('u', NOW, 1), amounts: null }), 'invalid_record');
    assert.equal(await refused({ id: 'a', at: NOW, kind: 'thought' }), 'invalid_record');
    await history.close();
  });

  it('prunes the oldest outcomes beyond the number that is kept, and usage by age only', async () => {
    const writer = openWorkspace(store);
    for (let n = 0; n < 6; n++) {
      await writer.append(outcome(`o${n}`, NOW + n));
      await writer.append(usage(`u${n}`, NOW + n, 10));
    }
    await writer.close();
    const history = openWorkspace(store, { maxRecords: 2, retentionDays: null }, Infinity);
    const done = await history.maintain();
    assert.ok(done.ok && done.value.pruned === 4);
    const left = (await recordsIn(history)).map(({ id }) => id);
    const replay = await history.replay();
    assert.ok(replay.ok);
    assert.equal(replay.value.checkpoint?.states['outcomes']?.state, 4);
    await replay.value.close();
    assert.deepEqual(left, ['u0', 'u1', 'u2', 'u3', 'o4', 'u4', 'o5', 'u5']);
    await history.close();
  });

  it('keeps usage that the ledger has not settled, however old', async () => {
    const writer = openWorkspace(store);
    await writer.append(usage('old', NOW - 500 * DAY, 10));
    await writer.append(usage('older', NOW - 600 * DAY, 10));
    await writer.close();
    const maintainTwice = async (settledBefore: number): Promise<readonly string[]> => {
      const history = openWorkspace(store, {}, settledBefore);
      // the clock is trusted at the second look
      for (let look = 0; look < 2; look++) assert.ok((await history.maintain()).ok);
      const left = (await recordsIn(history)).map(({ id }) => id);
      await history.close();
      return left;
    };
    assert.deepEqual(await maintainTwice(NOW - 550 * DAY), ['old']);
    assert.deepEqual(await maintainTwice(NOW), []);
  });

  it('pruning changes no total: a lost ledger is told from the checkpoint and the records that are left', async () => {
    const drawn = fc.array(
      fc.record({ ago: fc.integer({ min: 0, max: 800 }), tokens: fc.nat(1000), isReset: fc.boolean() }),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(drawn, async (steps) => {
        const place = temporaryFolder();
        try {
          const records = steps.map(({ ago, tokens, isReset }, n): LedgerRecord =>
            isReset && n % 3 === 0
              ? { kind: 'reset', id: `r${n}`, at: NOW - ago * DAY, scope: 'workspace' }
              : usage(`u${n}`, NOW - ago * DAY, tokens),
          );
          const before = openLedger(NEW_LEDGER, records);
          const writer = openWorkspace(place.path, {}, -Infinity, quickDisk);
          await Promise.all(records.map((record) => writer.append(record)));
          await writer.close();
          const history = openWorkspace(place.path, {}, Infinity, quickDisk);
          for (let look = 0; look < 2; look++) assert.ok((await history.maintain()).ok);
          const ledger = openWorkspaceLedger(history, { store: place.path });
          for (const name of ['ledger.json', 'ledger.good.json'])
            writeFileSync(join(place.path, name), 'lost');
          const { state, trouble } = await ledger.read();
          assert.equal(trouble?.code, 'store_damaged');
          const after = openLedger(state, (await recordsIn(history)) as LedgerRecord[]);
          await history.close();
          assert.equal(usedIn(after.usage, LIMIT, ALWAYS), usedIn(before.usage, LIMIT, ALWAYS));
        } finally {
          place.remove();
        }
      }),
      { numRuns: 100 },
    );
  });

  it('keeps limits, reservations and raised alerts, and begins with the usual limits', async () => {
    const history = openWorkspace(store);
    const ledger = openWorkspaceLedger(history, { store });
    assert.deepEqual(
      (await ledger.read()).state.limits.map(({ id }) => id),
      ['day', 'month'],
    );
    const changed = await ledger.change((state) =>
      ok({ state: { ...state, limits: [LIMIT], raised: ['limit_near:tokens:0'] }, answer: null }),
    );
    assert.ok(changed.ok);
    const { state } = await openWorkspaceLedger(history, { store }).read();
    assert.deepEqual(state.limits, [LIMIT]);
    assert.deepEqual(state.raised, ['limit_near:tokens:0']);
    // an id twice could not be read back
    const broken = await ledger.change((now) =>
      ok({ state: { ...now, limits: [LIMIT, LIMIT] }, answer: null }),
    );
    assert.ok(!broken.ok && broken.error.code === 'invalid_ledger');
    assert.deepEqual((await ledger.read()).state.limits, [LIMIT]);
    await history.close();
  });

  it('a ledger that is lost before anything was pruned, or with a history that cannot be read, begins anew', async () => {
    const history = openWorkspace(store);
    await history.append(usage('u', NOW, 10));
    writeFileSync(join(store, 'ledger.json'), 'lost');
    assert.deepEqual((await openWorkspaceLedger(history, { store }).read()).state, NEW_LEDGER);
    await history.close();
    const broken: History<WorkspaceRecord> = {
      ...history,
      replay: async () => ({ ok: false, error: { code: 'store_unreadable', message: 'no' } }),
    };
    assert.deepEqual((await openWorkspaceLedger(broken, { store }).read()).state, NEW_LEDGER);
  });

  it('exports outcomes and takes them back as they were, with the salt they were hashed with', async () => {
    const file = join(folder.path, 'export.jsonl');
    const history = openWorkspace(store);
    await history.append(outcome('a', NOW));
    await history.append(usage('u', NOW, 800));
    assert.deepEqual(await exportOutcomes(history, file, KEY), { ok: true, value: 1 });
    const before = (await recordsIn(history)).filter(({ kind }) => kind === 'outcome');
    assert.ok((await history.clear()).ok);
    const imported = await importOutcomes(history, file, KEY);
    assert.ok(imported.ok && imported.value.added === 1);
    assert.deepEqual(await recordsIn(history), before);
    await history.close();
  });

  it("leaves out another store's hashes, and hashes its words with the salt of this one", async () => {
    const file = join(folder.path, 'export.jsonl');
    const other = openWorkspace(join(folder.path, 'other'), { keepText: true });
    await other.append(outcome('with words', NOW, 'Rename the tokenizer'));
    const { text: _text, ...wordless } = outcome('without', NOW + 1);
    await other.append(wordless);
    await other.append({ ...wordless, id: 'bare', at: NOW + 2, features: null });
    assert.ok((await exportOutcomes(other, file, OTHER_KEY)).ok);
    await other.close();
    const history = openWorkspace(store);
    await history.load();
    assert.ok((await importOutcomes(history, file, KEY)).ok);
    const [withWords, without, bare] = await recordsIn(history);
    assert.deepEqual(
      withWords?.kind === 'outcome' ? withWords.features : null,
      outcome('with words', NOW, 'Rename the tokenizer').features,
    );
    assert.ok(without?.kind === 'outcome' && without.features === null);
    assert.ok(bare?.kind === 'outcome' && bare.features === null);
    await history.close();
    assert.ok(!allBytes().includes('tokenizer'));
  });

  it('imports plain records of outcomes, and refuses usage', async () => {
    const file = join(folder.path, 'plain.jsonl');
    const { kind: _kind, ...plain } = outcome('plain', NOW);
    writeFileSync(
      file,
      [plain, usage('u', NOW, 1), 7, { id: 'x' }].map((row) => JSON.stringify(row)).join('\n'),
    );
    const history = openWorkspace(store);
    await history.load();
    const imported = await importOutcomes(history, file, KEY);
    assert.ok(imported.ok);
    assert.deepEqual([imported.value.added, imported.value.refused], [1, 3]);
    await history.close();
  });
});
