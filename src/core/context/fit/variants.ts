import { type ContextItem, LEVELS, type Variant } from '../item.ts';
import { byCodeUnit } from '../../facts/text-order.ts';

/** Tokens that a variant takes from the room: its own and those of its framing. */
export function costOf(variant: Variant): number {
  return variant.tokens + (variant.framing ?? 0);
}

/** The variants of an item; without any given, its full text, whose id is the item's own (spec F1). */
export function variantsOf(item: ContextItem): readonly Variant[] {
  return item.variants ?? [fullText(item)];
}

function fullText(item: ContextItem): Variant {
  return { id: item.sourceId, level: 'full', ranges: [], tokens: item.tokenCount, value: item.probability };
}

/** What a pinned item shows: its fullest variant, whichever levels are allowed. */
export function fullestOf(item: ContextItem): Variant {
  return fullestFirst(variantsOf(item))[0] ?? fullText(item);
}

/** Fullest level first, inside a level more tokens first (spec F1); the id settles what is left. */
export function fullestFirst(variants: readonly Variant[]): readonly Variant[] {
  for (let at = 1; at < variants.length; at++) {
    if (byFullness(variants[at - 1] as Variant, variants[at] as Variant) > 0) {
      return variants.toSorted(byFullness);
    }
  }
  return variants;
}

function byFullness(a: Variant, b: Variant): number {
  return (
    (a.level === b.level ? 0 : LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level)) ||
    b.tokens - a.tokens ||
    byCodeUnit(a.id, b.id)
  );
}
