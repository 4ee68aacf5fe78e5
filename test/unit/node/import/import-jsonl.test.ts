import assert from 'node:assert/strict';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { importJsonl } from '../../../../src/node/import/import-jsonl.ts';
import { EVALUATE_MAPPING, mappedTask, readMapping } from '../../../../src/node/import/jsonl-mapping.ts';
import { recordOf } from '../../../../src/node/import/logged-task.ts';
import { wholeShares } from '../../../../src/node/import/whole-shares.ts';
import { WORKS } from '../../../../src/node/import/logged-session.ts';
import type { OutcomeEntry } from '../../../../src/node/store/workspace-record.ts';
import { KEY, openWorkspace, recordsIn } from '../store/workspace-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { NINE } from './log-lines.ts';

describe('importing any JSON Lines by a mapping', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const run = async (rows: readonly unknown[], mapping = EVALUATE_MAPPING) => {
    const file = join(folder.path, 'rows.jsonl');
    writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    utimesSync(file, new Date(NINE), new Date(NINE));
    const history = openWorkspace(join(folder.path, 'store'), { retentionDays: null });
    await history.load();
    const imported = await importJsonl(history, file, mapping, KEY);
    const records = (await recordsIn(history)) as readonly OutcomeEntry[];
    await history.close();
    assert.ok(imported.ok);
    return { report: imported.value, records };
  };

  it('takes the rows of an evaluation, twice the same', async () => {
    const rows = [
      {
        id: 'r1',
        stream: 's',
        text: 'Fix the parser',
        type: 'refactoring',
        model: 'm',
        session: 'x',
        turn: 3,
        timestamp: '2026-11-20T10:00:00Z',
        tokens_out: 500,
        tokens_total: 9_000,
      },
      { id: 'r1', stream: 'other', text: 'Fix it', tokens_out: 20 },
      { id: 'r2', stream: 's', text: 'only totals', tokens_total: 9_000 },
      { stream: 's', text: 'no id', tokens_out: 7, timestamp: 1_795_000_000 },
    ];
    const { report, records } = await run(rows);
    assert.deepEqual([report.added, report.refused], [3, 1]);
    const [noId, noTime, whole] = records;
    assert.equal(whole?.id, 'jsonl:s:r1');
    assert.equal(whole.taskId, 'r1');
    assert.equal(whole.at, NINE + 3_600_000);
    assert.deepEqual([whole.budgetUsed, whole.totalTokens, whole.thinkingTokens], [500, 9_000, null]);
    assert.equal(whole.activity, undefined);
    assert.deepEqual(
      [whole.model, whole.features?.turn, whole.characteristics.taskType],
      ['m', 3, 'refactoring'],
    );
    assert.deepEqual([noTime?.at, noTime?.id], [NINE, 'jsonl:other:r1']);
    assert.equal(noId?.at, 1_795_000_000_000);
    const again = await run(rows);
    assert.deepEqual([again.report.added, again.report.known], [0, 3]);
    assert.equal(again.records.length, 3);
  });

  it('reads nested fields, and takes what has another type for unknown', async () => {
    const mapping = readMapping({
      text: 'prompt.words',
      at: 'when',
      outputTokens: 'usage.output',
      inputTokens: 'usage.input',
      thinkingTokens: 'usage.thinking',
      agent: 'who',
      success: 'ok',
      quality: 'score',
      images: 'images',
      complexity: 'weight',
    });
    assert.ok(mapping.ok);
    const { report, records } = await run(
      [
        {
          prompt: { words: 'a' },
          when: 1_795_000_000_000,
          usage: { output: 100, input: 50, thinking: 40 },
          who: 'w',
          ok: true,
          score: 80,
          images: 2,
          weight: 'critical',
        },
        {
          prompt: 'flat',
          when: 'yesterday',
          usage: { output: 10, input: 'x', thinking: 99 },
          who: 7,
          ok: 'yes',
          score: 101,
        },
        { usage: { output: 1.5 } },
        { usage: null },
        { __proto__: null, constructor: { output: 1 } },
      ],
      mapping.value,
    );
    assert.deepEqual([report.added, report.refused], [2, 3]);
    const whole = records.find(({ budgetUsed }) => budgetUsed === 100);
    assert.deepEqual([whole?.totalTokens, whole?.thinkingTokens, whole?.activity?.other], [150, 40, 60]);
    assert.deepEqual([whole?.outcome.success, whole?.outcome.quality, whole?.agent], [true, 80, 'w']);
    assert.deepEqual([whole?.features?.images, whole?.characteristics.complexity], [2, 90]);
    const poor = records.find(({ budgetUsed }) => budgetUsed === 10);
    assert.deepEqual(
      [poor?.at, poor?.features, poor?.totalTokens, poor?.outcome.success],
      [NINE, null, undefined, null],
    );
    assert.deepEqual([poor?.thinkingTokens, poor?.agent], [null, undefined]);
  });

  it('refuses a mapping that cannot be meant', () => {
    for (const mapping of [
      null,
      [],
      'x',
      { unknown: 'a' },
      { outputTokens: 7 },
      { text: 'a' },
      { outputTokens: '' },
    ]) {
      const read = readMapping(mapping);
      assert.ok(!read.ok && read.error.code === 'invalid_mapping', JSON.stringify(mapping));
    }
  });

  it('says what cannot be read', async () => {
    const history = openWorkspace(join(folder.path, 'store'));
    const missing = await importJsonl(history, join(folder.path, 'missing'), EVALUATE_MAPPING, KEY);
    assert.ok(!missing.ok && missing.error.code === 'path_not_found');
    mkdirSync(join(folder.path, 'folder'));
    const isFolder = await importJsonl(history, join(folder.path, 'folder'), EVALUATE_MAPPING, KEY);
    assert.ok(!isFolder.ok && isFolder.error.code === 'unreadable');
  });

  it('no row makes it throw, and every task that it gives is a record', () => {
    const field = fc.oneof(fc.string(), fc.double(), fc.nat(), fc.boolean(), fc.constant(null), fc.object());
    const row = fc.record(
      Object.fromEntries(Object.values(EVALUATE_MAPPING).map((name) => [name, field])) as Record<
        string,
        typeof field
      >,
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(row, fc.jsonValue()), (value) => {
        const task = mappedTask(value, EVALUATE_MAPPING, 'fallback', NINE);
        if (task.ok) assert.equal(recordOf(task.value, KEY).ok, true);
        else assert.equal(task.error.code, 'invalid_record');
      }),
      { numRuns: 300 },
    );
  });
});

describe('shares of whole tokens', () => {
  it('sum exactly, differ by less than one from the exact share, and are never negative', () => {
    const weights = fc.record(Object.fromEntries(WORKS.map((work) => [work, fc.nat(1_000)])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(fc.nat(1_000_000), weights, (tokens, drawn) => {
        const shares = wholeShares(tokens, drawn);
        const all = WORKS.reduce((sum, work) => sum + (drawn[work] ?? 0), 0);
        assert.equal(
          Object.values(shares).reduce((sum, share) => sum + share, 0),
          tokens,
        );
        if (all > 0)
          for (const work of WORKS)
            assert.ok(Math.abs((shares[work] ?? 0) - (tokens * (drawn[work] ?? 0)) / all) < 1);
      }),
      { numRuns: 200 },
    );
  });
});
