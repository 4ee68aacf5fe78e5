import type { Price } from '../facts/model-profile.ts';
import type { DatedPrice, PackageFigures } from './model-data.ts';

/**
 * The price that a package states for a date. Rules:
 * - of the prices with a date, the last one that has begun; a later one is not yet a price;
 * - where the time of day decides, the dearest of the day, because nobody knows the hour of sending;
 * - where the length of the prompt decides, the base price, that of short prompts (`above` says where it ends).
 *
 * @param date ISO date, `2026-11-21`
 * @returns undefined when the package states no price for it
 */
export function priceOn(figures: PackageFigures | undefined, date: string): DatedPrice | undefined {
  const begun = (figures?.prices ?? []).filter(({ from }) => from === undefined || from <= date);
  const allDay = begun.findLast(({ daily }) => daily === undefined);
  const candidates = [...(allDay === undefined ? [] : [allDay]), ...begun.filter(({ daily }) => daily)];
  return candidates.reduce<DatedPrice | undefined>(
    (dearest, price) => (dearest === undefined ? price : dearer(dearest, price)),
    undefined,
  );
}

/**
 * The dearer figure of each kind, so that an estimate holds under both. A cached price that only one knows is not
 * used: without it cached tokens count as others, which is never too little.
 */
export function dearer(a: DatedPrice, b: DatedPrice): DatedPrice {
  const above = Math.min(a.above ?? Infinity, b.above ?? Infinity);
  return {
    input: Math.max(a.input, b.input),
    output: Math.max(a.output, b.output),
    ...(a.cached !== undefined && b.cached !== undefined && { cached: Math.max(a.cached, b.cached) }),
    ...(above !== Infinity && { above }),
  };
}

export function toPrice(price: DatedPrice | undefined): Price {
  if (price === undefined) return { kind: 'unknown' };
  return {
    kind: 'perToken',
    inputUsdPerMillion: price.input,
    outputUsdPerMillion: price.output,
    cachedInputUsdPerMillion: price.cached ?? null,
  };
}
