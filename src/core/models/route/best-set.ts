import { byCodeUnit } from '../../facts/text-order.ts';
import { compareNumbers, compareSets, type Preference, pricedCost } from './cost-order.ts';
import type { RouteCandidate } from './route-candidate.ts';

/**
 * The best set of a size that keeps to a money limit, exactly: every set is compared that could be it.
 *
 * @param limit micro-USD; null: none
 * @returns undefined when no set of the size keeps to the limit, or there are too few models
 */
export function bestSet(
  pool: readonly RouteCandidate[],
  size: number,
  limit: number | null,
  preference: Preference,
): readonly RouteCandidate[] | undefined {
  const worthwhile = pool.filter(
    (candidate) => pool.filter((other) => replaces(other, candidate, preference)).length < size,
  );
  const valued = worthwhile.map((candidate) => ({ candidate, values: preference(candidate) }));
  let best: { readonly set: readonly RouteCandidate[]; readonly values: readonly number[] } | undefined;

  const grow = (set: readonly RouteCandidate[], values: readonly number[], from: number): void => {
    if (set.length === size) {
      const difference = best === undefined ? -1 : compareNumbers(values, best.values);
      if (difference < 0 || (difference === 0 && compareSets(set, best?.set ?? [], preference) < 0))
        best = { set, values };
      return;
    }
    for (const [index, next] of valued.entries()) {
      if (index < from) continue;
      const grown = [...set, next.candidate];
      if (!keepsTo(limit, grown)) continue;
      grow(
        grown,
        next.values.map((value, at) => value + (values[at] ?? 0)),
        index + 1,
      );
    }
  };
  grow([], [], 0);
  return best?.set;
}

/**
 * In any set the first could stand in for the second, and make the set better and no dearer. A model that as many others
 * replace as the set has places is in no best set, which leaves few sets to compare however many models there are.
 */
function replaces(a: RouteCandidate, b: RouteCandidate, preference: Preference): boolean {
  if (pricedCost(a) > pricedCost(b)) return false;
  const difference = compareNumbers(preference(a), preference(b));
  if (difference !== 0) return difference < 0;
  return a.model.avgResponseMs <= b.model.avgResponseMs && byCodeUnit(a.model.id, b.model.id) < 0;
}

export function keepsTo(limit: number | null, set: readonly RouteCandidate[]): boolean {
  return limit === null || costOfSet(set) <= limit;
}

export function costOfSet(set: readonly RouteCandidate[]): number {
  return set.reduce((sum, candidate) => sum + pricedCost(candidate), 0);
}

/** All sets of a size; those with earlier members first. */
export function* setsOf<T>(pool: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) yield [];
  else
    for (const [index, first] of pool.entries())
      for (const rest of setsOf(pool.slice(index + 1), size - 1)) yield [first, ...rest];
}
