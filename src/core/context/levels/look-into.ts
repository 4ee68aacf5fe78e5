import { byCodeUnit } from '../../facts/text-order.ts';
import type { Candidate } from '../candidates.ts';

/** Texts are looked into until they would fill the budget so many times: what ranks lower hardly gets in. */
const BUDGETS = 6;
const FEWEST = 50;
/** Reading and parsing take about 5 ms a file the first time. */
const MOST = 200;

/**
 * The candidates whose texts are looked into for excerpts and outlines: the most probable ones until, each counted with
 * at most the budget, they have six times its tokens; at least 50 and at most 200 of them. The others offer their full
 * text and their path. Pinned items are shown in full, and need no look.
 *
 * @param budget in tokens.
 * @returns ids, most probable first; of equals the smaller.
 */
export function worthLookingInto(candidates: Iterable<Candidate>, budget: number): readonly string[] {
  const able = [...candidates].flatMap(({ id, reason, tokens, pinned, probability }) =>
    reason === null && !pinned ? [{ id, tokens, probability }] : [],
  );
  able.sort((a, b) => b.probability - a.probability || a.tokens - b.tokens || byCodeUnit(a.id, b.id));
  const ids: string[] = [];
  let tokens = 0;
  for (const each of able) {
    if (ids.length >= MOST || (ids.length >= FEWEST && tokens >= BUDGETS * budget)) break;
    ids.push(each.id);
    tokens += Math.min(each.tokens, budget);
  }
  return ids;
}
