import type { Category, Strategy } from '../../facts/category.ts';
import type { ModelRequest } from '../../facts/model-request.ts';
import type { Classification } from '../classify/classify.ts';
import type { RouteCandidate, RouteSettings } from './route-candidate.ts';

/** How many models are to answer (spec M5.3). */
export interface Wanted {
  readonly strategy: Strategy;
  /** 1 to 3. */
  readonly count: number;
  /** Fewer than these need consent. */
  readonly least: number;
}

/** Fewest models of a category (spec M5.3). */
export const LEAST: Readonly<Record<Category, number>> = {
  simple_query: 1,
  historical_analysis: 1,
  complex_reasoning: 1,
  price_extraction: 1,
  data_validation: 2,
};

const STRATEGY_OF: Readonly<Record<Exclude<Category, 'data_validation'>, Strategy>> = {
  simple_query: 'single_fast',
  historical_analysis: 'single_fast',
  complex_reasoning: 'dual_validation',
  price_extraction: 'dual_validation',
};

const MOST = 3;
const CRITICAL_ABOVE = 0.8;
/** Below it a classification is unsure and one more model answers. */
export const SURE_FROM = 0.5;
/** Under `adaptive` so good a best model needs no other, or one. */
const ALONE_FROM = 0.85;
const PAIR_FROM = 0.6;
/** Of `minSamples`: verdicts of the best model from which on history decides how few suffice. */
const LONG_HISTORY = 2;

/**
 * @param least of the category, or fewer by consent
 * @param qualified models that may answer, in any order
 */
export function wantedOf(
  request: Pick<ModelRequest, 'strategy' | 'criticality'>,
  { category, confidence }: Pick<Classification, 'category' | 'confidence'>,
  least: number,
  qualified: readonly RouteCandidate[],
  settings: Pick<RouteSettings, 'minSamples' | 'counts'>,
): Wanted {
  const asked = request.strategy ?? strategyFor(request, category, qualified, settings);
  const strategy = confidence < SURE_FROM ? oneMore(asked) : asked;
  const more = confidence < SURE_FROM ? 1 : 0;
  // Consent to fewer changes what is enough, not what is sought.
  const count = Math.min(MOST, Math.max(LEAST[category], countOf(asked, qualified, settings) + more));
  const single = strategy === 'single_fast' && LEAST[category] > 1;
  return { strategy: single ? 'dual_validation' : strategy, count, least };
}

function strategyFor(
  { criticality }: Pick<ModelRequest, 'criticality'>,
  category: Category,
  qualified: readonly RouteCandidate[],
  { minSamples }: Pick<RouteSettings, 'minSamples'>,
): Strategy {
  const critical = (criticality ?? 0) > CRITICAL_ABOVE && category !== 'simple_query';
  const plain =
    category === 'data_validation' || critical
      ? qualified.length >= MOST
        ? 'triple_consensus'
        : 'dual_validation'
      : STRATEGY_OF[category];
  // What is critical is asked of several however good the best one was.
  const known = (best(qualified)?.score.sampleCount ?? 0) >= LONG_HISTORY * minSamples;
  return plain === 'dual_validation' && known && !critical ? 'adaptive' : plain;
}

function countOf(
  strategy: Strategy,
  qualified: readonly RouteCandidate[],
  { counts }: Pick<RouteSettings, 'counts'>,
): number {
  switch (strategy) {
    case 'single_fast':
      return counts.simple;
    case 'dual_validation':
      return counts.dual;
    case 'triple_consensus':
      return counts.triple;
    case 'adaptive': {
      const score = best(qualified)?.score.score ?? 0;
      return score >= ALONE_FROM ? 1 : score >= PAIR_FROM ? 2 : MOST;
    }
    default:
      throw new RangeError(`No strategy ${String(strategy)}.`);
  }
}

function oneMore(strategy: Strategy): Strategy {
  if (strategy === 'single_fast') return 'dual_validation';
  return strategy === 'dual_validation' ? 'triple_consensus' : strategy;
}

function best(qualified: readonly RouteCandidate[]): RouteCandidate | undefined {
  return qualified.toSorted(
    (a, b) => b.score.score - a.score.score || b.score.sampleCount - a.score.sampleCount,
  )[0];
}
