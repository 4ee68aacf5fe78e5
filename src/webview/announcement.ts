import type { PlanViewState } from '../protocol/plan-view.ts';

/** The side of the budget the plan is on; null while there is nothing to be on a side of. */
export type Side = 'fits' | 'over' | 'refused' | null;

/**
 * What to say aloud when the plan crosses a threshold (fits, over, refused), and the side it is on now. Nothing is
 * said for the first side seen, nor while a figure is an estimate: it might come back at once.
 */
export function announcement(
  before: Side,
  state: PlanViewState,
): { readonly side: Side; readonly say: string | null } {
  const { plan } = state;
  const silent = { side: before, say: null };
  if (!plan || state.engineRestarting) return silent;
  if (plan.state !== 'fits' && plan.state !== 'over' && plan.state !== 'refused') return silent;
  if (!plan.settled && plan.state !== 'refused') return silent;
  if (plan.state === before) return silent;
  return { side: plan.state, say: before === null ? null : (plan.failure?.message ?? plan.sentence) };
}
