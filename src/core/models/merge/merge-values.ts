import { isObject, type JsonObject, type JsonValue } from '../../facts/json-value.ts';
import { itemsOf } from './list-items.ts';
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
  if (given.length > 0 && given.every(({ value }) => typeof value !== 'object'))
    return mergeByVote(merging, place, given);
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
