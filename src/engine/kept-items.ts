import {
  type DetailedVariants,
  itemOf,
  type ItemShape,
  type MakeItem,
  type OfferedCandidate,
  shaper,
} from '../core/context/candidates.ts';
import type { ContextItem, Level, Variant } from '../core/context/item.ts';
import type { Renderer } from '../core/context/render/pack.ts';

/** Begins a plan: makes its items, or takes those of the plan before that would come out the same. */
export type KeepItems = (
  levels: readonly Level[],
  renderer: Renderer,
  count: (text: string) => number,
  detailed?: DetailedVariants,
) => MakeItem;

interface Kept {
  readonly candidate: OfferedCandidate;
  readonly detailed: readonly Variant[] | undefined;
  readonly shape: ItemShape;
  readonly item: ContextItem;
}

/**
 * Items from one plan to the next: a tick or a keystroke changes few of them, and to write and count the headings of
 * all is most of what a plan of a large workspace takes (`npm run bench:engine`). A new task makes every file more or
 * less likely, but leaves its shape. What a plan leaves is forgotten.
 */
export function keepItems(): KeepItems {
  let kept = new Map<string, Kept>();
  let madeFor = '';
  let countedBy: ((text: string) => number) | null = null;
  return (levels, renderer, count, detailed = new Map()) => {
    const asked = JSON.stringify([levels, renderer]);
    const before: ReadonlyMap<string, Kept> = asked === madeFor && count === countedBy ? kept : new Map();
    kept = new Map();
    madeFor = asked;
    countedBy = count;
    const shapeOf = shaper(levels, renderer, count, detailed);
    const now = kept;
    return (candidate) => {
      const variants = detailed.get(candidate.id);
      const known = before.get(candidate.id);
      const isShaped =
        known !== undefined && known.detailed === variants && hasSameShape(known.candidate, candidate);
      const shape = isShaped ? known.shape : shapeOf(candidate);
      const item = isShaped && isAsLikely(known.candidate, candidate) ? known.item : itemOf(candidate, shape);
      now.set(candidate.id, { candidate, detailed: variants, shape, item });
      return item;
    };
  };
}

function hasSameShape(a: OfferedCandidate, b: OfferedCandidate): boolean {
  return a.tokens === b.tokens && a.lines === b.lines && a.isFile === b.isFile && a.level === b.level;
}

function isAsLikely(a: OfferedCandidate, b: OfferedCandidate): boolean {
  return (
    a.probability === b.probability && a.score === b.score && a.worth === b.worth && a.pinned === b.pinned
  );
}
