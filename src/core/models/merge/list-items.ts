import type { JsonValue } from '../../facts/json-value.ts';
import { canonicalJson } from '../canonical-json.ts';
import { itemKey } from './merge-keys.ts';
import type { Said } from './vote.ts';

/**
 * The items of all lists, those with the same key as one. A list may hold a key several times (the default key does
 * not know regions): those are told apart, equal items first matched with each other, the rest in their order, so that
 * nothing is lost.
 */
export function itemsOf(lists: readonly Said[], keyFields: readonly string[]): readonly (readonly Said[])[] {
  const items: Said[][] = [];
  const byKey = new Map<string, Said[][]>();
  for (const { by, value } of lists) {
    const list = value as readonly JsonValue[];
    const slots = new Map<number, Said[]>();
    const keys = list.map((item) => itemKey(item, keyFields));
    for (const [key, places] of placesByKey(keys)) {
      const own = places.map((place): Placed => ({ place, item: list[place] ?? null }));
      for (const [place, slot] of matched(own, byKey.get(key) ?? [])) slots.set(place, slot);
    }
    // in the order of the list: that of first appearance
    for (const [place, item] of list.entries()) {
      const slot = slots.get(place);
      if (slot !== undefined) slot.push({ by, value: item });
      else add(items, byKey, keys[place] ?? '', { by, value: item });
    }
  }
  return items;
}

function add(items: Said[][], byKey: Map<string, Said[][]>, key: string, said: Said): void {
  const slot = [said];
  items.push(slot);
  const known = byKey.get(key);
  if (known === undefined) byKey.set(key, [slot]);
  else known.push(slot);
}

interface Placed {
  readonly place: number;
  readonly item: JsonValue;
}

function placesByKey(keys: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const [place, key] of keys.entries()) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [place]);
    else group.push(place);
  }
  return groups;
}

/** The earlier items that a list's items of one key go with; those that find none are left out. */
function matched(own: readonly Placed[], known: readonly Said[][]): readonly (readonly [number, Said[]])[] {
  const [slot] = known;
  const [only] = own;
  if (slot === undefined || only === undefined) return [];
  if (own.length === 1 && known.length === 1) return [[only.place, slot]];
  const byText = new Map<string, Said[][]>();
  for (const slot of known.toReversed()) {
    const text = canonicalJson(slot[0]?.value ?? null);
    const same = byText.get(text);
    if (same === undefined) byText.set(text, [slot]);
    else same.push(slot);
  }
  const pairs: [number, Said[]][] = [];
  const others: Placed[] = [];
  for (const placed of own) {
    const equal = byText.get(canonicalJson(placed.item))?.pop();
    if (equal === undefined) others.push(placed);
    else pairs.push([placed.place, equal]);
  }
  const taken = new Set(pairs.map(([, slot]) => slot));
  const free = known.filter((slot) => !taken.has(slot));
  for (const [next, { place }] of others.entries()) {
    const slot = free[next];
    if (slot !== undefined) pairs.push([place, slot]);
  }
  return pairs;
}
