import { isLeftOut, type Selection } from '../core/context/selection.ts';
import { byCodeUnit } from '../core/facts/text-order.ts';
import type { LivePlan } from './live-plan.ts';

const orders = new WeakMap<LivePlan, readonly string[]>();

/**
 * Ids of the candidates of a plan as the list by rank has them: pinned, then by how probably the task needs them (the
 * figure beside each, so that the list is visibly in order), at last what the user left out, so that it can be taken
 * back. What a secret keeps out has its place, for it can be allowed; what has no text to show has none. Empty without a
 * task.
 */
export function rankedOrder(live: LivePlan, selection: Selection): readonly string[] {
  const known = orders.get(live);
  if (known !== undefined) return known;
  const order = live.judged === null ? [] : sorted(live, selection);
  orders.set(live, order);
  return order;
}

function sorted({ gathered }: LivePlan, selection: Selection): readonly string[] {
  const rows = [...gathered.candidates.values()].flatMap(
    ({ id, reason, pinned, probability, score = probability }) => {
      const out = reason === 'user_excluded' && isLeftOut(selection, id);
      const isListed = reason === null || reason === 'secret' || out;
      return isListed ? [{ id, probability, score, group: out ? 2 : pinned ? 0 : 1 }] : [];
    },
  );
  rows.sort(
    (a, b) =>
      a.group - b.group || b.probability - a.probability || b.score - a.score || byCodeUnit(a.id, b.id),
  );
  return rows.map(({ id }) => id);
}
