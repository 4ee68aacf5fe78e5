import { fail, ok, type Result } from '../../facts/result.ts';
import { moneyText } from '../../facts/amount-text.ts';
import type { ModelRequest } from '../../facts/model-request.ts';
import { bestSet, costOfSet } from './best-set.ts';
import type { Chosen } from './chosen.ts';
import { bestScoreFirst, cheapestFirst, inOrder, leastMoneyFirst, type Preference } from './cost-order.ts';
import type { RouteCandidate } from './route-candidate.ts';
import type { Wanted } from './wanted.ts';

/** Spec M5.4: one fast answer comes from the cheapest, several from the best. */
export function preferenceOf({ strategy }: Pick<Wanted, 'strategy'>): Preference {
  return strategy === 'single_fast' ? cheapestFirst : bestScoreFirst;
}

/**
 * The best set of qualified models, at least `least` of which there are (spec M5.4, M5.7): of the count, else the
 * largest smaller number down to the least of which a set keeps to the limit.
 *
 * @param limit micro-USD; null: none
 * @returns `cost_limit_exceeded` with the amount when none does and the user has not consented
 */
export function qualifiedSet(
  qualified: readonly RouteCandidate[],
  wanted: Wanted,
  limit: number | null,
  consent: ModelRequest['consent'],
): Result<Chosen> {
  const largest = Math.min(wanted.count, qualified.length);
  for (let size = largest; size >= wanted.least; size -= 1) {
    const set = bestSet(qualified, size, limit, preferenceOf(wanted));
    // What the limit took away is no place to be filled; what too few qualified models leave open is one.
    if (set !== undefined) return ok(chosenOf(set, size === largest ? wanted.count : size, wanted));
  }
  const cheapest = bestSet(qualified, wanted.least, null, leastMoneyFirst) ?? [];
  if (!consent.includes('quality_over_cost')) return costLimitExceeded(cheapest, limit ?? 0);
  return ok({ ...chosenOf(cheapest, wanted.least, wanted), warnings: ['quality_over_cost'] });
}

export function costLimitExceeded(cheapest: readonly RouteCandidate[], limit: number): Result<never> {
  const amount = costOfSet(cheapest);
  return fail(
    'cost_limit_exceeded',
    `The cheapest models good enough for this may cost up to ${moneyText(amount)}, and ${moneyText(limit)} is ` +
      'left: raise the limit, allow this request to pass it, or ask for a shorter answer.',
    {
      amountMicroUsd: amount,
      limitMicroUsd: limit,
      models: cheapest.map(({ model }) => model.id),
      consent: 'quality_over_cost',
    },
  );
}

function chosenOf(set: readonly RouteCandidate[], places: number, wanted: Wanted): Chosen {
  const members = inOrder(set, preferenceOf(wanted)).map(
    (candidate) => ({ candidate, role: 'qualified' }) as const,
  );
  return { members, places, warnings: [] };
}
