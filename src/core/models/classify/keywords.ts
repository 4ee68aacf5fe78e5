import { CATEGORIES, type Category } from '../../facts/category.ts';
import { termOf } from '../../facts/terms.ts';

/** A word that speaks for a category, and how loudly. */
export interface Keyword {
  readonly keyword: string;
  /** > 0; a category's weights are summed and divided by 1.5 (spec M3.2). */
  readonly weight: number;
  /** A form that questions of any kind take: counts only when no other category has a hit. */
  readonly questionForm: boolean;
  /** How it is found; several for several spellings. */
  readonly patterns: readonly RegExp[];
}

/** Longest first in every category, so that "price trend" is found before the "trend" in it. */
export type KeywordLists = Readonly<Record<Category, readonly Keyword[]>>;

/** Weight → keywords, separated by commas; several spellings of one are separated by "|". */
export type WeightedWords = readonly (readonly [weight: number, keywords: string])[];

/**
 * Lists from words as one writes them. A language is a list more: what is added to a category counts beside the rest.
 *
 * @param words by category; absent categories have no keyword
 * @param questionForms of simple queries, see {@link Keyword.questionForm}
 * @example keywordLists({ data_validation: [[0.8, 'prüfen, validieren']] })
 */
export function keywordLists(
  words: Readonly<Partial<Record<Category, WeightedWords>>>,
  questionForms: WeightedWords = [],
): KeywordLists {
  const listOf = (category: Category): readonly Keyword[] => {
    const plain = keywordsIn(words[category] ?? [], false);
    const all = category === 'simple_query' ? [...plain, ...keywordsIn(questionForms, true)] : plain;
    return Object.freeze(all.toSorted((a, b) => b.keyword.length - a.keyword.length));
  };
  return forEachCategory(listOf);
}

/** A value for each of the five. */
export function forEachCategory<T>(valueOf: (category: Category) => T): Readonly<Record<Category, T>> {
  // Every category has its entry.
  return Object.freeze(
    Object.fromEntries(CATEGORIES.map((category) => [category, valueOf(category)])),
  ) as Readonly<Record<Category, T>>;
}

function keywordsIn(words: WeightedWords, questionForm: boolean): readonly Keyword[] {
  return words.flatMap(([weight, keywords]) =>
    keywords.split(',').map((spellings) => {
      const [keyword = '', ...others] = spellings.split('|').map((spelling) => spelling.trim());
      const patterns = [keyword, ...others].map((spelling) => {
        const { pattern } = termOf(spelling);
        return new RegExp(pattern.source, `g${pattern.flags}`);
      });
      return Object.freeze({ keyword, weight, questionForm, patterns: Object.freeze(patterns) });
    }),
  );
}

/** English and Chinese (spec M3.2). */
export const DEFAULT_KEYWORDS: KeywordLists = keywordLists(
  {
    complex_reasoning: [
      [0.6, 'analyze|analyse, reason, compare, evaluate, predict, infer'],
      [0.5, 'why, explain'],
      [0.6, '分析, 推理, 推断, 评估, 预测, 对比'],
      [0.5, '为什么, 为何, 原因, 解释'],
      // also "rather"
      [0.4, '比较'],
    ],
    data_validation: [
      [0.8, 'validate, verify'],
      [0.6, 'accuracy, accurate, valid'],
      [0.5, 'check, confirm, correct'],
      [0.8, '验证, 校验, 核实'],
      [0.6, '核对, 准确, 有效'],
      [0.5, '检查, 确认, 正确'],
    ],
    price_extraction: [
      [1, 'current price'],
      [0.9, 'exchange rate, stock price, gpu price, bitcoin price'],
      [0.8, 'pricing'],
      [0.7, 'price, fee, quote'],
      [0.6, 'cost'],
      [1, '当前价格, 最新价格'],
      [0.9, 'GPU价格, 显卡价格, 比特币价格, 汇率, 股价'],
      [0.8, '价格, 定价, 多少钱'],
      [0.7, '报价, 费用'],
      [0.6, '成本'],
    ],
    historical_analysis: [
      [1.2, 'price trend'],
      [1, 'time series'],
      [0.9, 'trend, historical'],
      [0.8, 'history, over time, change over'],
      [0.6, 'past'],
      [0.5, 'previous'],
      [1.2, '价格走势, 价格趋势'],
      [1, '时间序列'],
      [0.9, '走势, 趋势'],
      [0.8, '历史, 历年'],
      [0.6, '过去'],
      [0.5, '以往'],
    ],
    simple_query: [
      [0.3, 'how much'],
      [0.2, 'tell me'],
      [0.3, '多少'],
      [0.2, '告诉我'],
    ],
  },
  [
    [0.8, 'what is, what are, what does, what do, how does, how do, where, when, who'],
    [0.8, '怎么样, 什么是, 是什么, 哪里, 哪儿, 什么时候, 何时, 谁'],
  ],
);

/**
 * The keywords of one category that are in a text, each once. A longer one takes its place in the text: "price trend"
 * leaves no "trend" behind, another "trend" elsewhere still counts.
 */
export function keywordsFound(keywords: readonly Keyword[], text: string): readonly Keyword[] {
  const taken: (readonly [from: number, to: number])[] = [];
  return keywords.filter(({ patterns }) => {
    const free = patterns
      .flatMap((pattern) => [...text.matchAll(pattern)])
      .map((match) => [match.index, match.index + match[0].length] as const)
      .filter(([from, to]) => taken.every(([start, end]) => to <= start || from >= end));
    taken.push(...free);
    return free.length > 0;
  });
}
