import type { Characteristics } from '../facts/characteristics.ts';
import { toUnitInterval } from '../facts/decimals.ts';

/** Weights of P3 and what tasks of different types share. They sum to 1; one parameter object, so that tuning is data. */
export interface SimilarityWeights {
  readonly complexity: number;
  readonly domain: number;
  readonly taskType: number;
  /** Of the mean of novelty and uncertainty: weighed apart, the sum would pass 1. */
  readonly unknowns: number;
  readonly criticality: number;
  /** In place of 1 when the types differ. */
  readonly otherType: number;
}

export const SIMILARITY_WEIGHTS: SimilarityWeights = Object.freeze({
  complexity: 0.3,
  domain: 0.25,
  taskType: 0.2,
  unknowns: 0.15,
  criticality: 0.1,
  otherType: 0.3,
});

/** Characteristics whose novelty is not known yet. */
export type Unrated = Omit<Characteristics, 'novelty'>;

/** How much alike two tasks are, in [0, 1]; 1 for equal characteristics (spec P3). */
export function similarity(
  a: Characteristics,
  b: Characteristics,
  weights: SimilarityWeights = SIMILARITY_WEIGHTS,
): number {
  const unknowns = (alike(a.novelty, b.novelty) + alike(a.uncertainty, b.uncertainty)) / 2;
  return weighed(a, b, unknowns, weights);
}

/**
 * Similarity for finding novelty (spec P2): novelty comes from it and is not known yet, so that the term of uncertainty
 * stands for the pair.
 */
export function similarityBeforeNovelty(
  a: Unrated,
  b: Unrated,
  weights: SimilarityWeights = SIMILARITY_WEIGHTS,
): number {
  return weighed(a, b, alike(a.uncertainty, b.uncertainty), weights);
}

function weighed(a: Unrated, b: Unrated, unknowns: number, weights: SimilarityWeights): number {
  return toUnitInterval(
    weights.complexity * alike(a.complexity / 100, b.complexity / 100) +
      weights.domain * jaccard(a.domain, b.domain) +
      weights.taskType * (a.taskType === b.taskType ? 1 : weights.otherType) +
      weights.unknowns * unknowns +
      weights.criticality * alike(a.criticality, b.criticality),
  );
}

function alike(a: number, b: number): number {
  return 1 - Math.abs(a - b);
}

/** Shared over all domains; 1 when neither has any. */
function jaccard(a: readonly string[], b: readonly string[]): number {
  const [some, others] = [new Set(a), new Set(b)];
  let shared = 0;
  for (const domain of some) if (others.has(domain)) shared += 1;
  const all = some.size + others.size - shared;
  return all === 0 ? 1 : shared / all;
}
