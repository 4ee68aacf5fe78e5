import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CATEGORIES, type Category } from '../../../src/core/facts/category.ts';
import { TASK_TYPES } from '../../../src/core/facts/characteristics.ts';
import type { CategoryRecord } from '../../../src/core/facts/model-record.ts';
import { classify, keywordsOf } from '../../../src/core/models/classify/classify.ts';
import { DEFAULT_KEYWORDS, keywordLists } from '../../../src/core/models/classify/keywords.ts';
import { learnKeywords, rightOn } from '../../../src/core/models/classify/learn.ts';

const GOLDEN: readonly (readonly [prompt: string, category: Category, confidence: number])[] = [
  ['What is the current Bitcoin price?', 'price_extraction', 0.6],
  ['latest 4090 GPU price', 'price_extraction', 0.6],
  ['Compare the two models and explain why one is faster', 'complex_reasoning', 1],
  ['Check whether the exchange-rate data is accurate', 'data_validation', 0.733],
  ['Verify whether the price is correct', 'data_validation', 0.867],
  ['Show the historical trend of exchange rates', 'historical_analysis', 1],
  ['price trend of the past year', 'historical_analysis', 1],
  ['Where is the config loaded?', 'simple_query', 0.533],
  ['How does the cache work?', 'simple_query', 0.533],
  ['What does parseRange do?', 'simple_query', 0.533],
  ['What is the price?', 'price_extraction', 0.467],
  ['rename this variable', 'simple_query', 0.3],
  ['Compare and assess both', 'complex_reasoning', 0.52],
  ['今天天气怎么样', 'simple_query', 0.533],
  ['分析GPU价格上涨的原因并预测', 'complex_reasoning', 1],
  ['验证这个价格是否正确', 'data_validation', 0.867],
  ['最新的4090价格', 'price_extraction', 0.533],
  ['过去一年的价格走势', 'historical_analysis', 1],
  ['修改API的verify函数', 'data_validation', 0.533],
];

/** Prompts that hit the lists, and some that do not. */
const anyPrompt = fc
  .array(
    fc.oneof(
      fc.constantFrom(...CATEGORIES.flatMap((name) => DEFAULT_KEYWORDS[name].map(({ keyword }) => keyword))),
      fc.constantFrom('if', 'whether', 'both', '每个', 'the', 'variable', 'secretWord', '。', '\n'),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
    ),
    { maxLength: 12 },
  )
  .map((words) => words.join(' '));
const anyTaskType = fc.constantFrom(null, 'unknown' as const, ...TASK_TYPES);
const anyCategory = fc.constantFrom(...CATEGORIES);

const record = (id: string, prompt: string, category: Category, taskType = null): CategoryRecord => {
  const classified = classify(prompt, { taskType });
  return {
    kind: 'category',
    id,
    at: 1,
    requestId: id,
    category,
    keywords: keywordsOf(classified),
    complexityScore: classified.complexityScore,
    taskType,
  };
};

