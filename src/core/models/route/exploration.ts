import { byCodeUnit } from '../../facts/text-order.ts';
import { keepsTo } from './best-set.ts';
import { candidatesOf, type Chosen } from './chosen.ts';
import type { RouteSettings } from './route-candidate.ts';
import type { Standing } from './standing.ts';

/** The request's draw in [0, 1): the same in every process and after a restart. */
export function drawOf(requestId: string, stableHash: (text: string) => number): number {
  return stableHash(requestId);
}

/**
 * Now and then one more model is asked beyond the count, so that none is locked out for good (spec M5.6): an unproven
 * one, else the one below the threshold that was judged longest ago.
 */
export function explore(
  chosen: Chosen,
  standing: Standing,
  requestId: string,
  limit: number | null,
  { explorationRate, stableHash }: Pick<RouteSettings, 'explorationRate' | 'stableHash'>,
): Chosen {
  if (chosen.members.length < chosen.places || drawOf(requestId, stableHash) >= explorationRate)
    return chosen;
  const set = candidatesOf(chosen);
  const longestAgo = standing.unqualified.toSorted(
    (a, b) => (a.score.updatedAt ?? 0) - (b.score.updatedAt ?? 0) || byCodeUnit(a.model.id, b.model.id),
  );
  const extra = [...standing.unproven, ...longestAgo].find(
    (candidate) => !set.includes(candidate) && keepsTo(limit, [...set, candidate]),
  );
  if (extra === undefined) return chosen;
  return { ...chosen, members: [...chosen.members, { candidate: extra, role: 'exploration' }] };
}
