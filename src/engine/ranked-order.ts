import { isLeftOut, type Selection } from '../core/context/selection.ts';
import { byCodeUnit } from '../core/facts/text-order.ts';
import type { LivePlan } from './live-plan.ts';

const orders = new WeakMap<LivePlan, readonly string[]>();

/**
 * Ids of the candidates of a plan by rank: pinned, then as the task needs them, at last what the user left out (so that
 * it can be taken back). What has no text to show is not among them. Empty without a task.
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
      return reason === null || out ? [{ id, score, group: out ? 2 : pinned ? 0 : 1 }] : [];
    },
  );
  rows.sort((a, b) => a.group - b.group || b.score - a.score || byCodeUnit(a.id, b.id));
  return rows.map(({ id }) => id);
}
