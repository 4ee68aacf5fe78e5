import { toSixDecimals, toUnitInterval } from '../../facts/decimals.ts';
import type { DifficultyLevel } from '../../facts/difficulty-level.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import { type Term, termOf } from '../../facts/terms.ts';
import { createEstimate, type DifficultyEstimate, levelOfScore } from './estimate.ts';
import { checkTimeout, type DifficultyEstimator } from './estimator.ts';
import { countLists, countSimpleWords, type TermCounts } from './term-lists.ts';
import { measureText, utf8Length } from './text-measures.ts';

/** Shares of the four features in the score; each in [0, 1], together 1 (spec C12). */
export interface HeuristicWeights {
  readonly length: number;
  readonly complexity: number;
  readonly domain: number;
  readonly question: number;
}

export interface HeuristicOptions {
  readonly weights?: Partial<HeuristicWeights> | undefined;
  readonly timeoutMs?: number | undefined;
  /** Further domains, each with its words. */
  readonly domains?: Readonly<Record<string, readonly string[]>> | undefined;
  /** A clock in ms to hold the time limit by; without one no time passes. */
  readonly clock?: (() => number) | undefined;
}

/** The four features of a text, each in [0, 1]. */
export type HeuristicFeatures = HeuristicWeights;

const DEFAULT_WEIGHTS: HeuristicWeights = { length: 0.25, complexity: 0.3, domain: 0.25, question: 0.2 };

/** How far from 1 the weights may sum (spec C12). */
const WEIGHTS_TOLERANCE = 0.01;

const LONGEST_QUERY_BYTES = 50_000;

/**
 * The estimator that needs nothing but the text (spec C12).
 *
 * Errors: `invalid_weights`, `weights_dont_sum_to_1`, `invalid_timeout`; the estimator's: `invalid_query`,
 * `query_too_long`, `timeout`.
 */
export function heuristicEstimator(options: HeuristicOptions = {}): Result<DifficultyEstimator> {
  const estimate = heuristicEstimate(options);
  return estimate.ok ? ok((query) => Promise.resolve(estimate.value(query))) : estimate;
}

/** As {@link heuristicEstimator}, for callers that need the answer at once. */
export function heuristicEstimate(
  options: HeuristicOptions = {},
): Result<(query: unknown) => Result<DifficultyEstimate>> {
  const weights = { ...DEFAULT_WEIGHTS, ...options.weights };
  const shares = [weights.length, weights.complexity, weights.domain, weights.question];
  if (!shares.every((share) => typeof share === 'number' && share >= 0 && share <= 1)) {
    return fail('invalid_weights', 'Each weight is a number from 0 to 1.');
  }
  const sum = shares.reduce((a, b) => a + b, 0);
  if (toSixDecimals(Math.abs(sum - 1)) > WEIGHTS_TOLERANCE) {
    return fail('weights_dont_sum_to_1', `The weights sum to ${toSixDecimals(sum)} and must sum to 1.`);
  }
  const timeout = checkTimeout(options.timeoutMs);
  if (!timeout.ok) return timeout;
  const clock = options.clock ?? (() => 0);
  const domains = Object.fromEntries(
    Object.entries(options.domains ?? {}).map(([name, words]) => [name, words.map(termOf)]),
  );
  return ok((query) => {
    const began = clock();
    const checked = checkQuery(query);
    if (!checked.ok) return checked;
    const estimate = estimateOf(checked.value, weights, domains);
    return clock() - began > timeout.value
      ? fail('timeout', `Estimating the difficulty took longer than ${timeout.value} ms.`)
      : estimate;
  });
}

/** A query, trimmed. Errors: `invalid_query`, `query_too_long`. */
function checkQuery(query: unknown): Result<string> {
  const trimmed = typeof query === 'string' ? query.trim() : '';
  if (trimmed === '') return fail('invalid_query', 'There are no words to estimate a difficulty from.');
  return utf8Length(trimmed) > LONGEST_QUERY_BYTES
    ? fail('query_too_long', `The text is longer than ${LONGEST_QUERY_BYTES} bytes.`)
    : ok(trimmed);
}

function estimateOf(
  text: string,
  weights: HeuristicWeights,
  domains: Readonly<Record<string, readonly Term[]>>,
): Result<DifficultyEstimate> {
  const { meanWordLength, ...measures } = measureText(text);
  const counts = countLists(text, domains);
  const features: HeuristicFeatures = {
    length: lengthFeature(measures.charCount),
    complexity: complexityFeature(meanWordLength, measures.specialCharCount),
    domain: domainFeature(Math.max(...domainCounts(counts).map(([, count]) => count))),
    question: questionFeature(text, counts.reasoning),
  };
  const score = toSixDecimals(
    toUnitInterval(
      weights.length * features.length +
        weights.complexity * features.complexity +
        weights.domain * features.domain +
        weights.question * features.question,
    ),
  );
  const { math, code, reasoning, creative, extra } = counts;
  return createEstimate({
    source: 'estimator',
    score,
    confidence: confidenceOf(features),
    reasoning: reasoningText(levelOfScore(score), counts, features),
    features: {
      ...measures,
      mathCount: math,
      codeCount: code,
      reasoningCount: reasoning,
      creativeCount: creative,
      ...(Object.keys(extra).length > 0 && { extraCounts: extra }),
    },
    metadata: { ...features },
  });
}

function lengthFeature(characters: number): number {
  if (characters < 50) return 0;
  if (characters < 100) return 0.2;
  if (characters < 200) return 0.5;
  return characters < 300 ? 0.7 : 1;
}

function complexityFeature(wordLength: number, symbols: number): number {
  if (wordLength < 4 && symbols < 2) return 0;
  if (wordLength < 5 && symbols < 5) return 0.3;
  if (wordLength < 6 && symbols < 10) return 0.5;
  return wordLength < 7 || symbols < 15 ? 0.7 : 1;
}

function domainFeature(terms: number): number {
  if (terms >= 3) return 1;
  if (terms === 2) return 0.7;
  return terms === 1 ? 0.4 : 0;
}

function questionFeature(text: string, reasoningTerms: number): number {
  if (reasoningTerms >= 2) return 1;
  if (reasoningTerms === 1) return 0.6;
  if (countSimpleWords(text) >= 2) return 0.2;
  return text.endsWith('?') ? 0.3 : 0.5;
}

/** The more the features agree, the surer (spec C12): by their population variance. */
function confidenceOf(features: HeuristicFeatures): number {
  const values = Object.values(features) as number[];
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const variance = toSixDecimals(squares / values.length);
  if (variance < 0.05) return 0.95;
  if (variance < 0.1) return 0.85;
  return variance < 0.2 ? 0.7 : 0.6;
}

function domainCounts({ math, code, reasoning, creative, extra }: TermCounts): readonly [string, number][] {
  return Object.entries({ math, code, reasoning, creative, ...extra });
}

function reasoningText(level: DifficultyLevel, counts: TermCounts, features: HeuristicFeatures): string {
  const present = domainCounts(counts).flatMap(([name, count]) => (count > 0 ? [name] : []));
  const domains = present.length === 0 ? 'general' : present.join(', ');
  const size = features.length < 0.3 ? 'short' : features.length < 0.7 ? 'medium' : 'long';
  const language = features.complexity < 0.3 ? 'simple' : features.complexity < 0.7 ? 'moderate' : 'complex';
  return `${level}: ${domains}; ${size} text, ${language} language`;
}
