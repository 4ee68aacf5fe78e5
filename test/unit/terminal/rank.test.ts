import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getEncoding } from '../engine/oracle.ts';
import { folderOf, remove } from '../engine/running-engine.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const { count } = getEncoding('o200k_base');
const FILES = {
  'src/parser.ts': 'export function parseRange(text: string) { return text; } // the last line of a range\n',
  'src/lexer.ts': 'export const lexer = 1;\n',
  'test/parser.test.ts': 'import { parseRange } from "../src/parser.ts";\n',
  'package-lock.json': '{"parseRange": "range line last"}\n',
};
const TASK = 'parseRange loses the last line of a range';

interface Ranked {
  readonly files: readonly {
    readonly path: string;
    readonly probability: number;
    readonly score: number;
    readonly tokens: number;
    readonly reasons: readonly string[];
  }[];
}

describe('context-budget rank', () => {
  let folder: string;

  before(function () {
    this.timeout(120_000);
    execFileSync(process.execPath, ['esbuild.js'], { cwd: ROOT });
  });
  beforeEach(() => {
    folder = folderOf(FILES);
  });
  afterEach(() => remove(folder));

  function run(...args: string[]) {
    const env = { ...process.env, CONTEXT_BUDGET_STORE: join(folder, '.git/store') };
    const cli = join(ROOT, 'dist/cli.js');
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    assert.doesNotMatch(stderr, /^\s+at /m, 'a stack trace');
    return { status, stdout, stderr };
  }

  it('ranks as JSON, all files, best first, with the tokens of each', () => {
    const json = run('rank', '--task', TASK, '--json');
    assert.equal(json.status, 0, json.stderr);
    const { files } = JSON.parse(json.stdout) as Ranked;
    assert.deepEqual(files.map(({ path }) => path).toSorted(), [
      'src/lexer.ts',
      'src/parser.ts',
      'test/parser.test.ts',
    ]);
    assert.equal(files[0]?.path, 'src/parser.ts');
    assert.equal(files[0].tokens, count(FILES['src/parser.ts']));
    assert.ok(files[0].reasons.includes('names `parseRange` in one place'));
    for (const { probability } of files) assert.ok(probability >= 0 && probability <= 1);
    const scores = files.map(({ score }) => score);
    assert.deepEqual(
      scores,
      scores.toSorted((a, b) => b - a),
    );
  });

  it('takes the task from a file, and ranks below the paths only', () => {
    writeFileSync(join(folder, '.git-task'), TASK);
    const json = run('rank', 'test', '--task-file', '.git-task', '--json', '--top', '5');
    assert.equal(json.status, 0, json.stderr);
    assert.deepEqual(
      (JSON.parse(json.stdout) as Ranked).files.map(({ path }) => path),
      ['test/parser.test.ts'],
    );
  });

  it('prints a table for people', () => {
    const { status, stdout } = run('rank', '--task', TASK, '--top', '1');
    assert.equal(status, 0);
    assert.match(stdout, /^ *\d+ % +\d+ {2}src\/parser\.ts\n +names `parseRange`/);
    assert.match(
      stdout,
      /1 of 3 files, best first: how likely the task needs each, against its size; tests count less\.\n$/,
    );
  });

  it('says so when there is no file to rank, whatever the task', () => {
    const { status, stdout, stderr } = run('rank', '--task', TASK, '--exclude', '**');
    assert.deepEqual([status, stdout], [0, '']);
    assert.match(stderr, /^No file was found that could go into a prompt\./);
    assert.equal(run('rank', '--task', TASK, '--exclude', '**', '--json').stdout, '{"files":[]}\n');
  });

  it('says so when the task has no words to go by', () => {
    const { status, stderr } = run('rank', '--task', 'fix the bug');
    assert.equal(status, 0);
    assert.match(stderr, /no words that could tell files apart/);
    const foreign = run('rank', '--task', '修复舍入错误');
    assert.match(foreign.stderr, /^No word of the task occurs in these files/);
    assert.match(foreign.stdout, /3 of 3 files, best first/);
    assert.equal(run('rank', '--task', '修复 lexer').stderr, '');
  });

  for (const [what, args] of [
    ['without a task', []],
    ['with an empty task', ['--task', ' ']],
    ['with two tasks', ['--task', 'x', '--task-file', 'src/lexer.ts']],
    ['with a count that is none', ['--task', 'x', '--top', '0']],
    ['with model and encoding', ['--task', 'x', '--model', 'gpt-4o', '--encoding', 'o200k_base']],
  ] as const)
    it(`refuses ${what}`, () => {
      const { status, stdout } = run('rank', ...args, '--json');
      assert.equal(status, 2);
      assert.equal((JSON.parse(stdout) as { error: { code: string } }).error.code, 'invalid_option');
    });

  it('fits by the same probabilities', () => {
    const ranked = JSON.parse(run('rank', '--task', TASK, '--json').stdout) as Ranked;
    const fitted = run('fit', '--task', TASK, '--budget', '400', '--json');
    assert.equal(fitted.status, 0, fitted.stderr);
    const { audit } = JSON.parse(fitted.stdout) as {
      audit: { included: readonly { path: string; probability: number }[] };
    };
    for (const { path, probability } of audit.included)
      assert.equal(probability, ranked.files.find((file) => file.path === path)?.probability, path);
    assert.ok(audit.included.some(({ path }) => path === 'src/parser.ts'));
  });
});
