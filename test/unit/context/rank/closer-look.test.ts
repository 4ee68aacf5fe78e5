import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  judgeClosely,
  LOOKED_INTO,
  worthACloserLook,
} from '../../../../src/core/context/rank/closer-look.ts';
import { judgeFiles, rankJudged } from '../../../../src/core/context/rank/rank-files.ts';
import { indexOf } from './small-index.ts';

const TASK = 'the scheduler detects an infinite loop';
const FILES = {
  'src/one.ts': 'scheduler infinite loop detects',
  'src/two.ts': 'scheduler infinite loop detects',
  'src/three.ts': 'render something else',
  'test/one.spec.ts': 'scheduler infinite loop detects',
};
const judged = judgeFiles(TASK, indexOf(FILES));
const idsOf = (matches: ReadonlyMap<string, number>): string[] =>
  rankJudged(judgeClosely(judged, matches)).map(({ id }) => id);
const logitOf = (matches: ReadonlyMap<string, number>, id: string): number =>
  judgeClosely(judged, matches).logits[judged.byId.get(id) ?? -1] ?? Number.NaN;

describe('the closer look', () => {
  it('is worth it for the likeliest files that are no tests, best first', () => {
    assert.deepEqual(worthACloserLook(judged), ['src/one.ts', 'src/two.ts', 'src/three.ts']);
  });

  it('is taken into so many files and no more', () => {
    const many = Object.fromEntries(
      Array.from({ length: LOOKED_INTO + 20 }, (_, n) => [`src/file${n}.ts`, 'a loop\n'.repeat(n)]),
    );
    assert.equal(worthACloserLook(judgeFiles(TASK, indexOf(many))).length, LOOKED_INTO);
  });

  it('puts the file first of two alike that says it all in one place', () => {
    const alike = new Map([
      ['src/one.ts', 2],
      ['src/two.ts', 9],
    ]);
    assert.equal(idsOf(alike)[0], 'src/two.ts');
    assert.equal(idsOf(new Map([...alike].map(([id, match]) => [id, 11 - match])))[0], 'src/one.ts');
  });

  it('leaves everything as it was judged where nothing was found', () => {
    assert.equal(judgeClosely(judged, new Map()), judged);
    assert.equal(judgeClosely(judged, new Map([['src/one.ts', 0]])), judged);
    assert.equal(judgeClosely(judged, new Map([['src/gone.ts', 5]])), judged);
  });

  it('leaves tests as they were judged', () => {
    const matches = new Map([['src/one.ts', 5]]);
    assert.equal(
      logitOf(matches, 'test/one.spec.ts'),
      judged.logits[judged.byId.get('test/one.spec.ts') ?? -1],
    );
  });

  it('still counts in that the task names a file', () => {
    const matches = new Map([
      ['src/one.ts', 9],
      ['src/three.ts', 1],
    ]);
    const named = judgeFiles(`${TASK} in src/three.ts`, indexOf(FILES));
    assert.ok(
      (judgeClosely(named, matches).logits[named.byId.get('src/three.ts') ?? -1] ?? 0) >
        logitOf(matches, 'src/three.ts') + 3,
    );
  });

  it('property: a better match of one file never puts it behind another', () => {
    const match = fc.double({ min: 0, max: 20, noNaN: true });
    fc.assert(
      fc.property(match, match, match, match, (one, two, three, more) => {
        const matches = new Map([
          ['src/one.ts', one],
          ['src/two.ts', two],
          ['src/three.ts', three],
        ]);
        const better = new Map([...matches, ['src/two.ts', two + more]]);
        const place = (of: ReadonlyMap<string, number>): number => idsOf(of).indexOf('src/two.ts');
        assert.ok(place(better) <= place(matches));
      }),
    );
  });
});
