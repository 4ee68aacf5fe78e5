import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LEVELS } from '../../../src/core/context/item.ts';
import { fitPrompt } from '../../../src/engine/fit-request.ts';
import { Past } from '../../../src/engine/past.ts';
import { rankWorkspace } from '../../../src/engine/rank-request.ts';
import type { RankedFiles } from '../../../src/protocol/ranking.ts';
import type { OpenWorkspace } from '../../../src/protocol/workspace.ts';
import { folderOf, remove, runEngine, type RunningEngine } from './running-engine.ts';
import { attend, closeEngine, followFiles, takeText } from '../../../src/engine/events.ts';

const TASK = 'parseRange loses the last line of a range';
const FILES = {
  'src/parser.ts': 'export function parseRange(text: string) { return text; } // the last line of a range\n',
  'src/lexer.ts': 'export const lexer = 1;\n',
  'src/other.ts': 'export const other = 2;\n',
  'test/parser.test.ts': 'import { parseRange } from "../src/parser.ts"; // the last line of a range\n',
  'docs/guide.md': '# A range\n',
  'package-lock.json': '{"parseRange": "range line last"}\n',
};
const RANKED: Partial<OpenWorkspace> = { live: false, ranking: { history: false } };
const patient = { top: 100, isCancelled: () => false };

