import { NOTHING, type Picks } from './problem.ts';

/** Before the first node of a trail. */
export const START = -1;
/** A trail smaller than this is not worth tidying. */
const SMALL = 1 << 20;

/** How each state came about: one node per change, with the node of the state before it. 12 bytes a node. */
export interface Trail {
  parent: Int32Array;
  item: Int32Array;
  variant: Int32Array;
  count: number;
}

export function emptyTrail(): Trail {
  const size = 1 << 12;
  return {
    parent: new Int32Array(size),
    item: new Int32Array(size),
    variant: new Int32Array(size),
    count: 0,
  };
}

export function addNode(trail: Trail, parent: number, item: number, variant: number): number {
  const node = trail.count++;
  trail.parent[node] = parent;
  trail.item[node] = item;
  trail.variant[node] = variant;
  return node;
}

/** The base with the changes that lead to `node`. */
export function picksAt(trail: Trail, node: number, base: Picks): Picks {
  const picks = base.slice();
  for (let at = node; at !== START; at = trail.parent[at] as number) {
    picks[trail.item[at] as number] = trail.variant[at] as number;
  }
  return picks;
}

/**
 * Makes room for `more` nodes. A large trail is first tidied: nodes that none of the first `count` of `live` nor
 * `best` come from are dropped and `live` renumbered, which keeps a long search in little memory. Returns `best`.
 */
export function makeRoom(trail: Trail, more: number, live: Int32Array, count: number, best: number): number {
  if (trail.count + more <= trail.parent.length) return best;
  const kept = trail.count >= SMALL ? tidy(trail, live, count, best) : best;
  if (trail.count + more > trail.parent.length / 2) {
    const size = 2 ** Math.ceil(Math.log2(2 * (trail.count + more)));
    for (const name of ['parent', 'item', 'variant'] as const) {
      const larger = new Int32Array(size);
      larger.set(trail[name].subarray(0, trail.count));
      trail[name] = larger;
    }
  }
  return kept;
}

function tidy(trail: Trail, live: Int32Array, count: number, best: number): number {
  const number = new Int32Array(trail.count).fill(NOTHING);
  for (let j = 0; j < count; j++) if (live[j] !== START) number[live[j] as number] = 0;
  if (best >= 0) number[best] = 0;
  for (let node = trail.count - 1; node >= 0; node--) {
    const parent = trail.parent[node] as number;
    if (number[node] === 0 && parent !== START) number[parent] = 0;
  }
  let kept = 0;
  for (let node = 0; node < trail.count; node++) {
    if (number[node] !== 0) continue;
    const parent = trail.parent[node] as number;
    trail.parent[kept] = parent === START ? START : (number[parent] as number);
    trail.item[kept] = trail.item[node] as number;
    trail.variant[kept] = trail.variant[node] as number;
    number[node] = kept++;
  }
  trail.count = kept;
  for (let j = 0; j < count; j++) if (live[j] !== START) live[j] = number[live[j] as number] as number;
  return best >= 0 ? (number[best] as number) : best;
}
