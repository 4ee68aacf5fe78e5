import { itemMaker, type MakeItem, type OfferedCandidate } from '../core/context/candidates.ts';
import type { ContextItem, Level } from '../core/context/item.ts';
import type { Renderer } from '../core/context/render/pack.ts';

/** Begins a plan: makes its items, or takes those of the plan before that would come out the same. */
export type KeepItems = (
  levels: readonly Level[],
  renderer: Renderer,
  count: (text: string) => number,
) => MakeItem;

interface Kept {
  readonly candidate: OfferedCandidate;
  readonly item: ContextItem;
}

/**
 * Items from one plan to the next: a tick or a keystroke changes few of them, and to write and count the headings of
 * all is most of what a plan of a large workspace takes (`npm run bench:engine`). What a plan leaves is forgotten.
 */
export function keepItems(): KeepItems {
  let kept = new Map<string, Kept>();
  let madeFor = '';
  let countedBy: ((text: string) => number) | null = null;
  return (levels, renderer, count) => {
    const asked = JSON.stringify([levels, renderer]);
    const before: ReadonlyMap<string, Kept> = asked === madeFor && count === countedBy ? kept : new Map();
    kept = new Map();
    madeFor = asked;
    countedBy = count;
    const make = itemMaker(levels, renderer, count);
    const now = kept;
    return (candidate) => {
      const known = before.get(candidate.id);
      const item = known !== undefined && isSame(known.candidate, candidate) ? known.item : make(candidate);
      now.set(candidate.id, { candidate, item });
      return item;
    };
  };
}

function isSame(a: OfferedCandidate, b: OfferedCandidate): boolean {
  return (
    a.tokens === b.tokens &&
    a.lines === b.lines &&
    a.probability === b.probability &&
    a.pinned === b.pinned &&
    a.isFile === b.isFile
  );
}
