import type { ContextItem, Variant } from '../item.ts';
import { fail, ok } from '../../facts/result.ts';
import { candidatesFrom } from './candidates.ts';
import { type Choice, type Choose, DEFAULT_WORK_LIMIT, type RejectedReason } from './choice.ts';
import { checkItems, hasTokenCounts } from './item-checks.ts';
import { checkOptions } from './option-checks.ts';
import { NOTHING } from './problem.ts';
import { rankIndices } from './rank-order.ts';
import { STRATEGIES } from './strategies.ts';
import type { Candidates, Selection } from './strategy.ts';
import { costOf, fullestOf } from './variants.ts';

/**
 * Chooses what goes in, by ids, tokens and values alone (spec F3, steps 3 and 6 to 8). The order of `items` never
 * matters, nor does the machine: the search stops by work.
 *
 * Errors: those of `checkOptions` and `checkItems`; `pinned_invalid_token_count` with `{sourceId}`;
 * `pinned_exceed_budget` with `{needed, room}` in tokens.
 */
export const choose: Choose = (items, options) => {
  const checked = checkOptions(options);
  if (!checked.ok) return checked;
  const checkedItems = checkItems(items);
  if (!checkedItems.ok) return checkedItems;

  const rejected = new Map<string, RejectedReason>();
  const counted = items.filter(hasTokenCounts);
  if (counted.length < items.length) {
    for (const item of items) {
      if (hasTokenCounts(item)) continue;
      const { sourceId } = item;
      if (item.pinned === true) return invalidPin(sourceId);
      rejected.set(sourceId, 'invalid_token_count');
    }
  }

  const order = rankIndices(counted);
  const ranked: ContextItem[] = [];
  for (const index of order) ranked.push(counted[index] as ContextItem);
  const firstFree = ranked.findIndex((item) => item.pinned !== true);
  const pinnedCount = firstFree < 0 ? ranked.length : firstFree;
  const chosen = new Map<string, Variant>();
  for (const item of ranked.slice(0, pinnedCount)) chosen.set(item.sourceId, fullestOf(item));
  const pinned = totalOf(chosen);
  if (pinned.tokens > options.room) return pinsExceed(pinned.tokens, options.room);

  const { candidates, belowFloor } = candidatesFrom(counted, order.subarray(pinnedCount), {
    floor: options.floor ?? 0,
    levels: options.levels,
    room: options.room - pinned.tokens,
    pinnedValue: pinned.value,
  });
  const selection = STRATEGIES[options.strategy](candidates, {
    groupBy: options.groupBy ?? 'nodeKind',
    shares: options.shares,
    workLimit: options.workLimit ?? DEFAULT_WORK_LIMIT,
    previous: options.previous ?? [],
  });
  for (const { sourceId } of belowFloor) rejected.set(sourceId, 'below_floor');
  record(candidates, selection, chosen, rejected);
  return ok(choiceOf(ranked, chosen, rejected, selection, pinned.value));
};

/** Enters each candidate's variant, or the reason why it is out (spec F3, step 8). */
function record(
  { items, variantAt, problem }: Candidates,
  { picks, inTurn }: Selection,
  chosen: Map<string, Variant>,
  rejected: Map<string, RejectedReason>,
): void {
  let index = -1;
  for (const { sourceId } of items) {
    const pick = picks[++index] as number;
    if (pick !== NOTHING) chosen.set(sourceId, variantAt(pick));
    else rejected.set(sourceId, inTurn || !fitsAlone(index) ? 'does_not_fit' : 'not_chosen');
  }

  function fitsAlone(item: number): boolean {
    for (let k = problem.offsets[item] as number; k < (problem.offsets[item + 1] as number); k++) {
      if ((problem.costs[k] as number) <= problem.room) return true;
    }
    return false;
  }
}

function choiceOf(
  ranked: readonly ContextItem[],
  chosen: ReadonlyMap<string, Variant>,
  rejected: ReadonlyMap<string, RejectedReason>,
  selection: Selection,
  pinnedValue: number,
): Choice {
  const { proven, work, groups } = selection;
  const { tokens, value } = totalOf(chosen);
  const upperBound = proven ? value : Math.max(value, pinnedValue + selection.upperBound);
  const gap = upperBound > 0 ? (upperBound - value) / upperBound : 0;
  const choice = { chosen, rejected, ranked, tokens, value, upperBound, gap, proven, work };
  return groups === undefined ? choice : { ...choice, groups };
}

function totalOf(chosen: ReadonlyMap<string, Variant>): { tokens: number; value: number } {
  let tokens = 0;
  let value = 0;
  for (const variant of chosen.values()) {
    tokens += costOf(variant);
    value += variant.value;
  }
  return { tokens, value };
}

function invalidPin(sourceId: string): ReturnType<typeof fail> {
  return fail(
    'pinned_invalid_token_count',
    `The pinned item ${JSON.stringify(sourceId)} has no valid token count. Count it again or unpin it.`,
    { sourceId },
  );
}

function pinsExceed(needed: number, room: number): ReturnType<typeof fail> {
  const over = needed - room;
  return fail(
    'pinned_exceed_budget',
    `The pinned items need ${needed} tokens and there is room for ${room}: they exceed it by ${over}. ` +
      'Unpin something or raise the budget.',
    { needed, room },
  );
}