describe('classification (M3)', () => {
  for (const [prompt, category, confidence] of GOLDEN)
    it(`${prompt} → ${category} ${confidence}`, () => {
      const classified = classify(prompt);
      assert.equal(classified.category, category);
      assert.ok(Math.abs(classified.confidence - confidence) < 0.0005, String(classified.confidence));
    });

  it('says how complex a prompt is', () => {
    assert.equal(classify('Compare and assess both').complexityScore, 0.4);
    assert.equal(classify('x'.repeat(99)).complexityScore, 0);
    assert.equal(classify('x'.repeat(100)).complexityScore, 0.1);
    assert.equal(classify('𝒙'.repeat(199)).complexityScore, 0.1);
    assert.equal(classify(` ${'x'.repeat(199)} `).complexityScore, 0.1);
    assert.equal(classify('x'.repeat(200)).complexityScore, 0.2);
    const everything = `Analyze and compare why, if, between ${'x'.repeat(200)}`;
    assert.equal(classify(everything).complexityScore, 1);
  });

  it('takes a category that was given, and still says what was found', () => {
    const classified = classify('Verify the price', { category: 'historical_analysis' });
    assert.equal(classified.category, 'historical_analysis');
    assert.equal(classified.confidence, 1);
    assert.deepEqual(keywordsOf(classified), {
      data_validation: ['verify'],
      price_extraction: ['price'],
    });
  });

  it('lets a known task type count for its category', () => {
    const of = (prompt: string, taskType: 'debugging' | 'factual' | 'simple-task' | 'unknown') => {
      const { category, confidence } = classify(prompt, { taskType });
      return [category, confidence];
    };
    assert.deepEqual(of('rename this variable', 'debugging'), ['complex_reasoning', 0.7]);
    assert.deepEqual(of('rename this variable', 'unknown'), ['simple_query', 0.3]);
    assert.deepEqual(of('the price of it', 'factual'), ['price_extraction', 0.466667]);
    assert.deepEqual(of('the price of it', 'simple-task'), ['simple_query', 0.7]);
    assert.deepEqual(of('rename', 'factual'), ['simple_query', 0.7]);
  });

  it('calls a complex prompt without a hit reasoning', () => {
    const prompt = `If each of them, unless it moves, ${'is '.repeat(60)}为 between`;
    assert.equal(classify(prompt).category, 'simple_query');
    const complex = `assess if between ${'x'.repeat(200)}`;
    assert.deepEqual(
      [classify(complex).category, classify(complex).confidence],
      ['complex_reasoning', 0.3],
      'complexity 0.8, no keyword',
    );
  });

  it('counts a longer keyword in place of the shorter ones in it, each once', () => {
    const keywords = (prompt: string) => keywordsOf(classify(prompt));
    assert.deepEqual(keywords('price trend'), {
      historical_analysis: ['price trend'],
      price_extraction: ['price'],
    });
    assert.deepEqual(keywords('price trend, trend and trends').historical_analysis, ['price trend', 'trend']);
    assert.deepEqual(keywords('analyze, analyse, analyzes').complex_reasoning, ['analyze']);
    assert.deepEqual(keywords('priceless rebuild'), {});
  });

  it('settles a tie for the category that needs more care', () => {
    const lists = keywordLists({
      simple_query: [[0.6, 'tie']],
      price_extraction: [[0.6, 'tie']],
      data_validation: [[0.6, 'tie']],
    });
    assert.equal(classify('tie', { lists }).category, 'data_validation');
  });

  it('takes further languages as further lists', () => {
    const lists = keywordLists({ data_validation: [[0.9, 'prüfe|prüfen']] });
    assert.equal(classify('Bitte prüfen', { lists }).category, 'data_validation');
    assert.equal(classify('Bitte prüfen').confidence, 0.3);
  });

  it('property 6: any prompt gets exactly one of five categories', () => {
    fc.assert(
      fc.property(anyPrompt, anyTaskType, fc.option(anyCategory), (prompt, taskType, category) => {
        const classified = classify(prompt, { taskType, category });
        assert.equal(CATEGORIES.filter((name) => name === classified.category).length, 1);
        assert.ok(classified.confidence >= 0 && classified.confidence <= 1);
        assert.ok(classified.complexityScore >= 0 && classified.complexityScore <= 1);
        assert.deepEqual(classify(prompt, { taskType, category }), classified);
        if (category !== null) assert.equal(classified.category, category);
      }),
      { numRuns: 300 },
    );
  });
});

