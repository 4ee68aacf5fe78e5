import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CATEGORIES } from '../../../src/core/facts/category.ts';
import type { VerdictRecord } from '../../../src/core/facts/model-record.ts';
import {
  DEFAULT_SCORE_SETTINGS,
  isProven,
  scoreOf,
  START_SCORE,
} from '../../../src/core/models/scores/model-score.ts';
import {
  EMPTY_BOOK,
  foldScores,
  modelScores,
  scoresIn,
  verdictBook,
  withVerdict,
} from '../../../src/core/models/scores/verdict-book.ts';
import { verdictsInForce } from '../../../src/core/models/scores/verdicts-in-force.ts';

const DAY = 86_400_000;
const NOW = 100 * DAY;
const settings = DEFAULT_SCORE_SETTINGS;

const verdict = (some: Partial<VerdictRecord> = {}): VerdictRecord => ({
  kind: 'verdict',
  id: 'v',
  at: NOW,
  requestId: 'q',
  responseId: 'r',
  model: 'm',
  category: 'simple_query',
  wasCorrect: true,
  weight: 1,
  source: 'validation',
  correction: null,
  responseMs: 1,
  costMicroUsd: null,
  tokenCount: 1,
  ...some,
});

/** `+` right, `-` wrong, `*` confirmed and `!` corrected by the user. */
const scoreAfter = (marks: string, some: Partial<typeof settings> = {}): number => {
  const verdicts = [...marks.matchAll(/./g)].map(([mark]) =>
    verdict({ wasCorrect: '+*'.includes(mark), weight: '*!'.includes(mark) ? 1.5 : 1 }),
  );
  return scoreOf(verdicts, { ...settings, ...some }, NOW).score;
};
const close = (score: number, golden: number) =>
  assert.ok(Math.abs(score - golden) < 0.0000051, `${score} is not ${golden}`);

const anyMark = fc.record({ wasCorrect: fc.boolean(), weight: fc.constantFrom(1 as const, 1.5 as const) });
const anySettings = fc.record({
  minSamples: fc.integer({ min: 1, max: 20 }),
  decay: fc.double({ min: 0.5, max: 1, noNaN: true }),
  smoothing: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
  verdictDays: fc.constant(30),
});
/** Verdicts of several models, requests judged again among them; times in order. */
const anyHistory = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: DAY }),
      model: fc.constantFrom('a', 'b', 'c'),
      category: fc.constantFrom(...CATEGORIES),
      response: fc.integer({ min: 0, max: 5 }),
      wasCorrect: fc.boolean(),
      user: fc.boolean(),
    }),
    { maxLength: 60 },
  )
  .map((steps) => {
    let at = NOW - 40 * DAY;
    return steps.map(({ gap, model, category, response, wasCorrect, user }, index) => {
      at += gap;
      return verdict({
        id: `v${index}`,
        at,
        model,
        category,
        responseId: `${model}-${category}-${response}`,
        wasCorrect,
        weight: user ? 1.5 : 1,
        source: user ? 'user' : 'validation',
      });
    });
  });

