import { toSixDecimals } from '../../facts/decimals.ts';
import type { JsonValue } from '../../facts/json-value.ts';
import { byCodeUnit } from '../../facts/text-order.ts';
import { sameData } from './same-data.ts';

/** Who gave an answer. */
export interface Voter {
  readonly model: string;
  readonly responseId: string;
  readonly score: number;
  /** Its score; 1 for each when all scores are 0, so that shares still mean something. */
  readonly weight: number;
}

/** What an answer says at one place of the data. */
export interface Said {
  readonly by: Voter;
  readonly value: JsonValue;
}

/** A lead of the best score over that of the next different value by which it alone decides (spec M7). */
const DECISIVE_LEAD = 0.3;

/** Heaviest first; equal scores by model, then by response, so that the order of arrival decides nothing. */
export function byScore(a: Voter, b: Voter): number {
  return b.score - a.score || byCodeUnit(a.model, b.model) || byCodeUnit(a.responseId, b.responseId);
}

/** Sum of weights, in [0, number of answers]. */
export function weightOf(said: readonly Said[]): number {
  return said.reduce((sum, { by }) => sum + by.weight, 0);
}

/** Answers with equal values, each group in the order of the answers. */
export function groupsOf(said: readonly Said[]): readonly (readonly Said[])[] {
  const [first] = said;
  // as most are: everybody says exactly the same
  if (first === undefined || said.every(({ value }) => value === first.value))
    return said.length === 0 ? [] : [said];
  const groups: Said[][] = [];
  for (const one of ascendingNumbers(said)) {
    const group = groups.find(([first]) => first !== undefined && sameData(first.value, one.value));
    if (group === undefined) groups.push([one]);
    else group.push(one);
  }
  return groups.map((group) => group.toSorted((a, b) => byScore(a.by, b.by)));
}

/** "Within 1e-9" is not transitive: taken from the smallest number up, its groups do not depend on who came first. */
function ascendingNumbers(said: readonly Said[]): readonly Said[] {
  const isNumber = ({ value }: Said): boolean => typeof value === 'number';
  return [
    ...said.filter(isNumber).toSorted((a, b) => Number(a.value) - Number(b.value)),
    ...said.filter((one) => !isNumber(one)),
  ];
}

/**
 * Groups of answers, the one that wins first (spec M7, "Fields"): the group with the best score when that leads the
 * best score of every other group by 0.3 or more, else the heaviest; ties by the better single score, then by name.
 *
 * @param groups each at least one answer, heaviest first
 * @param canLead false where weight alone decides
 */
export function ranked<T extends readonly Said[]>(groups: readonly T[], canLead = true): readonly T[] {
  if (groups.length < 2) return groups;
  const byBest = groups.toSorted(byBestScore);
  const [best, next] = byBest;
  if (canLead && best !== undefined && next !== undefined) {
    if (toSixDecimals(bestScore(best) - bestScore(next)) >= DECISIVE_LEAD) return byBest;
  }
  // sorting is stable: equal weights stay in the order of their best scores
  return byBest.toSorted((a, b) => toSixDecimals(weightOf(b)) - toSixDecimals(weightOf(a)));
}

function byBestScore(a: readonly Said[], b: readonly Said[]): number {
  const [first, second] = [a[0], b[0]];
  return first === undefined || second === undefined ? 0 : byScore(first.by, second.by);
}

function bestScore(group: readonly Said[]): number {
  return group[0]?.by.score ?? 0;
}

/** Models of the answers, each once, in their order. */
export function modelsOf(said: readonly Said[]): readonly string[] {
  return [...new Set(said.map(({ by }) => by.model))];
}
