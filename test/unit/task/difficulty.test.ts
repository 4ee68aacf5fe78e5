import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Result } from '../../../src/core/facts/result.ts';
import { describeTask } from '../../../src/core/task/describe.ts';
import { difficultyBy, difficultyOf } from '../../../src/core/task/difficulty/difficulty.ts';
import {
  createEstimate,
  type DifficultyEstimate,
  estimateFromObject,
  estimateToObject,
  levelOfScore,
  representativeScore,
} from '../../../src/core/task/difficulty/estimate.ts';
import {
  type HeuristicOptions,
  heuristicEstimate,
  heuristicEstimator,
} from '../../../src/core/task/difficulty/heuristic.ts';

function value<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  return result.value;
}

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code);

function estimate(query: unknown, options: HeuristicOptions = {}): DifficultyEstimate {
  return value(value(heuristicEstimate(options))(query));
}

describe('a difficulty', () => {
  it('has its level from its score; 0.35 and 0.65 are medium', () => {
    assert.deepEqual([0, 0.349, 0.35, 0.65, 0.651, 1].map(levelOfScore), [
      'easy',
      'easy',
      'medium',
      'medium',
      'hard',
      'hard',
    ]);
    assert.deepEqual((['easy', 'medium', 'hard'] as const).map(representativeScore), [0.175, 0.5, 0.825]);
  });

  it('is medium when nothing is said, and keeps an explicit level whatever the score', () => {
    assert.deepEqual(value(createEstimate({})), {
      source: 'caller',
      level: 'medium',
      score: null,
      confidence: null,
      reasoning: '',
      features: {},
      metadata: {},
    });
    assert.equal(value(createEstimate({ score: 0.9 })).level, 'hard');
    assert.equal(value(createEstimate({ score: 0.9, level: 'easy' })).level, 'easy');
  });

  it('is written without nulls and empty objects, and read strictly', () => {
    assert.deepEqual(estimateToObject(value(createEstimate({}))), { source: 'caller', level: 'medium' });
    const full = value(
      createEstimate({
        source: 'estimator',
        score: 0.2,
        confidence: 0,
        reasoning: 'short',
        features: { charCount: 3 },
        metadata: { by: 'me' },
      }),
    );
    assert.deepEqual(value(estimateFromObject(JSON.parse(JSON.stringify(estimateToObject(full))))), full);
    const wrongs: readonly (readonly [unknown, string])[] = [
      [{ source: 'nobody' }, 'invalid_source'],
      [{ level: 'Hard' }, 'invalid_level'],
      [{ level: 'extreme' }, 'invalid_level'],
      [{ score: 1.1 }, 'invalid_score'],
      [{ score: '0.5' }, 'invalid_score'],
      [{ score: Number.NaN }, 'invalid_score'],
      [{ confidence: -0.1 }, 'invalid_confidence'],
      ['hard', 'invalid_object'],
    ];
    for (const [input, code] of wrongs) assert.equal(codeOf(estimateFromObject(input)), code);
  });

  it('is the caller’s, else that of the complexity, else the estimator’s', () => {
    const plain = describeTask('What is 2 + 2?');
    assert.equal(value(difficultyOf(plain, 'hard')).level, 'hard');
    const given = value(difficultyOf(describeTask({ complexity: 10 }), { level: 'medium', score: 0.9 }));
    assert.deepEqual([given.source, given.level, given.score], ['caller', 'medium', 0.9]);
    assert.equal(codeOf(difficultyOf(plain, 'extreme')), 'invalid_level');
    for (const [task, level, score] of [
      [{ complexity: 35 }, 'medium', 0.35],
      [{ complexity: 'critical' }, 'hard', 0.9],
      [{ subtasks: [] }, 'easy', 0.3],
      [{ storyPoints: 8, subtaskCount: 3 }, 'hard', 0.7],
    ] as const) {
      const { source, ...found } = value(difficultyOf(describeTask(task)));
      assert.deepEqual([source, found.level, found.score], ['complexity', level, score]);
    }
    const heuristic = value(difficultyOf(plain));
    assert.deepEqual([heuristic.source, heuristic.level, heuristic.score], ['estimator', 'easy', 0.23]);
  });

  it('is medium, .5 and .5, without words or when the estimator fails', async () => {
    const unknown = (estimate: DifficultyEstimate) => [estimate.level, estimate.score, estimate.confidence];
    assert.deepEqual(unknown(value(difficultyOf(describeTask({})))), ['medium', 0.5, 0.5]);
    const failing = [
      () => Promise.resolve({ ok: false, error: { code: 'llm_timeout', message: '' } } as const),
      () => Promise.reject(new Error('gone')),
    ];
    for (const estimator of failing) {
      const found = value(await difficultyBy(estimator, describeTask('Fix it')));
      assert.deepEqual(unknown(found), ['medium', 0.5, 0.5]);
    }
    const never = () => Promise.reject(new Error('must not be asked'));
    assert.equal(value(await difficultyBy(never, describeTask({}))).score, 0.5);
    assert.equal(value(await difficultyBy(never, describeTask({ complexity: 90 }))).source, 'complexity');
    const heuristic = value(heuristicEstimator());
    assert.equal(value(await difficultyBy(heuristic, describeTask('What is 2 + 2?'))).score, 0.23);
  });
});

