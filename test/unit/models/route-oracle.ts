import type { RouteCandidate } from '../../../src/core/models/route/route-candidate.ts';
import { MIN_SAMPLES, type Situation } from './any-candidate.ts';

/**
 * What M5 says, said again as plainly as a few models allow: by looking at every set. Shares nothing with the router
 * but the types.
 */
export interface Oracle {
  readonly usable: readonly RouteCandidate[];
  readonly qualified: readonly RouteCandidate[];
  readonly unproven: readonly RouteCandidate[];
  readonly unqualified: readonly RouteCandidate[];
  readonly limit: number | null;
  readonly least: number;
}

export const moneyOf = (set: readonly RouteCandidate[]) =>
  set.reduce((sum, { estimateMicroUsd }) => sum + (estimateMicroUsd ?? 0), 0);

export const isUnknownPrice = ({ model }: RouteCandidate) => model.price.kind === 'unknown';

/** Every set of up to three. */
export function allSets(pool: readonly RouteCandidate[]): readonly (readonly RouteCandidate[])[] {
  const sets: RouteCandidate[][] = [];
  for (let bits = 1; bits < 1 << pool.length; bits += 1) {
    const set = pool.filter((_, index) => (bits >> index) & 1);
    if (set.length <= 3) sets.push(set);
  }
  return sets;
}

export function oracleOf({ request, classification, candidates, settings }: Situation): Oracle {
  const limits = [request.costLimitMicroUsd, settings.moneyLimitMicroUsd].filter((limit) => limit !== null);
  const limit = limits.length === 0 ? null : Math.min(...limits);
  const able = candidates.filter(
    (its) =>
      its.model.enabled &&
      its.ready &&
      its.fits &&
      !(its.pausedUntil !== null && its.pausedUntil > settings.now),
  );
  const usable = able.filter(
    (its) => limit === null || request.consent.includes('unknown_price') || !isUnknownPrice(its),
  );
  const proven = usable.filter(({ score }) => score.sampleCount >= MIN_SAMPLES);
  const least = classification.category === 'data_validation' ? 2 : 1;
  return {
    usable,
    qualified: proven.filter(({ score }) => score.score >= request.qualityThreshold),
    unqualified: proven.filter(({ score }) => score.score < request.qualityThreshold),
    unproven: usable.filter(({ score }) => score.sampleCount < MIN_SAMPLES),
    limit,
    // Fewer for want of a price is another matter, with a word of its own.
    least:
      request.consent.includes('fewer_models') && usable.length === able.length
        ? Math.min(least, usable.length)
        : least,
  };
}

/** M5.3, from the table downwards. */
export function countOf({ request, classification, settings }: Situation, { qualified }: Oracle): number {
  const { category, confidence } = classification;
  const best = Math.max(...qualified.map(({ score }) => score.score));
  const adaptive = best >= 0.85 ? 1 : best >= 0.6 ? 2 : 3;
  const longHistory = qualified.some(
    ({ score }) => score.score === best && score.sampleCount >= 2 * settings.minSamples,
  );
  let count: number;
  if (request.strategy !== null) {
    count = { single_fast: 1, dual_validation: 2, triple_consensus: 3, adaptive }[request.strategy];
  } else if (category === 'simple_query') {
    count = 1;
  } else if ((request.criticality ?? 0.5) > 0.8) {
    count = qualified.length >= 3 ? 3 : 2;
  } else if (category === 'historical_analysis') {
    count = 1;
  } else if (category === 'data_validation' && qualified.length >= 3) {
    count = 3;
  } else count = longHistory ? adaptive : 2;
  if (confidence < 0.5) count += 1;
  if (category === 'data_validation') count = Math.max(2, count);
  return Math.min(3, count);
}

/** Smaller is better: by the cost kinds of M1. */
function costRank(set: readonly RouteCandidate[]): readonly number[] {
  const kindCount = (kind: string, free: boolean) =>
    set.filter(({ model }) => model.price.kind === kind && (model.freeOfCharge === true) === free).length;
  return [
    kindCount('unknown', false),
    kindCount('included', false),
    moneyOf(set),
    -kindCount('included', true),
  ];
}

/** The best of several sets of one size (M5.4). */
export function bestOf(
  sets: readonly (readonly RouteCandidate[])[],
  cheapest: boolean,
): readonly RouteCandidate[] | undefined {
  const scoreOf = (set: readonly RouteCandidate[]) => set.reduce((sum, { score }) => sum + score.score, 0);
  const names = (set: readonly RouteCandidate[]) =>
    set
      .map(({ model }) => model.id)
      .sort()
      .join(' ');
  const slowest = (set: readonly RouteCandidate[]) =>
    Math.max(...set.map(({ model }) => model.avgResponseMs));
  return sets.toSorted((a, b) => {
    const lead = cheapest ? 0 : scoreOf(b) - scoreOf(a);
    if (Math.abs(lead) > 1e-9) return lead;
    const [costA, costB] = [costRank(a), costRank(b)];
    for (const [index, value] of costA.entries()) {
      if (value !== costB[index]) return value - (costB[index] ?? 0);
    }
    return slowest(a) - slowest(b) || (names(a) < names(b) ? -1 : 1);
  })[0];
}