describe('learning categories (M3.6)', () => {
  it('makes a keyword count more when it was right, less when it was wrong', () => {
    const records = [
      record('1', 'check it', 'data_validation'),
      record('2', 'check it', 'data_validation'),
      record('3', 'check the cost', 'price_extraction'),
    ];
    const weight = (lists: typeof DEFAULT_KEYWORDS, category: Category, keyword: string) =>
      lists[category].find((entry) => entry.keyword === keyword)?.weight;
    const learned = learnKeywords(DEFAULT_KEYWORDS, records);
    assert.equal(weight(learned, 'data_validation', 'check'), 0.5 * (1 + (0.5 * (2 - 1)) / 13));
    assert.equal(weight(learned, 'price_extraction', 'cost'), 0.6 * (1 + 0.5 / 11));
    assert.equal(weight(learned, 'data_validation', 'verify'), 0.8);
  });

  it('classifies as corrected after enough corrections', () => {
    const lists = keywordLists({ data_validation: [[0.6, 'check']], price_extraction: [[0.55, 'bill']] });
    const corrected = Array.from({ length: 10 }, (_, index) => ({
      ...record(`r${index}`, '', 'price_extraction'),
      keywords: { data_validation: ['check'], price_extraction: ['bill'] },
    }));
    assert.equal(classify('check the bill', { lists }).category, 'data_validation');
    const learned = learnKeywords(lists, corrected);
    assert.equal(classify('check the bill', { lists: learned }).category, 'price_extraction');
  });

  it("counts a request's latest word only, and nothing where there is none", () => {
    const wrong = record('1', 'check it', 'simple_query');
    const right = { ...record('2', 'check it', 'data_validation'), requestId: '1', at: 2 };
    assert.deepEqual(
      learnKeywords(DEFAULT_KEYWORDS, [right, wrong]),
      learnKeywords(DEFAULT_KEYWORDS, [right]),
    );
    assert.equal(learnKeywords(DEFAULT_KEYWORDS, []), DEFAULT_KEYWORDS);
  });

  it('keeps the lists as they were when the learned ones would do worse', () => {
    // "alpha" is right nowhere but needed: lowering it hands its records to "beta".
    const lists = keywordLists({ data_validation: [[0.6, 'alpha']], complex_reasoning: [[0.55, 'beta']] });
    const both = { data_validation: ['alpha'], complex_reasoning: ['beta'] } as const;
    const records = [
      ...Array.from({ length: 3 }, (_, index) => ({
        ...record(`v${index}`, '', 'data_validation'),
        keywords: both,
      })),
      ...Array.from({ length: 9 }, (_, index) => ({
        ...record(`s${index}`, '', 'simple_query'),
        keywords: { data_validation: ['alpha'] },
      })),
      ...Array.from({ length: 9 }, (_, index) => ({
        ...record(`c${index}`, '', 'complex_reasoning'),
        keywords: { complex_reasoning: ['beta'] },
      })),
    ];
    assert.equal(learnKeywords(lists, records), lists);
  });

  it('property 9: accuracy on the records does not fall after learning; they hold no prompt text', () => {
    const known = new Set<string>(
      CATEGORIES.flatMap((name) => DEFAULT_KEYWORDS[name].map(({ keyword }) => keyword)),
    );
    const given = fc.record({ prompt: anyPrompt, category: anyCategory, taskType: anyTaskType });
    fc.assert(
      fc.property(fc.array(given, { maxLength: 30 }), (requests) => {
        const records = requests.map(({ prompt, category, taskType }, index): CategoryRecord => {
          const classified = classify(prompt, { taskType });
          return {
            ...record(String(index), '', category),
            keywords: keywordsOf(classified),
            complexityScore: classified.complexityScore,
            taskType,
          };
        });
        // The kept fields classify as the prompt itself did.
        const asked = requests.filter(
          ({ prompt, taskType, category }) => classify(prompt, { taskType }).category === category,
        );
        assert.equal(rightOn(DEFAULT_KEYWORDS, records), asked.length);
        const learned = learnKeywords(DEFAULT_KEYWORDS, records);
        assert.ok(rightOn(learned, records) >= rightOn(DEFAULT_KEYWORDS, records));
        for (const words of records.flatMap(({ keywords }) => Object.values(keywords)))
          for (const word of words) assert.ok(known.has(word), `"${word}" is no keyword of the lists`);
      }),
      { numRuns: 200 },
    );
  });
});
