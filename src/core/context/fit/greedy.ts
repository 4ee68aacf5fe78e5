import { NOTHING, type Picks, type Problem } from './problem.ts';
import type { Strategy } from './strategy.ts';
import { relaxationBound } from './upper-bound.ts';

/** Walks the ranking, takes the fullest variant that fits, skips what does not and goes on (spec F4). */
export const greedy: Strategy = ({ problem }) => {
  const picks = greedyPicks(problem);
  return { picks, ...relaxationBound(problem, picks), work: 0, inTurn: true };
};

/** Items are in rank order and their variants fullest first. */
export function greedyPicks({ items, offsets, costs, room }: Problem): Picks {
  const picks = new Int32Array(items).fill(NOTHING);
  let left = room;
  for (let item = 0; item < items; item++) {
    const end = offsets[item + 1] as number;
    for (let k = offsets[item] as number; k < end; k++) {
      if ((costs[k] as number) > left) continue;
      picks[item] = k;
      left -= costs[k] as number;
      break;
    }
  }
  return picks;
}
