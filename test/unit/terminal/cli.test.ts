import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Audit } from '../../../src/core/context/audit.ts';
import { FORMATS, STRATEGIES } from '../../../src/core/context/fit-settings.ts';
import { getEncoding } from '../engine/oracle.ts';
import { folderOf, remove } from '../engine/running-engine.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CLI = join(ROOT, 'dist/cli.js');
const { count } = getEncoding('o200k_base');

const FILES = {
  'src/parser.ts': `export function parse(text: string): string[] {\n  return text.split('\\n');\n}\n`.repeat(
    20,
  ),
  'src/lexer.ts': 'export const lexer = 1;\n',
  'odd "name"\n.md': '# Odd\n',
  'docs/guide.md': '# Guide\n\n```ts\nlet x = 1;\n```\n',
  'latin1.txt': new Uint8Array([0x63, 0x61, 0x66, 0xe9, 0x0a]),
  'package-lock.json': '{}\n',
};

describe('context-budget at the terminal', () => {
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
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    assert.doesNotMatch(stderr, /^\s+at /m, 'a stack trace');
    return { status, stdout, stderr };
  }

  it('counts, as a table and as JSON', () => {
    const json = run('count', '--json');
    assert.equal(json.status, 0);
    const counted: unknown = JSON.parse(json.stdout);
    assert.deepEqual(counted, {
      encoding: 'o200k_base',
      exact: true,
      total: ['docs/guide.md', 'odd "name"\n.md', 'src/lexer.ts', 'src/parser.ts'].reduce(
        (sum, path) => sum + count(String(FILES[path as keyof typeof FILES])),
        0,
      ),
      files: ['docs/guide.md', 'odd "name"\n.md', 'src/lexer.ts', 'src/parser.ts'].map((path) => ({
        path,
        tokens: count(String(FILES[path as keyof typeof FILES])),
      })),
      skipped: [
        { path: 'latin1.txt', reason: 'bad_encoding' },
        { path: 'package-lock.json', reason: 'lock_file' },
      ],
    });
    const table = run('count', 'src', '--encoding', 'cl100k_base');
    assert.match(table.stdout, /src\/parser\.ts\n.*total \(2 files; cl100k_base\)\n$/);
  });

  it('fits every format and strategy within the budget, by tiktoken, and verifies the audit', function () {
    this.timeout(60_000);
    for (const format of FORMATS) {
      for (const strategy of STRATEGIES) {
        const args = ['--budget', '400', '--model', 'gpt-5', '--format', format, '--strategy', strategy];
        const fitted = run(
          'fit',
          '.',
          ...args,
          '--task',
          'Why?',
          '--audit',
          'audit.json',
          '--out',
          'prompt.txt',
        );
        assert.equal(fitted.status, 0, fitted.stderr);
        const audit = JSON.parse(readFileSync(join(folder, 'audit.json'), 'utf8')) as Audit;
        const prompt = readFileSync(join(folder, 'prompt.txt'), 'utf8');
        assert.equal(audit.tokensUsed, count(prompt));
        assert.ok(audit.tokensUsed <= 400);
        assert.equal(audit.candidatesConsidered, 6, 'prompt and audit are no candidates');
        assert.deepEqual(run('verify', 'audit.json').status, 0);
      }
    }
  });

  it('writes the prompt to stdout, byte for byte what was counted', () => {
    const fitted = run('fit', 'src', '--budget', '2k');
    assert.equal(fitted.status, 0);
    assert.match(
      fitted.stderr,
      new RegExp(
        `^${count(fitted.stdout).toLocaleString('en')} of 2,000 tokens \\(o200k_base\\), 2 of 2 files\\.`,
      ),
    );
    const json = run('fit', 'src', '--budget', '2k', '--json');
    const { prompt, audit } = JSON.parse(json.stdout) as { prompt: string; audit: Audit };
    assert.equal(prompt, fitted.stdout);
    assert.equal(audit.included.length, 2);
  });

  it('finds the files of an audit from anywhere, and says what changed', () => {
    run('fit', 'src', '--budget', '2k', '--audit', 'audit.json');
    const elsewhere = folderOf({});
    const env = { ...process.env, CONTEXT_BUDGET_STORE: elsewhere };
    const verify = (): ReturnType<typeof spawnSync> =>
      spawnSync(process.execPath, [CLI, 'verify', join(folder, 'audit.json')], {
        cwd: elsewhere,
        env,
        encoding: 'utf8',
      });
    assert.equal(verify().status, 0);
    writeFileSync(join(folder, 'src/lexer.ts'), 'changed\n');
    const changed = verify();
    assert.equal(changed.status, 4);
    assert.equal(changed.stdout, 'changed: src/lexer.ts\n');
    remove(elsewhere);
  });

  const refusals: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ['a budget of 0', ['fit', '--budget', '0'], 2, /--budget "0" is not a whole number/],
    ['a negative budget', ['fit', '--budget=-5'], 2, /--budget "-5"/],
    ['a budget that is no number', ['fit', '--budget', 'NaN'], 2, /--budget "NaN"/],
    [
      'a budget above the window',
      ['fit', '--budget', '9M', '--model', 'gpt-5'],
      2,
      /larger than the window of gpt-5/,
    ],
    ['an unknown model', ['fit', '--model', 'gtp-5'], 2, /No model is called "gtp-5"\. Nearest: .*gpt-5/],
    ['an unknown encoding', ['count', '--encoding', 'o300k'], 2, /There is no encoding "o300k"/],
    ['an unknown option', ['fit', '--bugdet', '5'], 2, /unknown option '--bugdet'/],
    ['an unknown command', ['fti'], 2, /^context-budget: unknown command 'fti' \(Did you mean fit\?\) See/],
    [
      'a path that begins with a dash',
      ['count', '-x.ts'],
      2,
      /goes after "--"\. See context-budget count --help/,
    ],
    ['a budget without its number', ['fit', '--budget'], 2, /'--budget <tokens>' argument missing\. See/],
    [
      'two texts from one stdin',
      ['fit', '--task-file', '-', '--instructions-file', '-'],
      2,
      /Only one of --task-file and --instructions-file/,
    ],
    ['a task given twice', ['fit', '--task', 'x', '--task-file', 'y'], 2, /not both/],
    ['an audit where the prompt goes', ['fit', '--audit', '-'], 2, /--audit - needs --out FILE/],
    ['prompt and audit in one file', ['fit', '--out', 'x', '--audit', './x'], 2, /name the same file/],
    ['a missing path', ['fit', 'srcc'], 5, /no file or folder at .*srcc/],
    ['a missing task file', ['fit', '--task-file', 'none.md'], 5, /--task-file "none\.md" cannot be read/],
    ['a missing audit', ['verify', 'none.json'], 5, /none\.json" cannot be read/],
    ['an audit that is none', ['verify', 'docs/guide.md'], 5, /no audit of a fit/],
    [
      'a pin that matches nothing',
      ['fit', '--pin', '*.nothing'],
      5,
      /No candidate matches --pin "\*\.nothing"/,
    ],
    ['a pinned file larger than the budget', ['fit', '--budget', '100', '--pin', 'parser.ts'], 3, /tokens/],
    [
      'a pinned file without text',
      ['fit', '--pin', 'latin1.txt'],
      3,
      /no text to include: "latin1\.txt" \(bad_encoding\)/,
    ],
    [
      'levels that do not exist',
      ['fit', '--levels', 'some'],
      2,
      /one or more of full, chunks, outline, path/,
    ],
    ['an output that cannot be written', ['fit', '--out', 'src'], 5, /src/],
  ];
  for (const [what, args, status, words] of refusals) {
    it(`refuses ${what} with a sentence and exit code ${status}`, () => {
      const person = run(...args);
      assert.equal(person.status, status, person.stderr);
      assert.match(person.stderr, words);
      assert.equal(person.stdout, '');
    });
  }

  it('gives programs the failure as JSON', () => {
    const refused = run('fit', '--model', 'gtp-5', '--json');
    assert.equal(refused.status, 2);
    assert.equal((JSON.parse(refused.stdout) as { error: { code: string } }).error.code, 'unknown_model');
    const misspelt = run('fit', '--bugdet', '5', '--json');
    assert.equal((JSON.parse(misspelt.stdout) as { error: { code: string } }).error.code, 'invalid_option');
  });

  it('never loads a huge file, and reports what cannot be read', () => {
    writeFileSync(join(folder, 'huge.log'), '');
    truncateSync(join(folder, 'huge.log'), 200_000_000);
    symlinkSync('nowhere', join(folder, 'broken-link'));
    symlinkSync('..', join(folder, 'src/loop'));
    mkdirSync(join(folder, 'pipes'));
    execFileSync('mkfifo', [join(folder, 'pipes/fifo')]);
    const fitted = run('fit', '--budget', '5000', '--audit', 'audit.json', '--out', 'p.md');
    assert.equal(fitted.status, 0);
    const audit = JSON.parse(readFileSync(join(folder, 'audit.json'), 'utf8')) as Audit;
    const reasons = Object.fromEntries(audit.excluded.map(({ path, reason }) => [path, reason]));
    assert.deepEqual(reasons, {
      'broken-link': 'unreadable',
      'huge.log': 'too_large',
      'latin1.txt': 'bad_encoding',
      'package-lock.json': 'lock_file',
      'pipes/fifo': 'unreadable',
    });
    assert.ok(audit.included.some(({ path }) => path === 'odd "name"\n.md'));
    assert.doesNotMatch(readFileSync(join(folder, 'p.md'), 'utf8'), /odd "name"\n/);
    const pinned = run('fit', '--budget', '5000', '--pin', 'huge.log');
    assert.equal(pinned.status, 3);
    assert.match(pinned.stderr, /huge\.log/);
  });

  it('outlines a file with line numbers, and as JSON', () => {
    const shown = run('outline', 'src/lexer.ts');
    assert.equal(shown.status, 0, shown.stderr);
    assert.equal(shown.stdout, '1: export const lexer = 1;\n');
    assert.match(shown.stderr, /^src\/lexer\.ts: 1 symbol, \d+ of \d+ tokens\.\n$/);
    const json = JSON.parse(run('outline', 'docs/guide.md', '--json').stdout) as {
      symbols: { name: string; kind: string; range: number[] }[];
    };
    assert.deepEqual(
      json.symbols.map(({ name, kind, range }) => ({ name, kind, range })),
      [{ name: 'Guide', kind: 'heading', range: [1, 5] }],
    );
    assert.equal(run('outline', 'none.ts').status, 5);
    assert.equal(run('outline', 'latin1.txt').status, 5);
    assert.equal(run('outline', 'src').status, 2);
  });

  it('fits levels of detail for a task and verifies them', () => {
    const steps = Array.from(
      { length: 60 },
      (_, index) => `export function step${index}() {\n  return ${index};\n}\n`,
    );
    writeFileSync(join(folder, 'src/steps.ts'), steps.join('\n'));
    const args = [
      '--levels',
      'full,chunks,outline,path',
      '--task',
      'why does `step42` fail',
      '--audit',
      'audit.json',
    ];
    const fitted = run('fit', 'src/steps.ts', '--budget', '400', ...args);
    assert.equal(fitted.status, 0, fitted.stderr);
    const audit = JSON.parse(readFileSync(join(folder, 'audit.json'), 'utf8')) as Audit;
    assert.equal(audit.tokensUsed, count(fitted.stdout));
    assert.equal(audit.included[0]?.level, 'chunks');
    assert.match(fitted.stdout, /step42/);
    assert.equal(run('verify', 'audit.json').status, 0);
  });

  it('lists models with unknown prices as unknown', () => {
    const { models } = JSON.parse(run('models', '--json').stdout) as {
      models: { id: string; price: { kind: string; inputUsdPerMillion?: number } }[];
    };
    assert.ok(models.some(({ id }) => id === 'gpt-5'));
    assert.ok(models.some(({ price }) => price.kind === 'unknown'));
    assert.ok(models.every(({ price }) => price.inputUsdPerMillion !== 0));
    assert.match(run('models').stdout, /^gpt-5 .*exactly \(o200k_base\)/m);
  });

  it("takes the user's own models from the configuration file", () => {
    const own = { id: 'house-model', encoding: 'cl100k_base', contextWindow: 1000 };
    writeFileSync(join(folder, '.contextbudget.json'), JSON.stringify({ models: [own] }));
    assert.match(run('count', 'src', '--model', 'house-model').stdout, /cl100k_base/);
    assert.equal(run('fit', '--model', 'house-model', '--budget', '2000').status, 2);
    writeFileSync(join(folder, '.contextbudget.json'), 'no JSON');
    assert.match(run('models').stderr, /not valid JSON/);
  });

  it('names what was left out, and says so when nothing was found', () => {
    const counted = run('count', 'src', 'latin1.txt', '--max-file-size', '1kB');
    assert.match(counted.stdout, /total \(1 file, 2 left out; o200k_base\)\n$/);
    assert.equal(counted.stderr, 'Left out: latin1.txt (not UTF-8), src/parser.ts (too large).\n');
    mkdirSync(join(folder, 'empty'));
    for (const command of ['count', 'fit']) {
      const nothing = run(command, 'empty');
      assert.equal(nothing.status, 0);
      assert.match(nothing.stderr, /^No file was found that could go into a prompt\./);
    }
  });

  it('keeps free what an estimate may be wrong by, and says how much', () => {
    const fitted = run('fit', 'src', '--budget', '1000', '--model', 'claude-opus-5');
    assert.match(fitted.stderr, /\(estimated from o200k_base, \d+ more kept free as the margin of error\)/);
  });

  it('takes a task from stdin and gives the audit to stdout', () => {
    const args = ['fit', 'src', '--budget', '2k', '--task-file', '-', '--out', 'prompt.md', '--audit', '-'];
    const env = { ...process.env, CONTEXT_BUDGET_STORE: join(folder, '.git/store') };
    const input = 'Why is it so?\n';
    const fitted = spawnSync(process.execPath, [CLI, ...args], { cwd: folder, env, encoding: 'utf8', input });
    assert.equal(fitted.status, 0, fitted.stderr);
    assert.ok(readFileSync(join(folder, 'prompt.md'), 'utf8').endsWith(input));
    assert.equal((JSON.parse(fitted.stdout) as Audit).root, '.');
  });

  it('shows one family of models, with what its sources disagree about', () => {
    const family = run('models', 'claude');
    assert.match(family.stdout, /^claude-\S+ .*sources disagree$/m);
    assert.match(family.stdout, /^claude-\S+: .*the smaller counts/m);
    assert.doesNotMatch(family.stdout, /^gpt/m);
    assert.equal(run('models', 'nonesuch').status, 2);
    assert.doesNotMatch(run('models').stdout, /the smaller counts/);
  });

  it('says that the folder one is in was deleted', () => {
    const gone = folderOf({});
    const script = `rmdir "$0" && exec "$@"`;
    const args = ['-c', script, gone, process.execPath, CLI, 'count'];
    const { status, stderr } = spawnSync('sh', args, { cwd: gone, encoding: 'utf8' });
    assert.equal(status, 5);
    assert.match(stderr, /^context-budget: The folder you are in does not exist any more\./);
  });

  it('ends with 130 soon after Ctrl-C, and leaves nothing running', (done) => {
    const files = Array.from({ length: 3000 }, (_, at) => [`many/${at}.txt`, `${'word '.repeat(500)}${at}`]);
    const many = folderOf(Object.fromEntries(files) as Record<string, string>);
    const env = { ...process.env, CONTEXT_BUDGET_STORE: join(many, '.git/store') };
    // Pressed when somebody listens, however long a busy machine takes to get there.
    const press = `process.on('newListener', (name) => {
      if (name === 'SIGINT') setTimeout(() => process.kill(process.pid, 'SIGINT'), 50);
    });`;
    const pressed = `data:text/javascript,${encodeURIComponent(press)}`;
    const cli = spawn(process.execPath, ['--import', pressed, CLI, 'count'], { cwd: many, env });
    let stdout = '';
    cli.stdout.on('data', (part) => {
      stdout += String(part);
    });
    cli.on('exit', (status, signal) => {
      assert.deepEqual([status ?? signal, stdout], [130, '']);
      remove(many);
      done();
    });
  });

  it('ends quietly when nobody reads on', (done) => {
    const cli = spawn(process.execPath, [CLI, 'models'], { cwd: folder });
    let stderr = '';
    cli.stderr.on('data', (part) => {
      stderr += String(part);
    });
    cli.stdout.once('data', () => cli.stdout.destroy());
    cli.on('exit', (status) => {
      assert.deepEqual([status, stderr], [0, '']);
      done();
    });
  });
});
