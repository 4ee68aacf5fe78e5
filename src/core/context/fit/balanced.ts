import type { ContextItem } from '../item.ts';
import { type Group, groupsOf, type GroupUse } from './groups.ts';
import { carryOver, partOf, upgradesOf } from './part.ts';
import { NOTHING, type Picks, type Problem, sumOf } from './problem.ts';
import { roomFilled } from './room-left.ts';
import { optimumOf } from './search.ts';
import type { Candidates, Strategy, StrategyOptions } from './strategy.ts';
import { relaxationBound } from './upper-bound.ts';
import { waterFilling } from './water-filling.ts';

/** Shares computed in doubles may miss a whole token by this. */
const SHARE_NOISE = 1e-9;
/** Balanced spends half the work limit at most: the optimal strategy starts from it and needs the rest. */
const PART_OF_WORK = 0.5;

/**
 * Every group gets a share, what it cannot use goes to the others (spec F4): water-filling, the optimum in each
 * share, then one optimum over all upgrades with the tokens left.
 */
export const balanced: Strategy = (candidates, options) => {
  const { picks, work, groups } = balancedPicks(candidates, options);
  return { picks, ...relaxationBound(candidates.problem, picks), work, inTurn: false, groups };
};

export interface BalancedPicks {
  readonly picks: Picks;
  readonly work: number;
  readonly groups: Readonly<Record<string, GroupUse>>;
}

export function balancedPicks({ items, problem }: Candidates, options: StrategyOptions): BalancedPicks {
  const groups = groupsOf(items, options.groupBy);
  const wanted = wantedTokens(problem);
  const demands = groups.map(({ members }) =>
    members.reduce((sum, item) => sum + (wanted[item] as number), 0),
  );
  const shares = waterFilling(
    groups.map((group) => weightOf(group, items, options.shares)),
    demands,
    problem.room,
  ).map((share) => Math.floor(share + SHARE_NOISE));

  const picks = new Int32Array(problem.items).fill(NOTHING);
  const workLimit = Math.floor(options.workLimit * PART_OF_WORK);
  let work = 0;
  for (const [at, { members }] of groups.entries()) {
    const part = partOf(problem, members, shares[at] ?? 0);
    const fairLimit = Math.floor((workLimit - work) / (groups.length - at + 1));
    const optimum = optimumOf(part.problem, { workLimit: fairLimit });
    carryOver(part, optimum.picks, picks);
    work += optimum.work;
  }
  const upgrades = upgradesOf(problem, picks, problem.room - sumOf(picks, problem.costs));
  const upgraded = optimumOf(upgrades.problem, { workLimit: workLimit - work });
  carryOver(upgrades, upgraded.picks, picks);
  work += upgraded.work;

  const filled = roomFilled(problem, picks);
  return { picks: filled, work, groups: usesOf(groups, shares, demands, problem, filled) };
}

/** Own weight of the group, or the probability mass of its items. */
function weightOf(group: Group, items: readonly ContextItem[], own: StrategyOptions['shares']): number {
  if (own !== undefined) return Object.hasOwn(own, group.name) ? (own[group.name] ?? 0) : 0;
  return group.members.reduce((sum, index) => sum + (items[index]?.probability ?? 0), 0);
}

/** Per item the tokens of the cheapest variant of best value among those that fit the room. */
function wantedTokens({ items, offsets, costs, values, room }: Problem): Float64Array {
  const wanted = new Float64Array(items);
  for (let item = 0; item < items; item++) {
    let best = 0;
    for (let k = offsets[item] as number; k < (offsets[item + 1] as number); k++) {
      const cost = costs[k] as number;
      const value = values[k] as number;
      if (cost > room || value < best || value <= 0) continue;
      if (value === best && cost >= (wanted[item] as number)) continue;
      best = value;
      wanted[item] = cost;
    }
  }
  return wanted;
}

function usesOf(
  groups: readonly Group[],
  shares: readonly number[],
  demands: readonly number[],
  { costs }: Problem,
  picks: Picks,
): Readonly<Record<string, GroupUse>> {
  // fromEntries defines own properties, so a group may bear any name, __proto__ too.
  return Object.fromEntries(
    groups.map(({ name, members }, at) => {
      const used = members.reduce((sum, item) => {
        const pick = picks[item] as number;
        return pick === NOTHING ? sum : sum + (costs[pick] as number);
      }, 0);
      return [name, { share: shares[at] ?? 0, demand: demands[at] ?? 0, used }];
    }),
  );
}
