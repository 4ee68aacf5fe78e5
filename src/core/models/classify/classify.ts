import { CATEGORIES, type Category } from '../../facts/category.ts';
import type { TaskType } from '../../facts/characteristics.ts';
import { toSixDecimals } from '../../facts/decimals.ts';
import type { CategoryRecord } from '../../facts/model-record.ts';
import { complexityOf } from './complexity.ts';
import {
  DEFAULT_KEYWORDS,
  forEachCategory,
  type Keyword,
  type KeywordLists,
  keywordsFound,
} from './keywords.ts';

export interface MatchedKeyword {
  readonly keyword: string;
  readonly category: Category;
  readonly weight: number;
}

export interface Classification {
  readonly category: Category;
  /** In [0, 1]; below 0.5 several models are asked (spec M5.3). */
  readonly confidence: number;
  readonly matchedKeywords: readonly MatchedKeyword[];
  /** In [0, 1]. */
  readonly complexityScore: number;
}

/** What is known of a prompt beside its text. */
export interface KnownOfPrompt {
  /** A category that was given counts. */
  readonly category?: Category | null;
  readonly taskType?: TaskType | null;
  readonly lists?: KeywordLists;
}

/** Sum of weights that is a full hit (spec M3.2). */
const FULL_HIT = 1.5;
/** What complexity adds to reasoning, and takes from a simple query, at most (spec M3.4). */
const COMPLEXITY_SHARE = 0.3;
/** Of a known task type's category, at least (spec M3.1). */
const TASK_TYPE_SCORE = 0.7;
/** Without a hit: how sure, and from which complexity on it is reasoning (spec M3.5). */
const NO_HIT_CONFIDENCE = 0.3;
const NO_HIT_COMPLEX = 0.5;

/** Highest wins; at a tie the one that asks for more care (spec M3.4). */
const TIE_ORDER: readonly Category[] = [
  'data_validation',
  'complex_reasoning',
  'historical_analysis',
  'price_extraction',
  'simple_query',
];

const CATEGORY_OF_TASK_TYPE: Readonly<Record<Exclude<TaskType, 'unknown'>, Category>> = {
  'code-review': 'data_validation',
  architecture: 'complex_reasoning',
  planning: 'complex_reasoning',
  debugging: 'complex_reasoning',
  refactoring: 'complex_reasoning',
  testing: 'complex_reasoning',
  analysis: 'complex_reasoning',
  'code-generation': 'complex_reasoning',
  coordination: 'complex_reasoning',
  creative: 'complex_reasoning',
  factual: 'simple_query',
  documentation: 'simple_query',
  'simple-task': 'simple_query',
};

/**
 * What kind of request a prompt is (spec M3): always exactly one of the five.
 *
 * @example classify('Verify whether the price is correct') // data_validation, confidence 0.866667
 */
export function classify(prompt: string, known: KnownOfPrompt = {}): Classification {
  const { category = null, taskType = null, lists = DEFAULT_KEYWORDS } = known;
  const text = prompt.trim();
  const complexityScore = complexityOf(text);
  const hits = counted(forEachCategory((category) => keywordsFound(lists[category], text)));
  const chosen =
    category === null ? chooseCategory(hits, complexityScore, taskType) : { category, confidence: 1 };
  const matchedKeywords = CATEGORIES.flatMap((category) =>
    hits[category].map(({ keyword, weight }) => Object.freeze({ keyword, category, weight })),
  );
  return Object.freeze({ ...chosen, matchedKeywords: Object.freeze(matchedKeywords), complexityScore });
}

/** What a category record keeps in place of the prompt's text (spec M3.6). */
export function keywordsOf({ matchedKeywords }: Classification): CategoryRecord['keywords'] {
  return Object.fromEntries(
    CATEGORIES.flatMap((category) => {
      const own = matchedKeywords.filter((matched) => matched.category === category);
      return own.length === 0 ? [] : [[category, own.map(({ keyword }) => keyword)] as const];
    }),
  );
}

export type Hits = Readonly<Record<Category, readonly Keyword[]>>;

/** Forms of question count only when nothing else says what is asked. */
export function counted(found: Hits): Hits {
  if (!hasOtherHit(found)) return found;
  return { ...found, simple_query: found.simple_query.filter(({ questionForm }) => !questionForm) };
}

/** Steps 4 and 5 of M3, which need no text. */
export function chooseCategory(
  hits: Hits,
  complexity: number,
  taskType: TaskType | null,
): { readonly category: Category; readonly confidence: number } {
  const ofTask = categoryOfTask(taskType, hits);
  if (ofTask === null && CATEGORIES.every((category) => hits[category].length === 0)) {
    const category = complexity > NO_HIT_COMPLEX ? 'complex_reasoning' : 'simple_query';
    return { category, confidence: NO_HIT_CONFIDENCE };
  }
  let best: { category: Category; confidence: number } = { category: 'simple_query', confidence: -1 };
  for (const category of TIE_ORDER) {
    const plain = withComplexity(category, hits[category], complexity);
    const confidence = toSixDecimals(category === ofTask ? Math.max(plain, TASK_TYPE_SCORE) : plain);
    if (confidence > best.confidence) best = { category, confidence };
  }
  return best;
}

function withComplexity(category: Category, hits: readonly Keyword[], complexity: number): number {
  const sum = hits.reduce((sum, { weight }) => sum + weight, 0);
  const score = Math.min(1, sum / FULL_HIT);
  if (category === 'complex_reasoning') return Math.min(1, score + COMPLEXITY_SHARE * complexity);
  return category === 'simple_query' ? score * (1 - COMPLEXITY_SHARE * complexity) : score;
}

function categoryOfTask(taskType: TaskType | null, hits: Hits): Category | null {
  if (taskType === null || taskType === 'unknown') return null;
  if (taskType === 'factual' && hasOtherHit(hits)) return null;
  return CATEGORY_OF_TASK_TYPE[taskType];
}

function hasOtherHit(hits: Hits): boolean {
  return CATEGORIES.some((category) => category !== 'simple_query' && hits[category].length > 0);
}
