import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FittedPrompt } from '../../../src/protocol/fit.ts';
import type { LadderStep } from '../../../src/protocol/ladder.ts';
import type { FoundNodes } from '../../../src/protocol/search.ts';
import { folderOf, remove } from '../engine/running-engine.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const body = (name: string): string =>
  `export function ${name}(text: string) {\n${`  text = text.split('-')[0] ?? '';\n`.repeat(12)}  return text;\n}\n\n`;
const FILES = {
  'src/parser.ts': ['parseRange', 'renderTree', 'countLines', 'drawAll', 'walkAll'].map(body).join(''),
  'src/lexer.ts': 'export const lexer = 1;\n',
  'odd \u202Ename.md': '# Ranges\n\nThe range is parsed. Then it is drawn.\n',
};

describe('searching and the ladder at the terminal', () => {
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
    const options = { cwd: folder, env, encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, 'dist/cli.js'), ...args],
      options,
    );
    assert.doesNotMatch(stderr, /^\s+at /m, 'a stack trace');
    return { status, stdout, stderr };
  }

  it('finds parts of files, for people and as JSON', () => {
    const shown = run('search', 'range drawn', '--kind', 'line', '--top', '2');
    assert.equal(shown.status, 0, shown.stderr);
    const [place, text] = shown.stdout.split('\n');
    assert.match(place ?? '', /^0\.\d\d {2}odd \\u\{202e\}name\.md, line 3 · Ranges$/);
    assert.match(text ?? '', /^ {6}Then it is drawn\.$/);
    assert.equal(shown.stderr, '2 hits in 3 files.\n');
    const json = run('search', 'parseRange', 'src', '--json');
    const { nodes, total } = JSON.parse(json.stdout) as FoundNodes;
    assert.equal(json.stderr, '');
    assert.equal(total, 2);
    assert.deepEqual([nodes[0]?.path, nodes[0]?.range[0]], ['src/parser.ts', 1]);
    assert.equal(run('search', 'nowhere').stderr, '0 hits in 3 files.\n');
    assert.match(run('search', 'parseRange', '--exclude', '**').stderr, /^No file was found/);
  });

  it('refuses wrong searches', () => {
    for (const [args, words] of [
      [['search'], /query/],
      [['search', ' '], /nothing to search for/],
      [['search', 'x', '--kind', 'word'], /no kind "word"/],
      [['search', 'x', '--top', '0'], /--top "0"/],
    ] as const) {
      const { status, stderr } = run(...args);
      assert.equal(status, 2);
      assert.match(stderr, words);
    }
    assert.equal(run('search', 'x', 'none').status, 5);
  });

  it('shows what each budget buys, for people and as JSON', () => {
    const task = ['--task', 'parseRange loses a line', '--levels', 'full,chunks,outline,path'];
    const shown = run('ladder', '.', ...task, '--budgets', '300,2k,9M', '--model', 'gpt-5');
    assert.equal(shown.status, 0, shown.stderr);
    const [head, ...rows] = shown.stdout.trimEnd().split('\n');
    assert.match(head ?? '', /^ +budget +used +files +share +price +adds$/);
    assert.match(rows[0] ?? '', /^ +300 +\d+ +\d +\d+ % +\$0\.\d+ +src\/parser\.ts \(chunks\)/);
    assert.match(rows[1] ?? '', /^ +2,000 +[\d,]+ +3 +100 % +\$0\.\d+ +src\/parser\.ts/);
    assert.match(rows[2] ?? '', /^9,000,000 .* cannot be fitted \(budget_exceeds_window\)$/);
    assert.match(shown.stderr, /^9,000,000: The budget of 9,000,000 tokens is larger than the window/m);
    const json = run('ladder', 'src', ...task, '--json');
    const { steps } = JSON.parse(json.stdout) as { steps: LadderStep[] };
    assert.deepEqual(
      steps.map(({ budget, failure }) => [budget, failure]),
      [8_000, 16_000, 32_000, 64_000].map((budget) => [budget, null]),
    );
    const plain = run('ladder', 'src', '--budgets', '2k,4k').stdout.split('\n');
    assert.match(plain[1] ?? '', / unknown {2}src\/.*\.ts, src\/.*\.ts$/);
    assert.match(plain[2] ?? '', / unknown {2}nothing$/);
    assert.match(run('ladder', '--exclude', '**').stderr, /^No file was found/);
  });

  it('refuses wrong ladders, and one without a step that can be climbed', () => {
    assert.equal(run('ladder', '--budgets', '8k,x').status, 2);
    assert.equal(run('ladder', '--budgets', Array(21).fill('8k').join()).status, 2);
    assert.equal(run('ladder', '--budgets', '1').status, 3);
    assert.equal(run('ladder', '--model', 'gtp-5').status, 2);
  });

  it('gives the witness of a fit with its JSON', () => {
    const { witness, audit } = JSON.parse(run('fit', '--budget', '2k', '--json').stdout) as FittedPrompt;
    assert.match(witness.id, /^wit_[0-9a-f]{32}$/);
    assert.equal(witness.packHash, audit.packHash);
  });
});