describe('the heuristic estimator', () => {
  it('says of these what C12 says (golden)', () => {
    const goldens = [
      ['What is 2 + 2?', [0, 0.3, 0.4, 0.2], 0.23, 'easy', 0.95],
      ['Show this well-known list', [0, 0.3, 0, 0.5], 0.19, 'easy', 0.95],
      [
        'Explain why quicksort is faster than bubble sort on average.',
        [0.2, 0.5, 0.7, 1],
        0.575,
        'medium',
        0.85,
      ],
    ] as const;
    for (const [query, features, score, level, confidence] of goldens) {
      const found = estimate(query);
      const { length, complexity, domain, question } = found.metadata;
      assert.deepEqual([length, complexity, domain, question], features, query);
      assert.deepEqual([found.score, found.level, found.confidence], [score, level, confidence]);
    }
  });

  it('keeps what it counted, and says why', () => {
    const { features, reasoning } = estimate(
      '  Explain why quicksort is faster than bubble sort on average. ',
    );
    assert.deepEqual(features, {
      charCount: 60,
      wordCount: 10,
      avgWordLength: 5,
      specialCharCount: 1,
      numberCount: 0,
      mathCount: 0,
      codeCount: 0,
      reasoningCount: 2,
      creativeCount: 0,
    });
    assert.equal(reasoning, 'medium: reasoning; short text, moderate language');
    assert.equal(
      estimate('Show this well-known list').reasoning,
      'easy: general; short text, moderate language',
    );
  });

  it('finds terms and symbols as C12 means them', () => {
    const count = (query: string, list: string) => estimate(query).features[`${list}Count`];
    const counts: readonly (readonly [string, string, number])[] = [
      ['a + b', 'math', 1],
      ['1-2 and 3−4', 'math', 1],
      ['(x) * [y]', 'math', 1],
      ['cats / dogs', 'math', 0],
      ['x2 = 5 ≤ 7', 'math', 2],
      ['Sums and integrals', 'math', 2],
      ['if and else, for a while', 'code', 0],
      ['a function: if and else, for a while', 'code', 5],
      ['call f(x) again', 'code', 1],
      ['call f( g(x) again', 'code', 1],
      ['as said (see below)', 'code', 0],
      ['an open f( only', 'code', 0],
      ['a => b && c || {} []', 'code', 5],
      ['a == b != c', 'code', 2],
      ['some data  structures', 'code', 1],
      ['analyze and analyse', 'reasoning', 1],
      ['Showing anyhow', 'reasoning', 0],
      ['Write a poem', 'creative', 2],
    ];
    for (const [query, list, expected] of counts) assert.equal(count(query, list), expected, query);
  });

  it('knows the bounds of its features', () => {
    const lengths = [49, 50, 99, 100, 199, 200, 299, 300].map(
      (n) => estimate('x'.repeat(n)).metadata['length'],
    );
    assert.deepEqual(lengths, [0, 0.2, 0.2, 0.5, 0.5, 0.7, 0.7, 1]);
    const complexity = (query: string) => estimate(query).metadata['complexity'];
    assert.deepEqual(
      ['abc', 'abc;;', 'abcde;', 'abcdef', 'abcdefg', `abcdefg${';'.repeat(15)}`, ';;;;;'].map(complexity),
      [0, 0.3, 0.5, 0.7, 0.7, 1, 0.5],
    );
    const question = (query: string) => estimate(query).metadata['question'];
    assert.deepEqual(
      ['how', 'how and why', 'what is', 'really?', 'list', 'go'].map(question),
      [0.6, 1, 0.2, 0.3, 0.5, 0.5],
    );
    assert.equal(estimate('a + b * c - d').metadata['domain'], 1);
  });

  it('takes further domains and other weights', () => {
    const options = { domains: { law: ['contract', 'clause', 'liability'] } };
    const found = estimate('The contracts, a clause and liability', options);
    assert.equal(found.metadata['domain'], 1);
    assert.deepEqual(found.features['extraCounts'], { law: 3 });
    assert.match(found.reasoning, /: law;/);
    const weights = { length: 0, complexity: 0, domain: 0, question: 1 };
    assert.equal(estimate('how and why', { weights }).score, 1);
  });

  it('refuses what it cannot work with', () => {
    const wrongs: readonly (readonly [object, string])[] = [
      [{ weights: { length: -0.1 } }, 'invalid_weights'],
      [{ weights: { length: 1.1 } }, 'invalid_weights'],
      [{ weights: { length: Number.NaN } }, 'invalid_weights'],
      [{ weights: { length: 0.27 } }, 'weights_dont_sum_to_1'],
      [{ weights: { length: 0.26 } }, 'ok'],
      [{ timeoutMs: 999 }, 'invalid_timeout'],
      [{ timeoutMs: 30_001 }, 'invalid_timeout'],
      [{ timeoutMs: Number.NaN }, 'invalid_timeout'],
      [{ timeoutMs: 30_000 }, 'ok'],
    ];
    for (const [options, code] of wrongs) {
      assert.equal(codeOf(heuristicEstimate(options)), code);
      assert.equal(codeOf(heuristicEstimator(options)), code);
    }
    const ask = value(heuristicEstimate());
    for (const query of ['', ' \n', null, 7, undefined]) assert.equal(codeOf(ask(query)), 'invalid_query');
    assert.equal(codeOf(ask('x'.repeat(50_000))), 'ok');
    assert.equal(codeOf(ask('x'.repeat(50_001))), 'query_too_long');
    assert.equal(codeOf(ask('€'.repeat(16_667))), 'query_too_long');
    let now = 0;
    const slow = value(heuristicEstimate({ timeoutMs: 1000, clock: () => (now += 1001) }));
    assert.equal(codeOf(slow('Fix it')), 'timeout');
  });

  it('C14.10 gives score and confidence in [0, 1] for any text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .array(fc.constantFrom('why', 'f(x)', 'a + b', '{}', '?', 'poem', '漢字', '\ud800', '((('), {
          maxLength: 40,
        })
        .map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(text, (query) => {
        const found = value(heuristicEstimate())(query);
        if (!found.ok) {
          assert.equal(found.error.code, 'invalid_query');
          return;
        }
        const { score, confidence, level } = found.value;
        assert.ok(score !== null && score >= 0 && score <= 1 && level === levelOfScore(score));
        assert.ok(confidence !== null && confidence >= 0 && confidence <= 1);
      }),
      { numRuns: 300 },
    );
  });
});
