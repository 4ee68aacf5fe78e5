import assert from 'node:assert/strict';
import { runProgram } from '../../../src/terminal/program.ts';
import { folderOf, remove } from '../engine/running-engine.ts';

type Refusal = readonly [what: string, args: readonly string[], code: string, status: number, words: RegExp];

const REFUSALS: readonly Refusal[] = [
  ['a prediction of nothing', ['predict'], 'invalid_option', 2, /--task, --task-file or --task-json/],
  [
    'an unknown method',
    ['predict', '--task', 'x', '--method', 'guess'],
    'invalid_option',
    2,
    /learned or formula/,
  ],
  [
    'an unknown share',
    ['predict', '--task', 'x', '--quantile', '0.7'],
    'invalid_option',
    2,
    /0\.5, 0\.8, 0\.9, 0\.95/,
  ],
  ['a missing task', ['predict', '--task-json', 'gone.json'], 'unreadable', 5, /"gone\.json" cannot be read/],
  [
    'a workspace that is no folder',
    ['predict', '--task', 'x', '--workspace', 'gone'],
    'path_not_found',
    5,
    /"gone" is no folder/,
  ],
  [
    'a missing configuration',
    ['limits', '--config', 'gone.json'],
    'unreadable',
    5,
    /gone\.json" cannot be read/,
  ],
  [
    'wrong settings',
    ['history', '--config', 'wrong.json'],
    'invalid_option',
    2,
    /"history\.keepText" in .*wrong\.json must be true or false/,
  ],
  [
    'an alert threshold that is none',
    ['history', '--config', 'alerts.json'],
    'invalid_alert_setting',
    2,
    /alerts\.json: The alert threshold over must be a number from 0 to 1\./,
  ],
  [
    'an outcome of no task',
    ['record', '--used', '5'],
    'invalid_task_id',
    2,
    /--task, --task-file, --task-json or --task-id/,
  ],
  ['an outcome without tokens', ['record', '--task', 'x'], 'invalid_budget_used', 2, /--used 9350/],
  [
    'outcomes of several tasks by flags',
    ['record', '--task-json', 'tasks.json', '--used', '5'],
    'invalid_option',
    2,
    /one by one/,
  ],
  [
    'an outcome as a file and by flags',
    ['record', '-', '--used', '5'],
    'invalid_option',
    2,
    /as JSON or by flags/,
  ],
  ['an outcome that is no JSON', ['record', 'broken.json'], 'invalid_record', 2, /not valid JSON/],
  [
    'a list with an outcome of no task',
    ['record', 'outcomes.json'],
    'invalid_record',
    2,
    /^Outcome 2 of the list: .* Nothing was recorded\.$/,
  ],
  [
    'an unknown source',
    ['import', '--from', 'gemini'],
    'invalid_option',
    2,
    /claude-code, codex, all, jsonl, export/,
  ],
  [
    'a file of an unknown kind',
    ['import', 'tasks.json'],
    'invalid_option',
    2,
    /Say what "tasks\.json" is, with --from/,
  ],
  ['an import of no file', ['import', '--from', 'export'], 'invalid_option', 2, /--from export FILE/],
  [
    'a mapping for logs',
    ['import', '--from', 'codex', '--mapping', 'tasks.json'],
    'invalid_option',
    2,
    /--from jsonl/,
  ],
  [
    'a mapping for an export',
    ['import', 'x', '--from', 'export', '--mapping', 'tasks.json'],
    'invalid_option',
    2,
    /--from jsonl/,
  ],
  [
    'everything of a file',
    ['import', 'x', '--from', 'jsonl', '--everything'],
    'invalid_option',
    2,
    /session logs/,
  ],
  ['a missing mapping', ['import', 'x', '--mapping', 'gone.json'], 'unreadable', 5, /--mapping "gone\.json"/],
  [
    'a mapping that is no JSON',
    ['import', 'x', '--mapping', 'broken.json'],
    'invalid_mapping',
    2,
    /not valid JSON/,
  ],
  ['a limit that is not said', ['limits', 'set'], 'invalid_limit', 2, /'10 USD a day'/],
  ['a date that is none', ['report', '--since', 'soon'], 'invalid_option', 2, /--since "soon" is no date/],
  [
    'an end before the beginning',
    ['report', '--since', 'today', '--until', '7d'],
    'invalid_option',
    2,
    /before --until/,
  ],
  ['an unknown period', ['report', '--period', 'year'], 'invalid_option', 2, /hour, day, week, month/],
  ['an unknown type of task', ['report', '--type', 'fun'], 'invalid_option', 2, /code-review/],
  ['no days ahead', ['report', '--days', '0'], 'invalid_option', 2, /--days "0"/],
  ['an unknown format', ['report', '--format', 'pdf'], 'invalid_option', 2, /md, json/],
  ['an evaluation of nothing', ['evaluate'], 'invalid_option', 2, /--data FILE\.jsonl/],
  ['an unknown target', ['evaluate', '--data', 'x', '--target', 'in'], 'invalid_option', 2, /out, total/],
  [
    'predictions over the data',
    ['evaluate', '--data', 'x', '--predictions', './x'],
    'invalid_option',
    2,
    /the same file/,
  ],
  [
    'an unknown form of costs',
    ['history', 'export', 'x', '--costs', 'xml'],
    'invalid_option',
    2,
    /csv, json/,
  ],
  ['clearing by mistake', ['history', 'clear'], 'invalid_option', 2, /Add --yes/],
  [
    'an unknown option',
    ['limits', 'set', '--wran', 'x'],
    'invalid_option',
    2,
    /See context-budget limits set --help\.$/,
  ],
];

describe('commands on the history, before the engine is asked', () => {
  let folder: string;
  beforeEach(() => {
    folder = folderOf({
      'tasks.json': '[{"title": "A"}, {"title": "B"}]',
      'broken.json': '{"title":',
      'outcomes.json': '[{"taskId": "A", "budgetUsed": 5}, {"budgetUsed": 5}]',
      'alerts.json': '{"alerts": {"thresholds": {"over": 60}}}',
      'wrong.json': '{"history": {"keepText": "yes"}}',
    });
  });
  afterEach(() => remove(folder));

  const run = async (args: readonly string[]) => {
    const [results, notes]: [string[], string[]] = [[], []];
    const status = await runProgram(args, '0', {
      cwd: folder,
      output: {
        result: (text) => void results.push(text),
        note: (text) => void notes.push(text),
        progress: () => assert.fail('nothing has begun'),
        endProgress: () => undefined,
      },
      readInput: () => Promise.resolve(''),
      askPerson: null,
      startEngine: () => assert.fail('the engine is not asked'),
      cacheFolder: null,
      env: { XDG_DATA_HOME: folder, LOCALAPPDATA: folder },
      now: Date.now,
      onInterrupt: () => () => undefined,
    });
    return { status, stdout: results.join(''), stderr: notes.join('\n') };
  };

  for (const [what, args, code, status, words] of REFUSALS)
    it(`refuse ${what}, in a sentence for people and with a code for programs`, async () => {
      const person = await run(args);
      assert.deepEqual([person.status, person.stdout], [status, '']);
      const sentence = person.stderr.replace('context-budget: ', '');
      assert.match(sentence, words);
      assert.match(sentence, /[.?]$/);
      const program = await run([...args, '--json']);
      assert.equal(program.status, status);
      const { error } = JSON.parse(program.stdout) as { error: { code: string; message: string } };
      assert.equal(error.code, code);
    });
});
