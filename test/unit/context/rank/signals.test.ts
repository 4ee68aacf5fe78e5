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
import { LETTER, letterClass } from '../../../../src/core/context/rank/letters.ts';
import { stem } from '../../../../src/core/context/rank/stem.ts';
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

describe('what was fitted', () => {
  for (const hasHistory of [true, false])
    it(`is sane ${hasHistory ? 'with' : 'without'} a history`, () => {
      const { weights, chance, tests } = rankParameters(hasHistory);
      for (const signal of ['content', 'path', 'names', 'pairs', 'source'] as const)
        assert.ok(weights[signal] > 0, signal);
      assert.ok(weights.source > weights.doc, 'a source is needed rather than a document');
      for (const signal of ['recency', 'messages', 'similar'] as const)
        assert.equal(weights[signal] > 0, hasHistory, signal);
      assert.ok(chance.gap <= 0 && chance.place < 0 && chance.score >= 0, 'a better place, a better chance');
      assert.ok(tests.place > 0 && tests.chance > 0, 'the test of a likely source is likely');
      assert.ok(probabilityOf(tests.constant) < 0.01, 'a test of which nothing speaks');
    });

  it('gives one source of many a chance of about one in two at best by words alone', () => {
    const { files } = indexOf(
      Object.fromEntries(
        Array.from({ length: 200 }, (_, n) => [`src/f${n}.ts`, n === 0 ? 'lexer token range' : `x${n}`]),
      ),
    );
    const index = { files, history: null };
    const task = taskTerms('the lexer loses a token of a range');
    const signals = signalsOf(task, index);
    const parameters = rankParameters(false);
    const { logits } = chancesOf(files, scoresOf(signals, parameters), signals, parameters);
    const [first = 0, second = 0] = logits;
    assert.ok(probabilityOf(first) > 0.3 && probabilityOf(first) < 0.9);
    assert.ok(probabilityOf(second) < 0.05);
  });
});

describe('letters', () => {
  it('are told apart as the splitting of words needs it', () => {
    const classes = Array.from('aZ7_$é–É解あ가ก \n.', (letter) => letterClass(letter.charCodeAt(0)));
    const { lower, upper, digit, joint, wide, none } = LETTER;
    assert.deepEqual(classes, [
      lower,
      upper,
      digit,
      joint,
      joint,
      lower,
      none,
      upper,
      wide,
      wide,
      wide,
      wide,
      none,
      none,
      none,
    ]);
    assert.equal(letterClass('😀'.charCodeAt(0)), none, 'half of a pair');
    assert.equal(letterClass(-1), none);
  });
});

describe('stems', () => {
  for (const [word, root] of [
    ['parsing', 'pars'],
    ['organization', 'organ'],
    ['queries', 'query'],
    ['classes', 'class'],
    ['stopped', 'stop'],
    ['files', 'file'],
    ['calling', 'call'],
    ['happily', 'happy'],
    ['use', 'use'],
    ['status', 'status'],
  ] as const)
    it(`of ${word} is ${root}`, () => assert.equal(stem(word), root));
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
