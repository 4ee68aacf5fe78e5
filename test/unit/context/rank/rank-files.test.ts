import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Commit } from '../../../../src/core/context/rank/commit-history.ts';
import type { Attended } from '../../../../src/core/context/rank/evidence.ts';
import { rankFiles } from '../../../../src/core/context/rank/rank-files.ts';
import { indexOf } from './small-index.ts';

const FILES = {
  'src/scheduler.ts': 'export function flushJobs() { checkRecursiveUpdates(); } // infinite loop',
  'src/renderer.ts': 'import { flushJobs } from "./scheduler"; export function render() {}',
  'src/watch.ts': 'export function watch(source) { return lazy(source) }',
  'test/scheduler.spec.ts': 'import { flushJobs } from "../src/scheduler"; test("infinite loop")',
  'test/watch.spec.ts': 'test("watch")',
  'docs/scheduler.md': 'The scheduler flushes jobs; an infinite loop throws.',
};
const TASK = 'throw a real error when the scheduler detects an infinite loop in `flushJobs`';

const idsFor = (task: string, files: Readonly<Record<string, string>> = FILES): string[] =>
  rankFiles(task, indexOf(files)).map(({ id }) => id);

describe('ranking files for a task', () => {
  it('puts the source first, and gives its reasons', () => {
    const [first] = rankFiles(TASK, indexOf(FILES));
    assert.equal(first?.id, 'src/scheduler.ts');
    assert.ok(first.reasons.includes('names `flushJobs` in one place'));
    assert.ok(first.reasons.includes('its path says “scheduler”'));
    assert.ok(first.reasons.some((reason) => reason.includes('“infinite loop”')));
  });

  it('ranks the test of a likely source above other tests, and says so', () => {
    const ranked = rankFiles(TASK, indexOf(FILES));
    const tests = ranked.filter(({ kind }) => kind === 'test');
    assert.deepEqual(
      tests.map(({ id }) => id),
      ['test/scheduler.spec.ts', 'test/watch.spec.ts'],
    );
    assert.ok(tests[0]?.reasons.includes('tests `scheduler.ts`'));
  });

  it('puts a file that a pasted trace names above what only sounds alike', () => {
    const ranked = rankFiles(`${TASK}\n    at watch (/app/src/watch.ts:1:8)`, indexOf(FILES));
    assert.equal(ranked[0]?.id, 'src/watch.ts');
    assert.equal(ranked[0].reasons[0], 'is named in the task, line 1');
  });

  it('shares a bare name among the files that have it', () => {
    const same = { 'a/index.ts': 'x', 'b/index.ts': 'x', 'b/other.ts': 'x' };
    const [first, second, third] = rankFiles('crash in index.ts', indexOf(same));
    assert.equal(first?.probability, second?.probability);
    assert.ok((second?.probability ?? 0) > (third?.probability ?? 1));
    assert.equal(rankFiles('crash in b/index.ts', indexOf(same))[0]?.id, 'b/index.ts');
  });

  it('says what was changed together and by which commit', () => {
    const commits: Commit[] = Array.from({ length: 40 }, (_, n) => ({
      message: n % 4 === 0 ? `Stop the scheduler from looping ${n}` : `Chore ${n}`,
      files: n % 4 === 0 ? ['src/scheduler.ts', 'src/renderer.ts'] : ['src/watch.ts'],
    }));
    const ranked = rankFiles(TASK, indexOf(FILES, commits));
    const reasons = ranked.find(({ id }) => id === 'src/renderer.ts')?.reasons ?? [];
    assert.ok(reasons.includes('changed with `scheduler.ts` 10 times'), reasons.join('; '));
    assert.ok(reasons.some((reason) => reason.startsWith('changed by a similar commit, “Stop')));
  });

  it('ranks without terms, text and history too', () => {
    assert.equal(idsFor('').length, 6);
    assert.equal(idsFor('the of').length, 6);
    assert.deepEqual(rankFiles(TASK, { files: [], history: null }), []);
    const unread = indexOf(FILES).files.map((file) => ({ id: file.id, path: file.path, terms: null }));
    assert.equal(rankFiles(TASK, { files: unread, history: null })[0]?.id, 'src/scheduler.ts');
  });

  it('orders files that nothing tells apart by path', () => {
    assert.deepEqual(idsFor('nothing', { 'b.ts': 'x', 'a.ts': 'x', 'c.ts': 'x' }), ['a.ts', 'b.ts', 'c.ts']);
  });

  const word = fc.constantFrom('parse', 'range', 'lexer', 'token', 'render', 'tree', 'maxSize', 'loop');
  const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
  const path = fc
    .tuple(
      fc.constantFrom('src', 'test', 'docs', 'lib'),
      word,
      fc.constantFrom('.ts', '.spec.ts', '.md', '.json'),
    )
    .map(([folder, name, extension]) => `${folder}/${name}${extension}`);
  const files = fc.dictionary(path, text, { minKeys: 1, maxKeys: 12, noNullPrototype: true });

  it('property: the order of files never matters', () => {
    fc.assert(
      fc.property(files, text, fc.infiniteStream(fc.nat()), (all, task, random) => {
        const index = indexOf(all);
        const shuffled = index.files
          .map((file) => ({ file, key: random.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ file }) => file);
        assert.deepEqual(rankFiles(task, { ...index, files: shuffled }), rankFiles(task, index));
      }),
    );
  });

  it('property: probabilities are probabilities, scores finite, and every file comes once', () => {
    fc.assert(
      fc.property(files, text, (all, task) => {
        const ranked = rankFiles(task, indexOf(all));
        assert.deepEqual(ranked.map(({ id }) => id).toSorted(), Object.keys(all).toSorted());
        for (const { probability, score } of ranked) {
          assert.ok(probability >= 0 && probability <= 1);
          assert.ok(Number.isFinite(score));
        }
        ranked.slice(1).forEach(({ score }, at) => assert.ok(score <= (ranked[at]?.score ?? -1)));
      }),
    );
  });

  it('property: one more sign of attention never lowers a file', () => {
    const attended = fc.record<Attended>(
      {
        open: fc.boolean(),
        visible: fc.boolean(),
        changed: fc.boolean(),
        problems: fc.boolean(),
        editedAt: fc.integer({ min: 0, max: 10_000_000 }),
      },
      { requiredKeys: [] },
    );
    const sign = fc.constantFrom<Attended>(
      { open: true },
      { visible: true },
      { changed: true },
      { problems: true },
    );
    fc.assert(
      fc.property(files, text, attended, sign, (all, task, before, more) => {
        const index = indexOf(all);
        const id = Object.keys(all)[0] ?? '';
        const probability = (signs: Attended): number =>
          rankFiles(task, index, {
            attended: (each) => (each === id ? signs : {}),
            now: 10_000_000,
          }).find((each) => each.id === id)?.probability ?? -1;
        assert.ok(probability({ ...before, ...more }) >= probability(before));
      }),
    );
  });
});
