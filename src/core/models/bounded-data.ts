import type { JsonValue } from '../facts/json-value.ts';

/** Deeper than anyone writes: what follows may then walk the data by recursion. */
export const DEEPEST_DATA = 64;

/**
 * Provenance names every data point by its pointer. An answer of long names around many values would take their
 * product in memory; an honest one takes about twice its own length.
 */
const MOST_POINTER_PER_LENGTH = 16;
const POINTER_ALLOWANCE = 65_536;

/**
 * A deeply frozen copy of what was parsed. Numbers beyond what a double can hold ("1e999") are absent: null.
 *
 * @param value plain JSON, such as JSON.parse gives; what JSON cannot say makes it no data
 * @param length of the text it comes from, which bounds the pointers into it
 * @returns undefined when it is nested deeper than `DEEPEST_DATA`, or its pointers would outgrow it: it is text then
 */
export function boundedData(value: unknown, length = Infinity): JsonValue | undefined {
  const room = { left: MOST_POINTER_PER_LENGTH * length + POINTER_ALLOWANCE };
  return copyOf(value, DEEPEST_DATA, 0, room);
}

function copyOf(
  value: unknown,
  depth: number,
  pointer: number,
  room: { left: number },
): JsonValue | undefined {
  room.left -= pointer;
  if (room.left < 0) return undefined;
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  // + 0: there is no −0 in the data
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  if (typeof value !== 'object' || depth === 0) return undefined;
  if (Array.isArray(value)) {
    const entries: JsonValue[] = [];
    for (const [place, entry] of (value as unknown[]).entries()) {
      const copy = copyOf(entry, depth - 1, pointer + 1 + String(place).length, room);
      if (copy === undefined) return undefined;
      entries.push(copy);
    }
    return Object.freeze(entries);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  const fields: [string, JsonValue][] = [];
  for (const [name, entry] of Object.entries(value) as [string, unknown][]) {
    const copy = copyOf(entry, depth - 1, pointer + 1 + name.length, room);
    if (copy === undefined) return undefined;
    fields.push([name, copy]);
  }
  // not by assignment: "__proto__" is an own name in JSON
  return Object.freeze(Object.fromEntries(fields));
}
