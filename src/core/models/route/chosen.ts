import { keepsTo } from './best-set.ts';
import type { RouteCandidate, RouteRole, RouteWarning } from './route-candidate.ts';
import { placesForUnproven, type Standing } from './standing.ts';

/** A set on its way through the steps of M5. */
export interface Chosen {
  readonly members: readonly Member[];
  /** How many were to be found; exploration waits until they are. */
  readonly places: number;
  readonly warnings: readonly RouteWarning[];
}

export interface Member {
  readonly candidate: RouteCandidate;
  readonly role: RouteRole;
}

export function candidatesOf({ members }: Pick<Chosen, 'members'>): readonly RouteCandidate[] {
  return members.map(({ candidate }) => candidate);
}

/** Missing places go to unproven models that the limit leaves room for (spec M5.5). */
export function fillWithUnproven(chosen: Chosen, standing: Standing, limit: number | null): Chosen {
  const members = [...chosen.members];
  let room = placesForUnproven(standing) - members.filter(isUnproven(standing)).length;
  for (const candidate of standing.unproven) {
    if (members.length >= chosen.places || room <= 0) break;
    const set = candidatesOf({ members });
    if (set.includes(candidate) || !keepsTo(limit, [...set, candidate])) continue;
    members.push({ candidate, role: 'exploration' });
    room -= 1;
  }
  return { ...chosen, members };
}

function isUnproven({ unproven }: Standing): (member: Member) => boolean {
  return ({ candidate }) => unproven.includes(candidate);
}
