import type { Result } from '../facts/result.ts';
import { ok } from '../facts/result.ts';
import type { Choice, ChoiceOptions, Choose } from './fit/choice.ts';
import { costOf } from './fit/variants.ts';
import type { OfferedItem } from './offers.ts';

/**
 * `choose`, made certain to answer: where the room is too small even for the pinned by their estimated framing,
 * they are chosen alone, as only the count of the whole text decides whether they are too much. Items that may
 * not be chosen are rejected as `not_chosen`.
 */
export function chooseBesidePins(
  items: readonly OfferedItem[],
  mayChoose: (item: OfferedItem) => boolean,
  options: Omit<ChoiceOptions, 'room'>,
  room: number,
  choose: Choose,
): Result<Choice> {
  const pinned = items.filter((item) => item.pinned === true);
  const alone = choose(pinned, { ...options, room: Math.max(1, mostTokens(pinned)) });
  if (!alone.ok) return alone;
  const rest = items.filter((item) => item.pinned !== true);
  if (room < Math.max(1, alone.value.tokens)) {
    return ok({ ...alone.value, rejected: rejectedAs(rest, 'does_not_fit'), proven: rest.length === 0 });
  }
  const free = rest.filter(mayChoose);
  const choice = choose([...pinned, ...free], { ...options, room });
  if (!choice.ok || free.length === rest.length) return choice;
  const others = rejectedAs(
    rest.filter((item) => !mayChoose(item)),
    'not_chosen',
  );
  return ok({ ...choice.value, rejected: new Map([...choice.value.rejected, ...others]) });
}

/** What the items take at most, whichever variants are chosen. */
function mostTokens(items: readonly OfferedItem[]): number {
  return items.reduce((sum, { variants }) => sum + Math.max(...variants.map(costOf)), 0);
}

function rejectedAs<Reason extends 'does_not_fit' | 'not_chosen'>(
  items: readonly OfferedItem[],
  reason: Reason,
): ReadonlyMap<string, Reason> {
  return new Map(items.map(({ sourceId }) => [sourceId, reason]));
}
