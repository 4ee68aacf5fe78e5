import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, ok } from '../../../../src/core/facts/result.ts';
import { evaluateFile } from '../../../../src/engine/ledger/evaluate-request.ts';
import { exportAsked } from '../../../../src/engine/ledger/export-request.ts';
import { importAsked } from '../../../../src/engine/ledger/import-request.ts';
import { predictAsked } from '../../../../src/engine/ledger/predict-request.ts';
import { reportAsked } from '../../../../src/engine/ledger/report-request.ts';
import { sparingly } from '../../../../src/engine/ledger/told-progress.ts';
import type { ReportData } from '../../../../src/engine/ledger/report-data.ts';
import type { ImportSource, ReportFilter } from '../../../../src/protocol/ledger.ts';
import {
  codeOf,
  PRICED,
  recorded,
  type RunningKeeper,
  testStore,
  type TestStore,
  value,
} from './running-keeper.ts';

const ASKED = { task: 'Fix the login of the shop', level: null, model: null, tenant: '' };
const ALL: ReportFilter = { since: null, until: null, period: 'day', model: null, type: null, days: 30 };
const DAY = 86_400_000;

describe('files of a history', () => {
  let place: TestStore;
  let folder: string;
  beforeEach(() => {
    place = testStore();
    folder = dirname(place.store);
  });
  afterEach(() => place.close());

  const inFolder = (name: string): string => join(folder, name);
  const take = ({ keeper }: RunningKeeper, source: ImportSource) =>
    importAsked(keeper, {
      source,
      environment: { CLAUDE_CONFIG_DIR: inFolder('claude'), CODEX_HOME: inFolder('codex') },
      signal: new AbortController().signal,
      progress: () => undefined,
    });
  const rowsFile = (count: number): string => {
    const rows = Array.from({ length: count }, (_, n) => ({
      id: `row ${n}`,
      stream: n % 2 === 0 ? 'a' : 'b',
      text: `Fix part ${n % 5} of the shop`,
      timestamp: Date.UTC(2026, 0, 1) + n * 60_000,
      tokens_out: 400 + 13 * n,
      tokens_total: 20_000 + n,
    }));
    writeFileSync(inFolder('rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    return inFolder('rows.jsonl');
  };

  it('import the rows of a file once, and answer then as if these had been recorded in their order', async () => {
    const run = place.run();
    await recorded(run);
    const raised = run.alerts.length;
    const source: ImportSource = { from: 'jsonl', file: rowsFile(30), mapping: null };
    const first = value(await take(run, source));
    assert.deepEqual([first.added, first.known, first.refused], [30, 0, 0]);
    assert.equal(first.outputTokens, 30 * 400 + (13 * 29 * 30) / 2);
    assert.equal(first.totalTokens, 30 * 20_000 + (29 * 30) / 2);
    const answer = value(await predictAsked(run.keeper, ASKED)).prediction;
    const again = value(await take(run, source));
    assert.deepEqual([again.added, again.known, again.outputTokens], [0, 30, 0]);
    assert.equal(run.alerts.length, raised);
    await run.keeper.close();
    const other = place.run({}, { live: false });
    assert.deepEqual(value(await predictAsked(other.keeper, ASKED)).prediction, answer);
  });

  it('know a model by one name, whether it is recorded, imported with the date of its release, or asked about', async () => {
    const model = (name: string) =>
      Promise.resolve(name.startsWith('priced') ? ok(PRICED) : fail('unknown_model', `No model ${name}.`));
    const run = place.run({ model });
    const row = (id: string, name: string) =>
      JSON.stringify({ id, stream: 's', text: 'Fix it', tokens_out: 9, tokens_total: 90, model: name });
    const lines = [row('dated', 'priced-20250807'), row('foreign', 'foreign-20250807')];
    writeFileSync(inFolder('models.jsonl'), `${lines.join('\n')}\n`);
    value(await take(run, { from: 'jsonl', file: inFolder('models.jsonl'), mapping: null }));
    const { record } = await recorded(run, { model: 'priced-20250807' });
    assert.equal(record.model, 'priced');
    value(await exportAsked(run.keeper, inFolder('out.jsonl'), 'history'));
    const names = readFileSync(inFolder('out.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { readonly model: string }).model);
    assert.deepEqual(names.toSorted(), ['foreign-20250807', 'priced', 'priced']);
  });

  it('import the sessions of this workspace, by default from where the programs put them', async () => {
    const session = inFolder('claude/projects/shop/session.jsonl');
    const line = (fields: object): string =>
      `${JSON.stringify({ sessionId: 's1', cwd: folder, version: '1', ...fields })}\n`;
    const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
    mkdirSync(dirname(session), { recursive: true });
    const answer = {
      id: 'm1',
      role: 'assistant',
      model: 'claude-x',
      stop_reason: 'end_turn',
      content: [{ type: 'text', text: 'Done.' }],
      usage: { input_tokens: 100, output_tokens: 50 },
    };
    writeFileSync(
      session,
      line({
        type: 'user',
        uuid: 'u1',
        parentUuid: null,
        timestamp: at(0),
        message: { role: 'user', content: 'Fix it' },
      }) +
        line({
          type: 'assistant',
          uuid: 'u2',
          parentUuid: 'u1',
          requestId: 'r1',
          timestamp: at(1),
          message: answer,
        }) +
        '{"cut off',
    );
    const run = place.run();
    const found = value(await take(run, { from: 'all', everything: false, folders: [] }));
    assert.deepEqual([found.added, found.outputTokens, found.totalTokens], [1, 50, 150]);
    const again = value(
      await take(run, { from: 'claude-code', everything: false, folders: [inFolder('claude')] }),
    );
    assert.equal(again.added, 0);
    const nowhere: ImportSource = { from: 'codex', everything: true, folders: [inFolder('missing')] };
    assert.equal(codeOf(await take(run, nowhere)), 'path_not_found');
    const none = value(await take(run, { from: 'codex', everything: true, folders: [] }));
    assert.deepEqual(none.notes, ['No session logs were found.']);
  });

  it('tell what was wrong with lines and mappings', async () => {
    const run = place.run();
    writeFileSync(inFolder('bad.jsonl'), '{"out": 5}\n{"out": "many"}\nno json\n');
    const bad: ImportSource = {
      from: 'jsonl',
      file: inFolder('bad.jsonl'),
      mapping: { outputTokens: 'out' },
    };
    const taken = value(await take(run, bad));
    assert.deepEqual([taken.added, taken.refused, Object.values(taken.reasons)], [1, 2, [1, 1]]);
    assert.equal(codeOf(await take(run, { ...bad, mapping: { some: 'out' } })), 'invalid_mapping');
    assert.equal(codeOf(await take(run, { ...bad, file: inFolder('none') })), 'path_not_found');
  });

  it('go out as JSON Lines and come into another history, without the words', async () => {
    const run = place.run();
    for (let n = 0; n < 3; n++) await recorded(run, { id: `o${n}` });
    const file = inFolder('history.jsonl');
    assert.deepEqual(value(await exportAsked(run.keeper, file, 'history')), { records: 3 });
    assert.ok(!readFileSync(file, 'utf8').includes('login'));
    const other = testStore();
    const into = other.run();
    const taken = value(await take(into, { from: 'export', file }));
    assert.deepEqual([taken.added, taken.known], [3, 0]);
    await into.until(({ records }) => records === 3);
    await other.close();
    assert.equal(codeOf(await exportAsked(run.keeper, inFolder('no/such/file'), 'history')), 'write_failed');
  });

  it('tell costs to a billing system, and let no name be a formula', async () => {
    const run = place.run();
    const at = Date.UTC(2026, 10, 21, 12);
    await recorded(run, {
      id: 'o1',
      at,
      model: 'priced',
      agent: '=HYPERLINK("x")',
      totalTokens: 3_000,
      task: { title: 'Fix', taskId: 'SHOP-1, "a"', type: 'debugging' },
    });
    await recorded(run, { id: 'o2', at: at + 1, task: { title: 'Fix', taskId: 'b' } });
    assert.deepEqual(value(await exportAsked(run.keeper, inFolder('costs.csv'), 'costs-csv')), {
      records: 2,
    });
    const [head, first, second] = readFileSync(inFolder('costs.csv'), 'utf8').split('\r\n');
    assert.equal(head, 'id,taskId,at,model,agent,tenant,taskType,outputTokens,totalTokens,costMicroUsd');
    assert.equal(
      first,
      `o1,"SHOP-1, ""a""",2026-11-21T12:00:00.000Z,priced,"'=HYPERLINK(""x"")",,debugging,1000,3000,14000`,
    );
    assert.equal(second, 'o2,b,2026-11-21T12:00:00.001Z,,,,debugging,1000,,');
    value(await exportAsked(run.keeper, inFolder('costs.json'), 'costs-json'));
    const rows = JSON.parse(readFileSync(inFolder('costs.json'), 'utf8')) as readonly {
      costMicroUsd: number;
    }[];
    assert.deepEqual(
      rows.map(({ costMicroUsd }) => costMicroUsd),
      [14_000, null],
    );
    if (process.platform !== 'win32') assert.equal(statSync(inFolder('costs.csv')).mode & 0o777, 0o600);
    assert.equal(codeOf(await exportAsked(run.keeper, inFolder('no/such'), 'costs-csv')), 'write_failed');
  });

  it('report what was used, how it was predicted, what it will cost and how limits stand', async () => {
    const run = place.run();
    const empty = value(await reportAsked(run.keeper, ALL));
    assert.match(empty.markdown, /No task was recorded/);
    const now = Date.now();
    for (let n = 0; n < 8; n++)
      await recorded(run, {
        at: now - (8 - n) * DAY,
        model: n === 7 ? 'unpriced' : 'priced',
        totalTokens: 5_000,
        budgetUsed: 1_000,
        task: { title: 'Fix', type: 'debugging' },
      });
    const { data, markdown } = value(await reportAsked(run.keeper, ALL));
    const report = data as unknown as ReportData;
    assert.deepEqual(report.used, {
      tasks: 8,
      outputTokens: 8_000,
      totalTokens: 40_000,
      totalKnown: 8,
      costMicroUsd: 7 * 18_000,
      unpriced: 1,
    });
    assert.equal(report.accuracy.all.tasks, 8);
    assert.equal(report.projection.priced, 7);
    assert.equal(report.trend.points.length, 8);
    for (const heading of [
      '# Token report',
      '## Predictions',
      '## Budgets',
      '## By day',
      '## Costs to come',
      '## Limits',
    ])
      assert.ok(markdown.includes(`${heading}\n`), heading);
    assert.match(markdown, /8 tasks: 8,000 output tokens, 40,000 tokens in and out\. \$0\.13/);
    assert.deepEqual(JSON.parse(JSON.stringify(data)), data);
    const one = value(
      await reportAsked(run.keeper, { ...ALL, model: 'unpriced', since: now - 3 * DAY, type: 'debugging' }),
    );
    assert.equal((one.data as unknown as ReportData).used.tasks, 1);
    assert.match(one.markdown, /model unpriced, debugging only/);
    const none = value(await reportAsked(run.keeper, { ...ALL, type: 'testing' }));
    assert.equal((none.data as unknown as ReportData).used.tasks, 0);
  });

  it('are replayed by evaluate in slices, with the study’s table and a prediction for each row', async () => {
    const told: (readonly [number, number | null])[] = [];
    const options = {
      data: rowsFile(100),
      target: 'out' as const,
      predictions: inFolder('predictions.jsonl'),
      isCancelled: () => false,
      progress: (done: number, total: number | null) => told.push([done, total]),
    };
    let turns = 0;
    const ticking = setInterval(() => turns++, 1);
    const done = value(await evaluateFile(options));
    clearInterval(ticking);
    assert.deepEqual([done.rows, done.streams], [100, 2]);
    assert.ok(turns > 0, 'others had no turn');
    assert.match(done.table, /formula.*\n.*running.*\n.*learned/);
    assert.deepEqual(told.at(-1), [100, 100]);
    const lines = readFileSync(options.predictions, 'utf8').trimEnd().split('\n');
    assert.equal(lines.length, 100);
    const fields = Object.keys(JSON.parse(lines[0] ?? '') as object);
    assert.deepEqual(fields, [
      'id',
      'stream',
      'q10',
      'q50',
      'q80',
      'q90',
      'low80',
      'high80',
      'confidence',
      'method',
    ]);
    assert.equal(codeOf(await evaluateFile({ ...options, isCancelled: () => true })), 'cancelled');
    assert.equal(codeOf(await evaluateFile({ ...options, data: inFolder('none') })), 'path_not_found');
    assert.equal(
      codeOf(await evaluateFile({ ...options, predictions: inFolder('no/such') })),
      'write_failed',
    );
    writeFileSync(inFolder('bad.jsonl'), '{"id": "a", "stream": "s", "text": "t"}\n\n{"id": 1}\n');
    const bad = await evaluateFile({ ...options, data: inFolder('bad.jsonl') });
    assert.ok(!bad.ok && bad.error.message.startsWith('Line 3 of '));
  });

  it('tell progress ten times a second at most, and the end always', () => {
    const told: number[] = [];
    const tell = sparingly((done) => told.push(done));
    for (let done = 0; done <= 1_000; done++) tell(done, 1_000);
    assert.deepEqual([told[0], told.at(-1)], [0, 1_000]);
    assert.ok(told.length < 10);
  });
});