describe('ranking in the engine', () => {
  let folder: string;
  let running: RunningEngine;

  beforeEach(async () => {
    folder = folderOf(FILES);
    running = await runEngine();
    running.configure({ task: TASK });
    running.tickAll();
  });
  afterEach(async () => {
    await closeEngine(running.engine);
    remove(folder);
  });

  async function ranked(from = running): Promise<RankedFiles['files']> {
    const answer = await rankWorkspace(from.engine, patient);
    assert.ok(answer.ok, JSON.stringify(answer));
    return answer.value.files;
  }
  const scores = (files: RankedFiles['files']): [string, number][] =>
    files.map(({ path, score }) => [path, score]);

  it('ranks what can be shown, with tokens and reasons', async () => {
    running.open(folder, RANKED);
    const files = await ranked();
    assert.equal(files[0]?.path, 'src/parser.ts');
    assert.ok(files[0].reasons.includes('names `parseRange` in one place'));
    assert.ok(files[0].tokens > 10);
    assert.deepEqual(files.map(({ path }) => path).toSorted(), Object.keys(FILES).slice(0, 5).toSorted());
  });

  it('reads each file once to index it, and once more those that rank first and are no tests', async () => {
    running.open(folder, RANKED);
    await ranked();
    await ranked();
    const again = running.reads.filter((path, at) => running.reads.indexOf(path) < at);
    const looked = ['docs/guide.md', 'src/lexer.ts', 'src/other.ts', 'src/parser.ts'];
    assert.deepEqual(
      again.toSorted(),
      looked.map((path) => join(folder, path)),
    );
  });

  it('looks into files only when all are known, however many plans there are before', async () => {
    for (let n = 0; n < 1_500; n++)
      writeFileSync(join(folder, `src/range${n}.ts`), `// the range ${n}\nparseRange(line);\n`.repeat(30));
    running.configure({ task: TASK, offer: 'all', levels: LEVELS, budget: 2_000 });
    running.open(folder, { ranking: { history: false } });
    await running.plan(({ indexing }) => indexing !== null);
    await running.engine.files.untilSettled();
    assert.equal(new Set(running.reads).size, running.reads.length);
    await running.plan(({ indexing }) => indexing === null);
    assert.ok(running.reads.length > 1_505, 'and then it does');
  });

  it('property: following changes one by one ends where starting anew does', async () => {
    running.open(folder, RANKED);
    await ranked();
    const change = async (paths: readonly string[], make: () => void): Promise<void> => {
      make();
      followFiles(
        running.engine,
        paths.map((path) => join(folder, path)),
      );
      await new Promise((resolve) => setTimeout(resolve, 30));
      await ranked();
    };
    await change(['src/lexer.ts'], () =>
      writeFileSync(join(folder, 'src/lexer.ts'), 'parseRange(range, line)\n'),
    );
    await change(['src/new.ts'], () => writeFileSync(join(folder, 'src/new.ts'), 'a range of lines\n'));
    await change(['src/other.ts', 'src/renamed.ts'], () =>
      renameSync(join(folder, 'src/other.ts'), join(folder, 'src/renamed.ts')),
    );
    await change(['src/parser.ts'], () => rmSync(join(folder, 'src/parser.ts')));
    const followed = scores(await ranked());
    const fresh = await runEngine();
    fresh.configure({ task: TASK });
    fresh.open(folder, RANKED);
    assert.deepEqual(followed, scores(await ranked(fresh)));
    await closeEngine(fresh.engine);
  });

  it('property: a restart ranks as before, and reads nothing again but what ranks first', async () => {
    const cacheFolder = join(folder, '.git/cache');
    const kept = { ...RANKED, cacheFolder };
    // files that were just written are not believed to stay as they are
    const past = new Date(Date.now() - 60_000);
    for (const path of Object.keys(FILES))
      execFileSync('touch', ['-d', past.toISOString(), join(folder, path)]);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    running.open(folder, kept);
    const before = scores(await ranked());
    await closeEngine(running.engine);
    const again = await runEngine();
    again.configure({ task: TASK });
    again.open(folder, kept);
    assert.deepEqual(scores(await ranked(again)), before);
    assert.ok(!again.reads.includes(join(folder, 'test/parser.test.ts')), 'a test is not looked into');
    assert.equal(new Set(again.reads).size, again.reads.length);
    await closeEngine(again.engine);
  });

  it('keeps no text of the files', async () => {
    const cacheFolder = join(folder, '.git/cache');
    running.open(folder, { ...RANKED, cacheFolder });
    await ranked();
    await closeEngine(running.engine);
    const written = readdirSync(cacheFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    assert.ok(written.length > 1);
    for (const text of written) assert.doesNotMatch(text, /parseRange|the last line/);
  });

  it('takes the text in the editor where it differs, and files that are open nowhere else', async () => {
    running.open(folder, RANKED);
    takeText(running.engine, 'src/lexer.ts', 'parseRange parseRange: the last line of a range');
    takeText(running.engine, 'untitled:1', 'nothing');
    const files = await ranked();
    const lexer = files.find(({ path }) => path === 'src/lexer.ts');
    assert.ok(lexer?.reasons.includes('names `parseRange` in 2 places'), lexer?.reasons.join('; '));
    assert.ok(files.some(({ path }) => path === 'untitled:1'));
  });

  it('lets what the user does count beside the task', async () => {
    running.open(folder, RANKED);
    const before = (await ranked()).find(({ path }) => path === 'src/other.ts');
    attend(running.engine, { open: [], visible: ['src/other.ts'], edited: {}, problems: ['src/other.ts'] });
    const after = (await ranked()).find(({ path }) => path === 'src/other.ts');
    assert.ok((after?.probability ?? 0) > (before?.probability ?? 1));
    assert.ok(after?.reasons.includes('is in view') && after.reasons.includes('has problems'));
  });

  it('fits by these probabilities, and by gestures alone without a task', async () => {
    running.open(folder, RANKED);
    const fit = async () => {
      const fitted = await fitPrompt(running.engine, {
        workLimit: 1_000,
        isCancelled: () => false,
        verify: null,
      });
      assert.ok(fitted.ok, JSON.stringify(fitted));
      return fitted.value.audit;
    };
    const parser = (await ranked()).find(({ path }) => path === 'src/parser.ts');
    const withTask = await fit();
    const entry = withTask.included.find((each) => 'path' in each && each.path === 'src/parser.ts');
    assert.equal(entry?.probability, parser?.probability);
    running.configure({ task: '' });
    const without = await fit();
    assert.ok(without.included.every(({ probability }) => probability === 0.5));
  });

  it('refuses without a task, and where files were not read for ranking', async () => {
    running.open(folder, { live: false });
    const unopened = await rankWorkspace(running.engine, patient);
    assert.ok(!unopened.ok && unopened.error.code === 'invalid_option');
    running.configure({ task: ' ' });
    const untold = await rankWorkspace(running.engine, patient);
    assert.ok(!untold.ok && untold.error.code === 'invalid_option');
    running.configure({ task: TASK });
    const cancelled = await rankWorkspace(running.engine, { top: 1, isCancelled: () => true });
    assert.ok(!cancelled.ok && cancelled.error.code === 'cancelled');
  });
});

describe('the past of a workspace', () => {
  const commits = Array.from({ length: 30 }, (_, n) => ({ message: `Change ${n}`, files: ['a.ts'] }));
  const root = (name: string) => ({ name, path: `/${name}` });

  it('is read once for a HEAD, and looked at again only after a while', async () => {
    let head = 'one';
    const asked: string[] = [];
    const past = new Past({
      head: (folder) => (asked.push(`head ${folder}`), Promise.resolve(head)),
      history: (folder) => (asked.push(`history ${folder}`), Promise.resolve(commits)),
    });
    past.open([root('x')]);
    assert.deepEqual(
      await Promise.all([past.refresh(0), past.refresh(0)]),
      [true, true],
      'one reading for both',
    );
    assert.equal(await past.refresh(1_000), false);
    assert.deepEqual(asked, ['head /x', 'history /x']);
    assert.equal(await past.refresh(6_000), false, 'the same HEAD');
    head = 'two';
    assert.equal(await past.refresh(12_000), true);
    assert.equal(asked.filter((what) => what.startsWith('history')).length, 2);
    assert.equal(past.history?.files.get('a.ts')?.commits.length, 30);
  });

  it('is never asked for where it may not be', async () => {
    const past = new Past({ head: () => assert.fail(), history: () => assert.fail() });
    past.open([]);
    assert.equal(await past.refresh(0), false);
    assert.equal(past.history, null);
  });

  it('takes the roots in turns, with their names before the paths', async () => {
    const past = new Past({ head: () => Promise.resolve('h'), history: () => Promise.resolve(commits) });
    past.open([root('x'), root('y')]);
    await past.refresh(0);
    assert.deepEqual(
      past.history?.commits.slice(0, 2).flatMap(({ files }) => files),
      ['x/a.ts', 'y/a.ts'],
    );
  });

  it('says nothing of a past that is too short', async () => {
    const past = new Past({
      head: () => Promise.resolve('h'),
      history: () => Promise.resolve(commits.slice(0, 3)),
    });
    past.open([root('x')]);
    await past.refresh(0);
    assert.equal(past.history, null);
  });
});
