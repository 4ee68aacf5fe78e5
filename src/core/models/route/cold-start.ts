import { fail, ok, type Result } from '../../facts/result.ts';
import type { ModelRequest } from '../../facts/model-request.ts';
import { keepsTo, setsOf } from './best-set.ts';
import { type Chosen, fillWithUnproven } from './chosen.ts';
import { compareSets, leastMoneyFirst } from './cost-order.ts';
import { costLimitExceeded } from './qualified-set.ts';
import type { RouteCandidate, RouteWarning } from './route-candidate.ts';
import { placesForUnproven, type Standing } from './standing.ts';
import type { Wanted } from './wanted.ts';

type ModelSet = readonly RouteCandidate[];

/**
 * The set while fewer models qualify than the least (spec M5.5): what qualifies, unproven ones, and under the least
 * those below the threshold by score; the first such set in this order that keeps to the limit. There are at least as
 * many models as the least.
 *
 * @param limit micro-USD; null: none
 * @returns `no_qualified_model` when all are proven and none is good enough, `cost_limit_exceeded` when no set keeps to
 *   the limit, both unless the user has consented
 */
export function coldStart(
  standing: Standing,
  wanted: Wanted,
  limit: number | null,
  consent: ModelRequest['consent'],
): Result<Chosen> {
  const { qualified, unproven, unqualified } = standing;
  const noneQualifies = qualified.length + unproven.length === 0;
  if (noneQualifies && !consent.includes('below_quality')) return noQualifiedModel(unqualified);

  const chosenFrom = (set: ModelSet, warnings: readonly RouteWarning[]): Chosen => ({
    members: set.map((candidate) => ({
      candidate,
      role: qualified.includes(candidate) ? 'qualified' : noneQualifies ? 'below_quality' : 'exploration',
    })),
    places: wanted.count,
    warnings: set.some((candidate) => unqualified.includes(candidate))
      ? [...warnings, 'below_quality']
      : warnings,
  });

  const allowed = [...setsOf([...qualified, ...unproven, ...unqualified], wanted.least)].filter(
    (set) => noneQualifies || isColdStart(set, standing),
  );
  const first = allowed.find((set) => keepsTo(limit, set));
  if (first !== undefined) return ok(fillWithUnproven(chosenFrom(first, []), standing, limit));

  const cheapest = cheapestOf(withWhatQualifies(allowed, qualified, limit));
  if (!consent.includes('quality_over_cost')) return costLimitExceeded(cheapest, limit ?? 0);
  return ok(chosenFrom(cheapest, ['quality_over_cost']));
}

/** At most one unproven model beside proven ones; one below the threshold never without one that is not. */
function isColdStart(set: ModelSet, standing: Standing): boolean {
  const tried = set.filter((candidate) => standing.unproven.includes(candidate)).length;
  return (
    tried <= placesForUnproven(standing) && set.some((candidate) => !standing.unqualified.includes(candidate))
  );
}

/** A qualified model that keeps to the limit by itself stays, and the cheapest join it (spec M5.7). */
function withWhatQualifies(
  sets: readonly ModelSet[],
  qualified: ModelSet,
  limit: number | null,
): readonly ModelSet[] {
  const kept = qualified.filter((candidate) => keepsTo(limit, [candidate]));
  const holding = sets.filter((set) => kept.some((candidate) => set.includes(candidate)));
  return holding.length > 0 ? holding : sets;
}

function cheapestOf(sets: readonly ModelSet[]): ModelSet {
  return sets.toSorted((a, b) => compareSets(a, b, leastMoneyFirst))[0] ?? [];
}

function noQualifiedModel(unqualified: ModelSet): Result<never> {
  const [best] = unqualified;
  return fail(
    'no_qualified_model',
    `No model is good enough for this; the best, ${best?.model.id ?? 'none'}, has ${(best?.score.score ?? 0).toFixed(2)}. ` +
      'Lower the threshold, enable another model, or accept it.',
    { best: best?.model.id ?? null, score: best?.score.score ?? null, consent: 'below_quality' },
  );
}
