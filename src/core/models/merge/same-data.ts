import { isObject, type JsonValue } from '../../facts/json-value.ts';

/** Numbers are equal within this share of the larger (spec M7). */
const EQUAL_NUMBERS = 1e-9;

/**
 * Whether two data say the same: numbers within 1e-9 relative, lists in the same order, objects in any.
 *
 * It walks both without recursion, as far as the first difference.
 */
export function sameData(a: unknown, b: unknown): boolean {
  return sameBy(a, b, sameScalar);
}

/** The same walk with the caller's rule for what is no list and no object. */
export function sameBy(a: unknown, b: unknown, same: (a: unknown, b: unknown) => boolean): boolean {
  const pairs: [unknown, unknown][] = [[a, b]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [left, right] = pair;
    if (Array.isArray(left) && Array.isArray(right)) {
      if (left.length !== right.length) return false;
      for (const [place, entry] of (left as unknown[]).entries())
        pairs.push([entry, (right as unknown[])[place]]);
    } else if (isObject(left) && isObject(right)) {
      const names = Object.keys(left);
      if (names.length !== Object.keys(right).length) return false;
      for (const name of names) {
        if (!Object.hasOwn(right, name)) return false;
        pairs.push([left[name], right[name]]);
      }
    } else if (!same(left, right)) return false;
  }
  return true;
}

function sameScalar(a: unknown, b: unknown): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return a === b || Math.abs(a - b) <= EQUAL_NUMBERS * Math.max(Math.abs(a), Math.abs(b));
}

/** A list that is merged item by item: at least one item is an object. */
export function holdsObjects(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value) && value.some(isObject);
}
