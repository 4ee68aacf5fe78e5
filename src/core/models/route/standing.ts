import { byCodeUnit } from '../../facts/text-order.ts';
import { isProven } from '../scores/model-score.ts';
import { bestScoreFirst, cheapestFirst, compareNumbers, inOrder } from './cost-order.ts';
import type { RouteCandidate } from './route-candidate.ts';

/** The models that may answer, by what is known of them (spec M5.2). */
export interface Standing {
  /** Proven and good enough; best first. */
  readonly qualified: readonly RouteCandidate[];
  /** Too few verdicts to tell; fewest first, then cheapest, then by name (spec M5.5). */
  readonly unproven: readonly RouteCandidate[];
  /** Proven and below the threshold; best first. */
  readonly unqualified: readonly RouteCandidate[];
}

export function standingOf(
  usable: readonly RouteCandidate[],
  qualityThreshold: number,
  minSamples: number,
): Standing {
  const [proven, unproven]: [RouteCandidate[], RouteCandidate[]] = [[], []];
  for (const candidate of usable) (isProven(candidate.score, minSamples) ? proven : unproven).push(candidate);
  const isQualified = ({ score }: RouteCandidate): boolean => score.score >= qualityThreshold;
  return {
    qualified: inOrder(proven.filter(isQualified), bestScoreFirst),
    unproven: unproven.toSorted(
      (a, b) =>
        a.score.sampleCount - b.score.sampleCount ||
        compareNumbers(cheapestFirst(a), cheapestFirst(b)) ||
        byCodeUnit(a.model.id, b.model.id),
    ),
    unqualified: inOrder(
      proven.filter((candidate) => !isQualified(candidate)),
      bestScoreFirst,
    ),
  };
}

/** How many unproven models may fill places: one beside proven ones, else all (spec M5.5). */
export function placesForUnproven({ qualified, unqualified }: Standing): number {
  return qualified.length + unqualified.length > 0 ? 1 : Infinity;
}
