import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelReport as reportOf } from '../../../../src/core/history/models/model-report.ts';
import { fail, ok } from '../../../../src/core/facts/result.ts';
import {
  classifyPrompt,
  type FeedbackGiven,
  giveFeedback,
  modelReport,
  type ModelReportFilter,
  modelsConfigChanged,
  modelsConfigRefused,
  modelsLog,
  testModels,
} from '../../../../src/protocol/models.ts';
import { folderOf, remove } from '../../engine/running-engine.ts';
import { REQUEST_ID } from './answers.ts';
import { fakeEngine } from './fake-engine.ts';
import { failureIn, type } from './typed.ts';

const EMPTY_REPORT = reportOf({ requests: [], responses: [], verdicts: [] }, (at) => at);

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const CLASSIFIED = {
  category: 'data_validation',
  confidence: 0.867,
  matchedKeywords: [{ keyword: 'verify', category: 'data_validation', weight: 0.8 }],
  complexityScore: 0.2,
} as const;

describe('context-budget, beside asking', () => {
  let folder: string;
  beforeEach(() => {
    folder = folderOf({});
  });
  afterEach(() => remove(folder));

  describe('classify', () => {
    const asked: unknown[] = [];
    const engine = fakeEngine((connection) => {
      connection.onRequest(classifyPrompt, (request) => {
        asked.push(request);
        return ok(CLASSIFIED);
      });
    });
    beforeEach(() => void asked.splice(0));

    it('says the category, how sure it is, and by which words', async () => {
      const { status, stdout } = await type({ folder, engine }, ['classify', 'verify', 'the price']);
      assert.equal(status, 0);
      assert.equal(
        stdout,
        'data_validation, 87 % sure: validation of data.\nBy these words:\n  verify (data_validation, 0.8)\nComplexity 0.20.\n',
      );
      assert.deepEqual(asked, [{ prompt: 'verify the price' }]);
    });

    it('takes the text from a file or stdin, and what is known of it', async () => {
      const known = ['--category', 'simple_query', '--task-type', 'debugging', '--json'];
      const typed = await type({ folder, engine, input: 'x y' }, ['classify', '--task-file', '-', ...known]);
      assert.deepEqual(JSON.parse(typed.stdout), CLASSIFIED);
      assert.deepEqual(asked, [{ prompt: 'x y', category: 'simple_query', taskType: 'debugging' }]);
    });

    for (const args of [
      [],
      ['x', '--task', 'x'],
      ['x', '--category', 'fun'],
      ['x', '--task-type', 'fun'],
      ['--task', ' '],
    ])
      it(`refuses ${JSON.stringify(args)}`, async () => {
        const refused = await type({ folder, engine }, ['classify', ...args, '--json']);
        assert.deepEqual([refused.status, failureIn(refused).code], [2, 'invalid_option']);
        assert.equal(asked.length, 0);
      });
  });

  describe('feedback', () => {
    const given: FeedbackGiven[] = [];
    const engine = fakeEngine((connection) => {
      connection.onRequest(giveFeedback, (feedback) => {
        given.push(feedback);
        if (feedback.requestId !== REQUEST_ID) return fail('unknown_request', 'No request has that id.');
        if (feedback.verdict === 'category') return ok({ verdicts: 0, changes: [], note: 'Classified so.' });
        const change = { model: 'house', category: 'simple_query', before: 0.5, after: 0.535 } as const;
        return ok({ verdicts: 1, changes: [change], note: 'House was right.' });
      });
    });
    beforeEach(() => void given.splice(0));
    const say = (...args: string[]) => type({ folder, engine }, ['feedback', REQUEST_ID, ...args]);

    it('accepts and rejects, for all that the answer was made of or for one model', async () => {
      const accepted = await say('--accept');
      assert.equal(
        accepted.stdout,
        'House was right.\n  0.50 → 0.54  house  simple_query\n'.replace('0.54', (0.535).toFixed(2)),
      );
      await say('--reject', '--model', 'lab, house');
      assert.deepEqual(given, [
        { requestId: REQUEST_ID, verdict: 'accept', model: null },
        { requestId: REQUEST_ID, verdict: 'reject', model: 'lab' },
        { requestId: REQUEST_ID, verdict: 'reject', model: 'house' },
      ]);
    });

    it('corrects with a file: data where it is JSON, else text', async () => {
      const file = (name: string, text: string) => {
        writeFileSync(join(folder, name), text);
        return ['--correct', name, '--type', 'value_correction', '--model', 'house'];
      };
      await say(...file('a.json', '\uFEFF[{"price": 2}]\n'));
      await say(...file('b.txt', '42\n'), '--note', 'It is 42.');
      await say(...file('c.txt', '{"price": 3}'));
      await say(...file('d.md', '[a link] is missing'));
      assert.deepEqual(
        given.map((each) => (each.verdict === 'correct' ? [each.correctedData, each.note] : each)),
        [
          [[{ price: 2 }], null],
          ['42', 'It is 42.'],
          [{ price: 3 }, null],
          ['[a link] is missing', null],
        ],
      );
      const broken = await say(...file('e.json', '{"price":'), '--json');
      assert.deepEqual([broken.status, failureIn(broken).code], [2, 'invalid_option']);
    });

    it('tells what kind of request it was, alone or beside a verdict', async () => {
      assert.equal((await say('--category', 'simple_query')).stdout, 'Classified so.\n');
      const both = await say('--accept', '--category', 'simple_query', '--json');
      const taken = JSON.parse(both.stdout) as { verdicts: number; note: string };
      assert.deepEqual([taken.verdicts, taken.note], [1, 'House was right. Classified so.']);
      assert.deepEqual(
        given.map(({ verdict }) => verdict),
        ['category', 'accept', 'category'],
      );
    });

    for (const [args, code] of [
      [[], 'invalid_option'],
      [['--accept', '--reject'], 'invalid_option'],
      [['--accept', '--type', 'missing_data'], 'invalid_option'],
      [['--category', 'fun'], 'invalid_option'],
      [['--correct', 'x', '--type', 'missing_data'], 'invalid_option'],
      [['--correct', 'x', '--model', 'house'], 'invalid_correction_type'],
      [['--correct', 'x', '--model', 'house', '--type', 'wrong'], 'invalid_correction_type'],
    ] as const)
      it(`refuses ${JSON.stringify(args)}`, async () => {
        const refused = await say(...args, '--json');
        assert.deepEqual([refused.status, failureIn(refused).code, given.length], [2, code, 0]);
      });

    it('says so when there is no such request or file', async () => {
      const gone = await type({ folder, engine }, ['feedback', 'other', '--accept', '--json']);
      assert.deepEqual([gone.status, failureIn(gone).code], [2, 'unknown_request']);
      const file = ['--correct', 'gone.json', '--type', 'missing_data', '--model', 'house', '--json'];
      assert.deepEqual(failureIn(await say(...file)).code, 'unreadable');
    });
  });

  describe('models test', () => {
    const tested = (rows: readonly ('works' | 'fails')[], asked: unknown[] = []) =>
      fakeEngine((connection) => {
        connection.onRequest(testModels, ({ models }) => {
          asked.push(models);
          return ok(
            rows.map((row) => ({
              id: row,
              ok: row === 'works',
              responseMs: 850,
              outputTokens: 1,
              costMicroUsd: row === 'works' ? 12 : null,
              error:
                row === 'works' ? null : ({ code: 'adapter_auth', message: 'The key is refused.' } as const),
            })),
          );
        });
      });

    it('says of each whether it answers, and fails with the first that does not', async () => {
      const asked: unknown[] = [];
      const both = await type({ folder, engine: tested(['works', 'fails'], asked) }, ['models', 'test']);
      assert.equal(both.status, 5);
      assert.equal(
        both.stdout,
        'works  answers  in 850 ms, $0.000012\nfails  fails    The key is refused.\n',
      );
      const one = await type({ folder, engine: tested(['works'], asked) }, [
        'models',
        'test',
        'works',
        '--json',
      ]);
      assert.equal(one.status, 0);
      assert.equal((JSON.parse(one.stdout) as { tested: unknown[] }).tested.length, 1);
      assert.deepEqual(asked, [null, ['works']]);
    });

    it('says how to get a model when there is none', async () => {
      const { status, stdout, stderr } = await type({ folder, engine: tested([]) }, ['models', 'test']);
      assert.deepEqual([status, stdout], [0, '']);
      assert.match(stderr, /OPENAI_API_KEY/);
    });
  });

  describe('report models', () => {
    const filters: ModelReportFilter[] = [];
    const engine = fakeEngine((connection) => {
      connection.onRequest(modelReport, (filter) => {
        filters.push(filter);
        return ok({ data: EMPTY_REPORT, markdown: '# Models\n\n' });
      });
    });
    beforeEach(() => void filters.splice(0));

    it('prints Markdown, or data, or writes a file', async () => {
      const report = (...args: string[]) => type({ folder, engine }, ['report', 'models', ...args]);
      assert.equal((await report()).stdout, '# Models\n');
      assert.deepEqual(JSON.parse((await report('--json')).stdout), asJson(EMPTY_REPORT));
      assert.deepEqual(JSON.parse((await report('--format', 'json')).stdout), asJson(EMPTY_REPORT));
      const saved = await report('--out', 'r.md');
      assert.deepEqual([saved.stdout, saved.stderr], ['', 'The report is in r.md.']);
      assert.equal(readFileSync(join(folder, 'r.md'), 'utf8'), '# Models\n');
      assert.equal((await report('--out', 'no/r.md')).status, 5);
      assert.deepEqual(filters[0], {
        since: null,
        until: null,
        period: 'day',
        model: null,
        category: null,
      });
    });

    it('is about a time, a model and a category', async () => {
      const flags =
        '--since 2026-11-01 --until 2026-11-20 --period week --model house --category simple_query';
      await type({ folder, engine }, ['report', 'models', ...flags.split(' ')]);
      assert.deepEqual(filters, [
        {
          since: new Date(2026, 10, 1).getTime(),
          until: new Date(2026, 10, 20).getTime(),
          period: 'week',
          model: 'house',
          category: 'simple_query',
        },
      ]);
    });

    for (const args of [
      ['--category', 'fun'],
      ['--period', 'year'],
      ['--since', 'soon'],
      ['--format', 'pdf'],
      ['--since', 'today', '--until', '7d'],
    ])
      it(`refuses ${args.join(' ')}`, async () => {
        const refused = await type({ folder, engine }, ['report', 'models', ...args, '--json']);
        assert.deepEqual([refused.status, failureIn(refused).code, filters.length], [2, 'invalid_option', 0]);
      });
  });

  describe('the configuration', () => {
    const silent = fakeEngine((connection) => {
      connection.onRequest(classifyPrompt, () => ok(CLASSIFIED));
    });
    const configured = async (config: unknown, engine = silent, args: readonly string[] = []) => {
      writeFileSync(join(folder, '.contextbudget.json'), JSON.stringify(config));
      return type({ folder, engine }, ['classify', 'x', '--workspace', '.', '--json', ...args]);
    };

    it('goes to the engine as it stands, with the name of its file', async () => {
      const models = [{ id: 'house', adapter: 'openai-compatible', baseUrl: 'http://127.0.0.1:1/v1' }];
      const ask = { 'counts.dual': 3, cache: { maxEntries: 5 }, validation: { token: 'gpu' } };
      assert.equal((await configured({ ask, models })).status, 0);
      assert.deepEqual(silent.config(), { origin: '.contextbudget.json', fields: ask });
      assert.deepEqual(silent.own(), models);
      writeFileSync(join(folder, 'other.json'), '{"ask": {"retries": 0}}');
      assert.equal((await configured({ ask }, silent, ['--config', 'other.json'])).status, 0);
      assert.deepEqual(silent.config()?.fields, { retries: 0 });
      await configured({ ask: 5 });
      assert.deepEqual(silent.config()?.fields, { ask: 5 }, 'for the engine to refuse');
    });

    it('ends the command where the engine refuses a value of it, by its name', async () => {
      const strict = fakeEngine((connection) => {
        connection.onNotification(modelsConfigChanged, () => {
          const { error } = fail('invalid_config', '"retries" must be a whole number from 0 to 100.', {
            field: 'retries',
          });
          void connection.sendNotification(modelsConfigRefused, [error]);
        });
        connection.onRequest(classifyPrompt, () => ok(CLASSIFIED));
      });
      const refused = await configured({ ask: { retries: -1 } }, strict);
      assert.deepEqual([refused.status, failureIn(refused).code], [2, 'invalid_config']);
      assert.match(failureIn(refused).message, /^\.contextbudget\.json: "retries" must be/);
    });

    it('shows warnings of the engine, and not its other lines', async () => {
      const talking = fakeEngine((connection) => {
        connection.onRequest(classifyPrompt, async () => {
          for (const level of ['info', 'warn'] as const)
            await connection.sendNotification(modelsLog, { level, requestId: REQUEST_ID, text: `${level}!` });
          const told = 'execute: answer of house: adapter_server.';
          await connection.sendNotification(modelsLog, { level: 'warn', requestId: REQUEST_ID, text: told });
          return ok(CLASSIFIED);
        });
      });
      assert.equal((await configured({}, talking)).stderr, 'context-budget: warn!');
    });
  });
});