describe('model scores (M4)', () => {
  it('golden: from no verdict to ten', () => {
    close(scoreAfter(''), 0.5);
    close(scoreAfter('+'), 0.535);
    close(scoreAfter('-'), 0.465);
    close(scoreAfter('+++++++'), 0.82858);
    close(scoreAfter('++++++++'), 0.87857);
    close(scoreAfter('++++++++++'), 0.97857);
  });

  it('golden: the newest weigh most, and a user more than a check', () => {
    close(scoreAfter('-----+++++'), 0.53716);
    close(scoreAfter('+++++-----'), 0.46279);
    close(scoreAfter('-++-++-++-'), 0.61143);
    close(scoreAfter('++++++++++-'), 0.9124);
    close(scoreAfter('++++++++++-+'), 0.91415);
    close(scoreAfter('++++++++++!'), 0.87849);
    close(scoreAfter('++++++++++*'), 0.99357);
  });

  it('calls a model proven from minSamples on', () => {
    assert.equal(isProven({ sampleCount: 9 }, 10), false);
    assert.equal(isProven({ sampleCount: 10 }, 10), true);
  });

  it('looks back verdictDays and no further', () => {
    const old = verdict({ id: 'old', at: NOW - 30 * DAY - 1, wasCorrect: false });
    const kept = verdict({ id: 'kept', at: NOW - 30 * DAY });
    const { score, sampleCount, updatedAt } = scoreOf([old, kept], settings, NOW);
    close(score, 0.535);
    assert.deepEqual([sampleCount, updatedAt], [1, kept.at]);
    assert.deepEqual(scoreOf([kept], settings, NOW + 1), { score: 0.5, sampleCount: 0, updatedAt: null });
  });

  it('gives every pair that was judged, by model and category', () => {
    const records = [
      verdict({ id: '1', responseId: '1', model: 'b' }),
      verdict({ id: '2', responseId: '2', model: 'a', category: 'data_validation', wasCorrect: false }),
      verdict({ id: '3', responseId: '3', model: 'a' }),
    ];
    const scores = foldScores(records, settings, NOW);
    assert.deepEqual(
      scores.map(({ model, category, sampleCount }) => [model, category, sampleCount]),
      [
        ['a', 'simple_query', 1],
        ['a', 'data_validation', 1],
        ['b', 'simple_query', 1],
      ],
    );
    close(scores[1]?.score ?? 0, 0.465);
    assert.deepEqual(foldScores(records, settings, NOW + 31 * DAY), []);
  });

  it('property 2: scores stay in [0, 1]', () => {
    fc.assert(
      fc.property(fc.array(anyMark, { maxLength: 120 }), anySettings, (marks, settings) => {
        const { score, sampleCount } = scoreOf(
          marks.map((mark) => ({ ...mark, at: NOW })),
          settings,
          NOW,
        );
        assert.ok(score >= 0 && score <= 1);
        assert.equal(sampleCount, marks.length);
      }),
      { numRuns: 300 },
    );
  });

  it('property 27: a verdict changes exactly the score of that model and category', () => {
    fc.assert(
      fc.property(
        anyHistory,
        fc.constantFrom('a', 'b', 'new'),
        fc.constantFrom(...CATEGORIES),
        fc.boolean(),
        (history, model, category, wasCorrect) => {
          const book = verdictBook(history);
          const first = verdict({ id: 'first', responseId: 'first', model, category, wasCorrect });
          const [before, after] = [book, withVerdict(book, first)].map((of) =>
            modelScores(of, settings, NOW),
          );
          for (const other of ['a', 'b', 'c', 'new'])
            for (const its of CATEGORIES) {
              const same = before?.of(other, its).score === after?.of(other, its).score;
              assert.equal(same, other !== model || its !== category);
            }
        },
      ),
      { numRuns: 200 },
    );
  });

  const oneMore = (marks: readonly (typeof anyMark extends fc.Arbitrary<infer T> ? T : never)[]) => {
    const verdicts = marks.map((mark) => ({ ...mark, at: NOW }));
    const after = (wasCorrect: boolean, weight: 1 | 1.5) =>
      scoreOf([...verdicts, { wasCorrect, weight, at: NOW }], settings, NOW).score;
    return { before: scoreOf(verdicts, settings, NOW).score, after };
  };
  const judged = fc
    .array(anyMark, { maxLength: 60 })
    .map(oneMore)
    .filter(({ before }) => before >= 1e-9 && before <= 1 - 1e-9);

  it('property 28: a right verdict raises the score, below 1', () => {
    fc.assert(
      fc.property(judged, fc.constantFrom(1 as const, 1.5 as const), ({ before, after }, weight) => {
        assert.ok(after(true, weight) > before && after(true, weight) < 1);
      }),
      { numRuns: 300 },
    );
  });

  it('property 29: a wrong verdict lowers it, above 0; 1.5 at least as far as 1', () => {
    fc.assert(
      fc.property(judged, ({ before, after }) => {
        assert.ok(after(false, 1) < before && after(false, 1) > 0);
        assert.ok(after(false, 1.5) <= after(false, 1) && after(false, 1.5) > 0);
      }),
      { numRuns: 300 },
    );
  });

  it('property 40: no history → 0.5 in every category', () => {
    fc.assert(
      fc.property(anyHistory, fc.string(), fc.constantFrom(...CATEGORIES), (history, model, category) => {
        const elsewhere = history.filter((record) => record.model !== model || record.category !== category);
        for (const book of [EMPTY_BOOK, verdictBook(elsewhere)]) {
          const score = modelScores(book, settings, NOW).of(model, category);
          assert.deepEqual(score, { model, category, score: START_SCORE, sampleCount: 0, updatedAt: null });
        }
      }),
      { numRuns: 100 },
    );
  });

  it('one verdict more gives the same scores as all of them at once', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        let book = EMPTY_BOOK;
        for (const [index, record] of history.entries()) {
          book = withVerdict(book, record);
          const now = record.at;
          assert.deepEqual(
            scoresIn(book, settings, now),
            foldScores(history.slice(0, index + 1), settings, now),
          );
        }
        // A record that is read twice counts once.
        assert.deepEqual(foldScores([...history, ...history], settings, NOW), scoresIn(book, settings, NOW));
      }),
      { numRuns: 100 },
    );
  });
});

describe('verdicts in force (M9)', () => {
  it("takes a response's latest, a user's before a validation's", () => {
    const records = [
      verdict({ id: '1', at: 1, responseId: 'x', wasCorrect: false }),
      verdict({ id: '2', at: 2, responseId: 'y', source: 'user', weight: 1.5 }),
      verdict({ id: '3', at: 3, responseId: 'x' }),
      verdict({ id: '4', at: 4, responseId: 'y', wasCorrect: false }),
      verdict({ id: '3', at: 3, responseId: 'x' }),
    ];
    const ids = (given: readonly VerdictRecord[]) => verdictsInForce(given).map(({ id }) => id);
    assert.deepEqual(ids(records), ['2', '3']);
    assert.deepEqual(ids(records.toReversed()), ['2', '3']);
    assert.deepEqual(
      ids([...records, verdict({ id: '5', at: 5, responseId: 'y', source: 'user', weight: 1.5 })]),
      ['3', '5'],
    );
  });

  it('keeps those of one instant as they came: the later one counts', () => {
    const [first, second] = [verdict({ id: '1' }), verdict({ id: '2' })];
    assert.deepEqual(verdictsInForce([second, first]), [first]);
  });
});
