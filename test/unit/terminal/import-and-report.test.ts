import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ImportSummary, LedgerStatus } from '../../../src/protocol/ledger.ts';
import { claudeLines, codexLines, jsonl, text, thinking, tool } from '../node/import/log-lines.ts';
import { buildTerminal, type RunningTerminal, terminalIn } from './running-terminal.ts';

const DAY = 24 * 3_600_000;

/** The day of the sample logs, as it stands in them, and a recent one: sessions of today may still run. */
const [LOGGED, RECENT] = ['2026-11-20', new Date(Date.now() - 3 * DAY).toISOString().slice(0, 10)];

/** What the report has as data, as far as it is looked at here. */
interface Report {
  readonly used: { readonly outputTokens: number };
  readonly efficiency: {
    readonly totalTasks: number;
    readonly overallEfficiency: number;
    readonly avgUtilization: number;
    readonly overAllocationRate: number;
    readonly underAllocationRate: number;
    readonly saved: { readonly tokens: number; readonly microUsd: number };
    readonly accuracyByType: Readonly<Record<string, number>>;
  };
}

describe('context-budget import, report and evaluate', () => {
  let terminal: RunningTerminal;
  before(function () {
    this.timeout(120_000);
    buildTerminal();
  });
  beforeEach(() => {
    terminal = terminalIn();
  });
  afterEach(() => terminal.remove());

  /** Below the folder around the project; its `home` is where the programs keep their logs. */
  const write = (path: string, content: string): void => {
    const file = join(dirname(terminal.folder), path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content.replaceAll(LOGGED, RECENT));
  };
  const status = (...args: string[]): LedgerStatus =>
    terminal.json(['history', 'status', ...args]) as LedgerStatus;

  function claudeLog(session: string, cwd: string): string {
    const one = claudeLines(session, cwd);
    return jsonl([
      one.prompt(`${session}u1`, 0, 'Fix the parser'),
      one.block(`${session}u2`, 1, `${session}m1`, thinking(370), { output_tokens: 2 }),
      one.block(`${session}u3`, 1, `${session}m1`, tool('Edit', 370), { output_tokens: 2 }),
      one.toolResult(`${session}u4`, 2),
      one.block(`${session}u5`, 3, `${session}m2`, text(740), { output_tokens: 200 }, { stop: 'end_turn' }),
      '{"cut off": ',
    ]);
  }

  function codexLog(session: string): string {
    const one = codexLines();
    const lines = [
      one.meta(session, 0),
      one.turn(0, 't1'),
      one.started(0, 't1'),
      one.prompt(0, 'Rename the class'),
      one.tokens(1, [1000, 400, 50, 20], [1000, 400, 50, 20]),
      one.tokens(1, [1000, 400, 50, 20], [1000, 400, 50, 20]),
      one.complete(2),
    ];
    return jsonl(lines).replaceAll('/home/me/project', terminal.folder);
  }

  describe('import', () => {
    it('teaches how tokens divide by phase, which predictions then say with their ranges', () => {
      const phases = () =>
        /^phases .*$/m.exec(terminal.run(['predict', '--task', 'Fix it']).stdout)?.[0] ?? '';
      assert.match(phases(), / reflection [\d,]+$/);
      write('home/claude/projects/p/s1.jsonl', claudeLog('s1', terminal.folder));
      terminal.json(['import']);
      assert.match(phases(), /thinking [\d,]+ \(\d+–\d+ %\), .*\); estimated from past tasks$/);
    });

    it('takes the logs of both programs for this workspace, and twice gives the same totals', () => {
      write('home/claude/projects/p/s1.jsonl', claudeLog('s1', terminal.folder));
      write('home/claude/projects/q/s2.jsonl', claudeLog('s2', '/elsewhere'));
      write(`home/codex/sessions/${RECENT.replaceAll('-', '/')}/rollout-c1.jsonl`, codexLog('c1'));
      const first = terminal.json(['import']) as ImportSummary;
      assert.deepEqual([first.files, first.added, first.known], [3, 2, 0]);
      assert.deepEqual([first.outputTokens, first.totalTokens], [400 + 50, 400 + 2 * 1110 + 1050]);
      const before = status();
      assert.equal(before.records, 2);
      const again = terminal.json(['import']) as ImportSummary;
      assert.deepEqual([again.added, again.outputTokens], [0, 0]);
      assert.deepEqual(status(), before);
      const rest = terminal.json(['import', '--everything']) as ImportSummary;
      assert.deepEqual([rest.added, rest.outputTokens], [1, 400]);
      assert.equal(status().records, 3);
    });

    it('takes logs from where it is told, of one program', () => {
      write('logs/s1.jsonl', claudeLog('s1', terminal.folder));
      const args = ['import', '../logs', '--from', 'claude-code'];
      const { stdout } = terminal.run(args);
      assert.match(stdout, /^1 file: 1 task added \(400 output tokens of 2,620 in all\), 0 known already/);
      assert.equal((terminal.json([...args, '--everything']) as ImportSummary).added, 0);
      assert.deepEqual(terminal.refusal(['import', '../gone', '--from', 'codex']), {
        code: 'path_not_found',
        status: 5,
      });
    });

    it('takes any JSON Lines by a mapping, twice the same', () => {
      const rows = [1, 2, 3].map((each) => ({ key: `k${each}`, words: 'Fix it', use: { out: 100 * each } }));
      write('project/rows.jsonl', `${jsonl(rows)}${jsonl([{ key: 'k4', words: 'no tokens' }])}`);
      write('project/mapping.json', '{"id": "key", "text": "words", "outputTokens": "use.out"}');
      const args = ['import', 'rows.jsonl', '--mapping', 'mapping.json'];
      const first = terminal.json(args) as ImportSummary;
      assert.deepEqual([first.added, first.refused, first.outputTokens], [3, 1, 600]);
      const again = terminal.json(args) as ImportSummary;
      assert.deepEqual([again.added, again.known, again.outputTokens], [0, 3, 0]);
      assert.equal(status().records, 3);
    });

    it('takes the rows of an evaluation without a mapping', () => {
      const row = { id: 'r1', stream: 's', text: 'Fix it', tokens_out: 70, tokens_total: 900 };
      write('project/rows.jsonl', jsonl([row]));
      const taken = terminal.json(['import', 'rows.jsonl', '--from', 'jsonl']) as ImportSummary;
      assert.deepEqual([taken.added, taken.outputTokens, taken.totalTokens], [1, 70, 900]);
    });

    it('keeps what it took when it is interrupted, and takes the rest the next time', async function () {
      this.timeout(120_000);
      const sessions = 1_200;
      for (let each = 0; each < sessions; each++)
        write(`logs/s${each}.jsonl`, claudeLog(`s${each}`, terminal.folder));
      const store = join(dirname(terminal.folder), 'store');
      const args = ['import', '../logs', '--from', 'claude-code'];
      const { status: code, stderr } = await terminal.start([...args, '--store', store], () =>
        existsSync(store),
      );
      assert.equal(code, 130, stderr);
      const taken = status('--store', store).records;
      assert.ok(taken < sessions);
      const rest = terminal.json([...args, '--store', store]) as ImportSummary;
      assert.equal(taken + rest.added, sessions);
      assert.equal(status('--store', store).records, sessions);
    });

    it('refuses a missing file', () =>
      assert.deepEqual(terminal.refusal(['import', 'gone.jsonl', '--from', 'jsonl']), {
        code: 'path_not_found',
        status: 5,
      }));
  });

  describe('report', () => {
    /** Spec P8: allocated 5000 each. */
    const USED = [4000, 2000, 4800, 3800, 1500];
    const record = (): void => {
      const outcomes = USED.map((budgetUsed, index) => ({
        task: { title: 'Add tests', type: 'testing' },
        taskId: `t${index}`,
        budgetAllocated: 5000,
        budgetUsed,
        model: 'gpt-5',
        verdict: 'good',
      }));
      terminal.json(['record', '-'], JSON.stringify(outcomes));
    };

    it('says what the specification says of five tasks, as JSON', () => {
      record();
      const { efficiency, used } = terminal.json(['report', '--since', 'today']) as Report;
      assert.equal(efficiency.totalTasks, 5);
      assert.equal(efficiency.overallEfficiency.toFixed(6), '0.620000');
      assert.equal(efficiency.avgUtilization.toFixed(6), '0.644000');
      assert.deepEqual([efficiency.overAllocationRate, efficiency.underAllocationRate], [0.4, 0.2]);
      assert.deepEqual(efficiency.saved, { tokens: 50_000, microUsd: 750_000 });
      assert.deepEqual(efficiency.accuracyByType, { testing: 0.4 });
      assert.equal(used.outputTokens, 16_100);
      const tasksBy = (...args: string[]): number =>
        (terminal.json(['report', ...args]) as Report).efficiency.totalTasks;
      assert.equal(tasksBy('--until', 'today'), 0);
      assert.equal(tasksBy('--model', 'other'), 0);
      assert.equal(tasksBy('--type', 'testing', '--period', 'hour'), 5);
    });

    it('is Markdown for people, and goes into a file for a scheduler', () => {
      record();
      const shown = terminal.run(['report']);
      assert.equal(shown.status, 0, shown.stderr);
      assert.match(shown.stdout, /^# /);
      assert.match(shown.stdout, /\n$/);
      const saved = terminal.run(['report', '--out', 'report.md', '--days', '7']);
      assert.deepEqual([saved.status, saved.stdout], [0, '']);
      assert.equal(saved.stderr, 'The report is in report.md.\n');
      assert.match(readFileSync(join(terminal.folder, 'report.md'), 'utf8'), /^# /);
      const json = terminal.run(['report', '--format', 'json', '--out', 'report.json']);
      assert.equal(json.status, 0);
      JSON.parse(readFileSync(join(terminal.folder, 'report.json'), 'utf8'));
    });

    it('has something to say of no tasks', () => {
      const { status, stdout } = terminal.run(['report']);
      assert.equal(status, 0);
      assert.match(stdout, /at least 10 tasks/);
    });

    it('refuses a folder that is not there', () =>
      assert.deepEqual(terminal.refusal(['report', '--out', 'gone/report.md']), {
        code: 'write_failed',
        status: 5,
      }));
  });

  describe('evaluate', () => {
    const rows = Array.from({ length: 60 }, (_, index) => ({
      id: `r${index}`,
      stream: 's',
      text: `Fix the parser ${index % 3 === 0 ? 'again' : 'once more'}`,
      tokens_out: 1000 + 37 * (index % 7),
      tokens_total: 9000 + 100 * index,
    }));

    it('writes what was predicted row by row, and prints the metrics side by side', () => {
      // as Windows writes it, with an empty line at the end
      write('project/usage.jsonl', `${jsonl(rows).replaceAll('\n', '\r\n')}\r\n`);
      const args = ['evaluate', '--data', 'usage.jsonl', '--predictions', 'out.jsonl'];
      const { status, stdout, stderr } = terminal.run(args);
      assert.equal(status, 0, stderr);
      for (const name of ['formula', 'running', 'learned'])
        assert.match(stdout, new RegExp(`^ +${name} `, 'm'));
      const predictions = readFileSync(join(terminal.folder, 'out.jsonl'), 'utf8').trimEnd().split('\n');
      assert.equal(predictions.length, rows.length);
      for (const [index, line] of predictions.entries()) {
        const row = JSON.parse(line) as Record<string, number>;
        assert.deepEqual(Object.keys(row), [
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
        assert.equal(row['id'], `r${index}`);
      }
      assert.equal(terminal.run(['history', 'status', '--json']).stdout.includes('"records":0'), true);
    });

    it('gives programs the figures, for all tokens, too', () => {
      write('project/usage.jsonl', jsonl(rows));
      const { rows: count, streams } = terminal.json([
        'evaluate',
        '--data',
        'usage.jsonl',
        '--target',
        'total',
      ]) as { rows: number; streams: number };
      assert.deepEqual([count, streams], [60, 1]);
    });

    it('refuses a missing file, an empty one and amounts that are none, in words', () => {
      assert.deepEqual(terminal.refusal(['evaluate', '--data', 'gone.jsonl']), {
        code: 'path_not_found',
        status: 5,
      });
      const row = { id: 'a', stream: 's', text: 't' };
      for (const [content, words] of [
        ['', /usage\.jsonl holds no row/],
        ['\n\n', /usage\.jsonl holds no row/],
        [JSON.stringify(row), /No row of .*usage\.jsonl says tokens_out/],
        [JSON.stringify({ ...row, tokens_out: -1 }), /Line 1 of .* tokens_out must be a number of tokens/],
      ] as const) {
        write('project/usage.jsonl', content);
        const { status, stderr } = terminal.run(['evaluate', '--data', 'usage.jsonl']);
        assert.equal(status, 2);
        assert.match(stderr, words);
      }
    });

    it('is cancelled by Ctrl-C', async function () {
      this.timeout(30_000);
      const many = Array.from({ length: 24_000 }, (_, index) => ({
        id: `r${index}`,
        stream: `s${index % 400}`,
        text: 'Fix the parser',
        tokens_out: 1000 + index,
      }));
      write('project/usage.jsonl', jsonl(many));
      // Far from its end then, and well begun also where others keep the machine busy.
      const ctrlC = Date.now() + 4_000;
      const { status, stdout } = await terminal.start(
        ['evaluate', '--data', 'usage.jsonl'],
        () => Date.now() > ctrlC,
      );
      assert.equal(status, 130);
      assert.equal(stdout, '');
    });
  });
});
