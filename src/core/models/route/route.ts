import type { Category } from '../../facts/category.ts';
import type { ModelRequest } from '../../facts/model-request.ts';
import { ok, type Result } from '../../facts/result.ts';
import type { Classification } from '../classify/classify.ts';
import { isProven } from '../scores/model-score.ts';
import { costOfSet } from './best-set.ts';
import { candidatesOf, type Chosen, fillWithUnproven, type Member } from './chosen.ts';
import { coldStart } from './cold-start.ts';
import { inOrder } from './cost-order.ts';
import { explore } from './exploration.ts';
import { preferenceOf, qualifiedSet } from './qualified-set.ts';
import { reasonOf } from './reason.ts';
import type {
  RouteCandidate,
  RoutedModel,
  RouteSettings,
  RouteWarning,
  RoutingDecision,
} from './route-candidate.ts';
import { type Standing, standingOf } from './standing.ts';
import { usableModels } from './usable.ts';
import { LEAST, SURE_FROM, type Wanted, wantedOf } from './wanted.ts';

/**
 * Who answers a request (spec M5): models that have earned it in its category, within its money, and now and then one
 * that has yet to. Pure: the same arguments give the same decision.
 *
 * @param candidates all registered models, in any order; ids are unique
 * @returns the decision, or `no_models`, `price_unknown`, `not_enough_models`, `no_qualified_model`,
 *   `cost_limit_exceeded`; all but the first with the word in `details.consent` by which the user can allow it
 */
export function route(
  request: ModelRequest,
  classification: Pick<Classification, 'category' | 'confidence'>,
  candidates: readonly RouteCandidate[],
  settings: RouteSettings,
): Result<RoutingDecision> {
  const { category, confidence } = classification;
  const { consent, qualityThreshold } = request;
  const limit = smallerLimit(request.costLimitMicroUsd, settings.moneyLimitMicroUsd);

  const usable = usableModels(candidates, request, category, limit, settings.now);
  if (!usable.ok) return usable;
  const standing = standingOf(usable.value.models, qualityThreshold, settings.minSamples);
  const { qualified } = standing;
  const wanted = wantedOf(request, classification, usable.value.least, qualified, settings);

  const found =
    qualified.length >= wanted.least
      ? qualifiedSet(qualified, wanted, limit, consent)
      : coldStart(standing, wanted, limit, consent);
  if (!found.ok) return found;
  const filled = fillWithUnproven(found.value, standing, limit);
  const asksOne = category === 'simple_query' && confidence >= SURE_FROM;
  const chosen = asksOne ? filled : explore(filled, standing, request.id, limit, settings);
  return ok(decisionOf(chosen, wanted, category, standing, settings));
}

function smallerLimit(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

function decisionOf(
  chosen: Chosen,
  wanted: Wanted,
  category: Category,
  { qualified }: Standing,
  { minSamples }: RouteSettings,
): RoutingDecision {
  const set = candidatesOf(chosen);
  const routed = ({ candidate, role }: Member): RoutedModel =>
    Object.freeze({
      id: candidate.model.id,
      score: candidate.score.score,
      proven: isProven(candidate.score, minSamples),
      role,
      estimateMicroUsd: candidate.estimateMicroUsd,
    });
  const further = inOrder(
    qualified.filter((candidate) => !set.includes(candidate)),
    preferenceOf(wanted),
  );
  const warnings: readonly RouteWarning[] =
    set.length < wanted.count ? [...chosen.warnings, 'fewer_models'] : chosen.warnings;
  const decision = {
    models: Object.freeze(chosen.members.map(routed)),
    strategy: wanted.strategy,
    category,
    least: wanted.least,
    ranked: Object.freeze(further.map((candidate) => routed({ candidate, role: 'qualified' }))),
    estimatedCostMicroUsd: set.some(({ estimateMicroUsd }) => estimateMicroUsd === null)
      ? null
      : costOfSet(set),
    pricedMicroUsd: costOfSet(set),
    warnings: Object.freeze(warnings),
    flags: Object.freeze(
      warnings.filter(
        (warning) =>
          warning === 'below_quality' || (warning === 'fewer_models' && wanted.least < LEAST[category]),
      ),
    ),
  };
  return Object.freeze({ ...decision, reason: reasonOf(decision, wanted) });
}
