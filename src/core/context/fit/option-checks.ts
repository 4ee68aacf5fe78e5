import { LEVELS } from '../item.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import type { ChoiceOptions } from './choice.ts';
import { GROUPINGS } from './groups.ts';
import { STRATEGIES } from './strategies.ts';

/**
 * Spec F2. Errors: `invalid_budget` (room is no integer), `no_room` (not positive), `unknown_strategy`,
 * `invalid_floor`, `invalid_levels`, `invalid_shares`, `invalid_work_limit`, `invalid_option` (groupBy).
 */
export function checkOptions(options: ChoiceOptions): Result<null> {
  const { room, strategy, floor, levels, groupBy, shares, workLimit } = options;
  if (!Number.isSafeInteger(room)) {
    return fail(
      'invalid_budget',
      `The room is ${room} tokens. Give a budget that is a whole number of tokens.`,
      {
        room,
      },
    );
  }
  if (room <= 0) {
    return fail(
      'no_room',
      `${room} tokens are left for items. Raise the budget or shorten the instructions.`,
      {
        room,
      },
    );
  }
  if (!Object.hasOwn(STRATEGIES, strategy)) {
    const known = Object.keys(STRATEGIES);
    return fail(
      'unknown_strategy',
      `There is no strategy ${quoted(strategy)}. Choose one of ${known.join(', ')}.`,
      {
        strategy,
        known,
      },
    );
  }
  if (floor !== undefined && !(floor >= 0 && floor < Infinity)) {
    return fail('invalid_floor', `The floor is ${floor}. Give a finite value per token, 0 or more.`, {
      floor,
    });
  }
  const strange = levels?.find((level) => !LEVELS.includes(level));
  if (strange !== undefined || levels?.length === 0) {
    return fail('invalid_levels', `Allow at least one of the levels ${LEVELS.join(', ')}, and no other.`, {
      levels,
    });
  }
  if (groupBy !== undefined && !Object.hasOwn(GROUPINGS, groupBy)) {
    const known = Object.keys(GROUPINGS);
    return fail(
      'invalid_option',
      `Items cannot be grouped by ${quoted(groupBy)}. Choose one of ${known.join(', ')}.`,
      {
        groupBy,
        known,
      },
    );
  }
  for (const [group, share] of Object.entries(shares ?? {})) {
    if (share >= 0 && share < Infinity) continue;
    return fail(
      'invalid_shares',
      `The share of group ${quoted(group)} is ${share}. Give a finite number ≥ 0.`,
      {
        group,
        share,
      },
    );
  }
  if (workLimit !== undefined && !(Number.isSafeInteger(workLimit) && workLimit >= 0)) {
    return fail(
      'invalid_work_limit',
      `The work limit is ${workLimit}. Give a whole number of units, 0 or more.`,
      {
        workLimit,
      },
    );
  }
  return ok(null);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
