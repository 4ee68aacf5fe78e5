import { byCodeUnit } from '../../facts/text-order.ts';
import type { Candidate } from '../candidates.ts';

/** Texts are looked into until they would fill the budget so many times: what ranks lower hardly gets in. */
const BUDGETS = 6;
const FEWEST = 50;
/** Reading and parsing take about 5 ms a file the first time. */
const MOST = 200;

/**
 * The candidates whose texts are looked into for excerpts and outlines: those that the user wants to see so, and the
 * most valuable others until, each counted with at most the budget, they have six times its tokens; at least 50 and at
 * most 200 of them. The rest offer their full text and their path. Pinned items are shown in full, and need no look.
 *
 * @param budget in tokens.
 * @returns ids, those asked for first, then the most valuable; of equals the smaller.
 */
export function worthLookingInto(candidates: Iterable<Candidate>, budget: number): readonly string[] {
  const ids: string[] = [];
  const able: { readonly id: string; readonly tokens: number; readonly value: number }[] = [];
  for (const { id, reason, tokens, pinned, probability, worth = 1, level = null } of candidates) {
    if (reason !== null) continue;
    if (level === 'chunks' || level === 'outline') ids.push(id);
    else if (!pinned && level === null) able.push({ id, tokens, value: probability * worth });
  }
  able.sort((a, b) => b.value - a.value || a.tokens - b.tokens || byCodeUnit(a.id, b.id));
  let tokens = 0;
  let looked = 0;
  for (const each of able) {
    if (looked >= MOST || (looked >= FEWEST && tokens >= BUDGETS * budget)) break;
    ids.push(each.id);
    looked++;
    tokens += Math.min(each.tokens, budget);
  }
  return ids;
}
