import type { Signal } from './signals.ts';

/** Signals that speak for a test, beside the source it tests. */
export const TEST_SIGNALS = ['content', 'path', 'names', 'pairs', 'recency', 'messages'] as const;

/** Everything that was fitted. */
export interface RankParameters {
  /** How much each signal says that a file is needed which is no test. */
  readonly weights: Readonly<Record<Signal, number>>;
  readonly chance: ChanceWeights;
  readonly tests: TestWeights;
  /** The same for a file that is no test, when the best ones were looked into. */
  readonly closer: {
    readonly weights: Readonly<Record<Signal | 'match', number>>;
    readonly chance: ChanceWeights;
  };
}

/**
 * The log-odds that a file is needed which is no test: per unit of its score's distance from the best, of the
 * logarithm of its rank, and of its score.
 */
export type ChanceWeights = Readonly<Record<'constant' | 'gap' | 'place' | 'score', number>>;

/**
 * The log-odds that a test is changed too. `place`: 1/(1 + k/3) for the place k of the source it tests; `chance`: that
 * source's probability.
 */
export type TestWeights = Readonly<
  Record<(typeof TEST_SIGNALS)[number] | 'constant' | 'place' | 'chance', number>
>;

/**
 * Fitted on 130 real changes in six repositories, every task of weight 1: the weights by the listwise loss of each
 * changed file against all that were not changed (L2 2e-4), the two log-odds by logistic loss over all files (tests:
 * L2 .25, of values tried the one with the least loss on repositories left out). Printed by `npm run
 * bench:rank-weights`; the figures of the benches come from parameters fitted without the repository they are
 * measured on.
 */
const WITH_HISTORY: RankParameters = {
  weights: {
    content: 4.04,
    path: 1.9,
    names: 1.8,
    pairs: 1.2,
    source: 5.01,
    doc: -1.43,
    recency: 1.58,
    messages: 1.63,
    similar: 0.86,
  },
  chance: { constant: -4.14, gap: -0.23, place: -0.77, score: 0.32 },
  tests: {
    constant: -8.33,
    content: 3.15,
    path: 0.92,
    names: 0.48,
    pairs: 0.69,
    recency: 2.06,
    messages: 2.38,
    place: 1.06,
    chance: 1.56,
  },
  closer: {
    weights: {
      content: 2.71,
      path: 1.57,
      names: 1.68,
      pairs: 0.85,
      source: 4.73,
      doc: -1.18,
      recency: 1.49,
      messages: 1.27,
      similar: 0.89,
      match: 2.2,
    },
    chance: { constant: -4.65, gap: -0.28, place: -0.62, score: 0.37 },
  },
};

/** The same, fitted with the signals of history silent: without git the others have to say more. */
const WITHOUT_HISTORY: RankParameters = {
  weights: {
    content: 5.29,
    path: 2.07,
    names: 2.19,
    pairs: 1.53,
    source: 4.65,
    doc: -2.09,
    recency: 0,
    messages: 0,
    similar: 0,
  },
  chance: { constant: -3.06, gap: -0.15, place: -0.97, score: 0.25 },
  tests: {
    constant: -8.07,
    content: 4.39,
    path: 1.52,
    names: 0.69,
    pairs: 1.05,
    recency: 0,
    messages: 0,
    place: 2.29,
    chance: 0.49,
  },
  closer: {
    weights: {
      content: 3.36,
      path: 1.6,
      names: 1.99,
      pairs: 1.11,
      source: 4.02,
      doc: -1.79,
      recency: 0,
      messages: 0,
      similar: 0,
      match: 2.69,
    },
    chance: { constant: -3.08, gap: -0.17, place: -0.92, score: 0.27 },
  },
};

export function rankParameters(hasHistory: boolean): RankParameters {
  return hasHistory ? WITH_HISTORY : WITHOUT_HISTORY;
}

/**
 * What is taken off the log-odds of a test where files are put in one order: the source is what the task is about.
 * Measured by `npm run bench:recall`: at 2.5, 41 % of the changed tests get in at 32k for less than a point of the
 * sources. A constant takes little of a small budget and more of a large one, as it should.
 */
export const TEST_HANDICAP = 2.5;

/**
 * What a changed test is worth against a changed source where values are added up: with a fifth, an exact fit of whole
 * files has 45 % of the changed tests at 32k for half a point of the sources.
 */
export const TEST_WORTH = 0.2;

/**
 * Of two files about as likely the smaller one goes first, as it leaves more room: taken off per e-fold of size.
 * From the ranking study (its trees did best so); by the bench it gains a point at 16k and two at 32k, and costs
 * nothing in the place of the first file.
 */
export const SIZE_HANDICAP = 0.3;
/** Tokens that every file has for this, about. */
export const SMALLEST_SIZE = 150;
/** Tokens for a term of source text: 1.9 in the median of the development repositories. */
export const TOKENS_PER_TERM = 1.9;
