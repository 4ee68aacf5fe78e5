import { exactCount } from '../facts/readable-number.ts';
import type { Failure } from '../facts/result.ts';
import { fail } from '../facts/result.ts';
import { costOf } from './fit/variants.ts';
import type { ContextItem, Variant } from './item.ts';
import type { PlannedBudget } from './room.ts';

/** A pinned file as it would be shown. */
export interface PinnedUse {
  readonly item: ContextItem;
  readonly variant: Variant;
  readonly shown: { readonly name: string };
}

/**
 * The refusal of a prompt that is too large with nothing left to leave out: by how much, and what to unpin.
 *
 * @param over tokens by which the pinned alone, fully framed, exceed the limit; > 0.
 */
export function refuseTooMuch(
  pinned: readonly PinnedUse[],
  over: number,
  { budget, limit }: PlannedBudget,
): { readonly ok: false; readonly error: Failure } {
  const needed = limit + over;
  if (pinned.length === 0) {
    return fail(
      'no_room',
      `Instructions and task alone take ${exactCount(needed)} of ${exactCount(limit)} tokens. Shorten them or raise the budget.`,
      { needed, available: limit, budget },
    );
  }
  const unpin = leastToUnpin(pinned, over);
  return fail(
    'pinned_exceed_budget',
    `The pinned files need ${exactCount(needed)} tokens, ${exactCount(over)} more than the ${exactCount(limit)} there are. Unpin ${unpin.map(({ shown, variant }) => `${shown.name} (${exactCount(variant.tokens)})`).join(', ')} or raise the budget.`,
    { needed, available: limit, over, budget, unpin: unpin.map(({ item }) => item.sourceId) },
  );
}

/** The smallest single file that frees enough; else the largest ones, until they do. */
function leastToUnpin(pinned: readonly PinnedUse[], over: number): readonly PinnedUse[] {
  // Stable: of equal sizes the one that ranks higher comes first.
  const largestFirst = [...pinned].sort((a, b) => costOf(b.variant) - costOf(a.variant));
  const single = largestFirst.findLast(({ variant }) => costOf(variant) >= over);
  if (single !== undefined) return [single];
  const unpin: PinnedUse[] = [];
  let freed = 0;
  for (const entry of largestFirst) {
    if (freed >= over) break;
    unpin.push(entry);
    freed += costOf(entry.variant);
  }
  return unpin;
}
