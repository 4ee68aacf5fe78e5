import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rarity, saturatedCount, termWeight } from '../../../../src/core/context/rank/bm25.ts';
import {
  changedTogether,
  type Commit,
  readHistory,
} from '../../../../src/core/context/rank/commit-history.ts';
import { attentionLogit, findPlaces, placeLogit } from '../../../../src/core/context/rank/evidence.ts';
import { EDIT_HALF_LIFE_MS } from '../../../../src/core/context/rank/gestures.ts';
import { chancesOf, probabilityOf } from '../../../../src/core/context/rank/probability.ts';
import { scoresOf } from '../../../../src/core/context/rank/score.ts';
import { SIGNALS, signalsOf } from '../../../../src/core/context/rank/signals.ts';
import { taskTerms } from '../../../../src/core/context/rank/task-terms.ts';
import { rankParameters } from '../../../../src/core/context/rank/weights.ts';
import { indexOf } from './small-index.ts';

describe('what speaks for a file', () => {
  it('weighs terms as BM25 does (by hand)', () => {
    assert.ok(Math.abs(rarity(10, 2) - Math.log(1 + 8.5 / 2.5)) < 1e-12);
    assert.ok(Math.abs(termWeight(3, 0.75, 2) - 6.6 / (3 + 1.2 * 1.75)) < 1e-12);
    assert.equal(saturatedCount(1), 1);
  });

  it('property: more of a term weighs more but never as much again, and length takes from it', () => {
    const counts = fc.integer({ min: 1, max: 1_000 });
    const length = fc.double({ min: 0.01, max: 50, noNaN: true });
    fc.assert(
      fc.property(counts, length, (count, relative) => {
        const weight = termWeight(count, 0.75, relative);
        assert.ok(weight > 0 && weight < 2.2);
        assert.ok(termWeight(count + 1, 0.75, relative) > weight);
        assert.ok(termWeight(count, 0.75, relative + 1) < weight);
        assert.ok(saturatedCount(count) >= 1 && saturatedCount(count) < 2.5);
      }),
    );
  });

  const task = taskTerms('the `lexer` loses a token of the parser range');
  const FILES = {
    'src/lexer.ts': 'lexer token range',
    'src/parser.ts': 'parser parser range lexer',
    'src/none.ts': 'nothing',
    'docs/lexer.md': 'lexer lexer lexer token range',
  };

  it('scales each signal by the best source, and lets other files pass it only a little', () => {
    const { values } = signalsOf(task, indexOf(FILES));
    for (const signal of SIGNALS) {
      if (signal === 'doc') continue;
      const sources = values[signal].slice(0, 3);
      assert.ok(Math.max(...sources) <= 1, signal);
      assert.ok(Math.max(...values[signal]) <= 1.3, signal);
    }
    assert.equal(values.content[2], 0);
    assert.equal(values.doc[3], 1);
    assert.equal(
      Math.max(...values.recency, ...values.messages, ...values.similar),
      0,
      'no history, no word',
    );
  });

  it('hears the past: what similar messages changed, and what was changed lately', () => {
    const commits: Commit[] = Array.from({ length: 40 }, (_, n) =>
      n === 30
        ? { message: 'Keep the last token in the lexer', files: ['src/none.ts'] }
        : { message: `Chore ${n}`, files: [n === 0 ? 'src/parser.ts' : 'other.ts'] },
    );
    const { values } = signalsOf(task, indexOf(FILES, commits));
    assert.deepEqual(
      [...values.messages].map((value) => value > 0),
      [false, false, true, false],
    );
    assert.deepEqual(
      [...values.similar].map((value) => value > 0),
      [false, false, true, false],
    );
    assert.equal(values.recency[1], 1);
    assert.ok((values.recency[2] ?? 0) > 0 && (values.recency[2] ?? 1) < 0.5);
  });

  it('takes nothing from commits of many files', () => {
    const many = Array.from({ length: 31 }, (_, n) => `f${n}.ts`);
    const some = Array.from({ length: 20 }, (_, n) => ({ message: `Change ${n}`, files: ['a.ts', 'b.ts'] }));
    const history = readHistory([{ message: 'Format', files: many }, ...some]);
    assert.ok(history !== null);
    assert.equal(history.commits.length, 20);
    assert.equal(changedTogether(history, 'a.ts', 'b.ts'), 20);
    assert.equal(changedTogether(history, 'f0.ts', 'f1.ts'), 0);
    assert.equal(readHistory(some.slice(1)), null, 'too few to learn from');
  });

  it('property: of files that are no tests, a better score is a better chance', () => {
    const index = indexOf(FILES);
    const signals = signalsOf(task, index);
    const score = fc.double({ min: -5, max: 20, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(score, score, score, score), fc.boolean(), (values, hasHistory) => {
        const { logits } = chancesOf(
          index.files,
          Float64Array.from(values),
          signals,
          rankParameters(hasHistory),
        );
        values.forEach((a, i) =>
          values.forEach((b, j) => {
            if (a > b) assert.ok((logits[i] ?? 0) > (logits[j] ?? 0));
            if (a === b) assert.equal(logits[i], logits[j]);
          }),
        );
      }),
    );
    assert.equal(scoresOf(signals, rankParameters(false)).length, 4);
    assert.equal(probabilityOf(0), 0.5);
  });
});

describe('what the user does', () => {
  it('adds to the log-odds, an edit ever less', () => {
    assert.equal(attentionLogit({}, 0), 0);
    const now = 10 * EDIT_HALF_LIFE_MS;
    const at = (age: number): number => attentionLogit({ editedAt: now - age * EDIT_HALF_LIFE_MS }, now);
    assert.ok(Math.abs(at(1) - at(0) / 2) < 1e-12);
    assert.equal(at(-1), at(0), 'a clock that was set back');
    assert.equal(attentionLogit({ editedAt: Number.NaN }, now), 0);
  });

  it('finds named files by the end of their path, absolute ones too', () => {
    const ids = ['src/a.ts', 'lib/a.ts', 'src/deep/b.ts', 'c.ts'];
    const found = (path: string): string[] => [...findPlaces([{ path, line: 3 }], ids).keys()];
    assert.deepEqual(found('src/a.ts'), ['src/a.ts']);
    assert.deepEqual(found('/home/me/app/src/a.ts'), ['src/a.ts']);
    assert.deepEqual(found('../src/a.ts'), ['src/a.ts']);
    assert.deepEqual(found('a.ts'), ['src/a.ts', 'lib/a.ts']);
    assert.deepEqual(found('deep/b.ts'), ['src/deep/b.ts']);
    assert.deepEqual(found('other/b.ts'), [], 'another file of that name');
    assert.deepEqual(found('/x/c.ts'), ['c.ts']);
    assert.deepEqual(found('none.ts'), []);
    const [place] = findPlaces(
      [
        { path: 'a.ts', line: null },
        { path: 'src/a.ts', line: 7 },
      ],
      ids,
    ).values();
    assert.deepEqual(place, { line: 7, among: 1 });
    assert.ok(placeLogit({ line: 7, among: 1 }) > placeLogit({ line: null, among: 1 }));
    assert.ok(placeLogit({ line: null, among: 1_000 }) >= 0);
  });
});
