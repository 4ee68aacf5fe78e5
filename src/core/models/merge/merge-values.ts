import { isObject, type JsonObject, type JsonValue } from '../../facts/json-value.ts';
import { canonicalJson } from '../canonical-json.ts';
import { itemKey } from './merge-keys.ts';
import { holdsObjects } from './same-data.ts';
import { groupsOf, ranked, type Said } from './vote.ts';
import { below, noteItem, notePoint, type Notes, type Place } from './who-said-what.ts';

/** What stays the same throughout one merge. */
export interface Merging {
  readonly keyFields: readonly string[];
  readonly notes: Notes;
}

/**
 * What several answers say at one place as one value (spec M7, "Fields"): objects field by field, lists of objects
 * item by item, everything else by vote. Answers of different kinds vote on the kind first.
 *
 * @param said heaviest first; null says nothing
 * @returns null when nobody gave a value
 */
export function mergeValue(merging: Merging, place: Place, said: readonly Said[]): JsonValue {
  const given = said.filter(({ value }) => value !== null);
  const [kind, ...others] = ranked(byKind(given));
  const first = kind?.[0];
  if (kind === undefined || first === undefined) {
    notePoint(merging.notes, place, said.length === 0 ? [] : [said]);
    return null;
  }
  const isWhole = isObject(first.value) || kind.some(({ value }) => holdsObjects(value));
  if (!isWhole) return mergeByVote(merging, place, kind, others);
  // the place as such is disputed, besides what is in it
  if (others.length > 0) notePoint(merging.notes, place, [kind, ...others.flatMap(groupsOf)]);
  return isObject(first.value) ? mergeObjects(merging, place, kind) : mergeItems(merging, place, kind);
}

/** Objects, lists with items, and plain values. An empty list is one with items when others are. */
function byKind(given: readonly Said[]): readonly (readonly Said[])[] {
  const isItems = given.some(({ value }) => holdsObjects(value));
  const kindOf = ({ value }: Said): 'object' | 'items' | 'plain' => {
    if (isObject(value)) return 'object';
    return isItems && Array.isArray(value) ? 'items' : 'plain';
  };
  return (['object', 'items', 'plain'] as const)
    .map((kind) => given.filter((said) => kindOf(said) === kind))
    .filter((group) => group.length > 0);
}

/**
 * Scalars and lists of plain values, each as one value; missing ones do not vote.
 *
 * @param others answers of other kinds, which lost that vote and differ
 */
export function mergeByVote(
  { notes }: Merging,
  place: Place,
  given: readonly Said[],
  others: readonly (readonly Said[])[] = [],
): JsonValue {
  const groups = ranked(groupsOf(given));
  notePoint(notes, place, [...groups, ...others.flatMap(groupsOf)]);
  return groups[0]?.[0]?.value ?? null;
}

/** Field by field, in the order in which the heaviest answers name them. */
export function mergeObjects(merging: Merging, place: Place, said: readonly Said[]): JsonValue {
  const fields = new Map<string, Said[]>();
  for (const { by, value } of said) {
    for (const [name, entry] of Object.entries(value as JsonObject)) {
      const field = fields.get(name);
      if (field === undefined) fields.set(name, [{ by, value: entry }]);
      else field.push({ by, value: entry });
    }
  }
  if (fields.size === 0 && !merging.notes.entries.has(place.pointer)) notePoint(merging.notes, place, [said]);
  // not by assignment: "__proto__" is an own name in JSON
  return Object.freeze(
    Object.fromEntries(
      [...fields].map(([name, field]) => [name, mergeValue(merging, below(place, name), field)]),
    ),
  );
}

/** Item by item (spec M7, "Lists of objects"), in the order of first appearance, the heaviest answer first. */
function mergeItems(merging: Merging, place: Place, lists: readonly Said[]): JsonValue {
  const items = itemsOf(lists, merging.keyFields);
  return Object.freeze(
    items.map((said, index) => {
      const at = below(place, index);
      const isConfirmed = noteItem(merging.notes, at.pointer, said, lists);
      const inside = isConfirmed ? at : { ...at, unconfirmed: true };
      return said.every(({ value }) => isObject(value))
        ? mergeObjects(merging, inside, said)
        : mergeByVote(merging, inside, said);
    }),
  );
}

/**
 * The items of all lists, those with the same key as one. A list may hold a key several times (the default key does
 * not know regions): those are told apart, equal items first matched with each other, the rest in their order, so that
 * nothing is lost.
 */
function itemsOf(lists: readonly Said[], keyFields: readonly string[]): readonly (readonly Said[])[] {
  const items: Said[][] = [];
  const byKey = new Map<string, Said[][]>();
  for (const { by, value } of lists) {
    for (const [key, own] of itemsByKey(value as readonly JsonValue[], keyFields)) {
      const known = byKey.get(key) ?? [];
      if (!byKey.has(key)) byKey.set(key, known);
      for (const [item, slot] of matched(own, known)) {
        if (slot !== null) slot.push({ by, value: item });
        else {
          const fresh = [{ by, value: item }];
          known.push(fresh);
          items.push(fresh);
        }
      }
    }
  }
  return items;
}

function itemsByKey(
  list: readonly JsonValue[],
  keyFields: readonly string[],
): ReadonlyMap<string, readonly JsonValue[]> {
  const groups = new Map<string, JsonValue[]>();
  for (const item of list) {
    const key = itemKey(item, keyFields);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Each of a list's items of one key with the earlier item that it goes with; null: none is left. */
function matched(
  own: readonly JsonValue[],
  known: readonly Said[][],
): readonly (readonly [JsonValue, Said[] | null])[] {
  const [only] = own;
  if (own.length === 1 && known.length < 2 && only !== undefined) return [[only, known[0] ?? null]];
  const byText = new Map<string, Said[][]>();
  for (const slot of known.toReversed()) {
    const first = slot[0];
    if (first === undefined) continue;
    const text = canonicalJson(first.value);
    const same = byText.get(text);
    if (same === undefined) byText.set(text, [slot]);
    else same.push(slot);
  }
  const taken = new Set<Said[]>();
  const equals = own.map((item) => {
    const slot = byText.get(canonicalJson(item))?.pop() ?? null;
    if (slot !== null) taken.add(slot);
    return slot;
  });
  const free = known.filter((slot) => !taken.has(slot)).toReversed();
  return own.map((item, place) => [item, equals[place] ?? free.pop() ?? null]);
}
