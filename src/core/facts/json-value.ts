/** What JSON can say. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

export type JsonObject = { readonly [name: string]: JsonValue };

/** Deeper than anyone writes by hand; a text of brackets alone must not exhaust the stack. */
const DEEPEST = 64;

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A deeply frozen copy of a plain JSON object.
 *
 * @returns null for what JSON cannot say (functions, dates, NaN, undefined) and for nesting of more than 64 levels
 */
export function frozenJsonObject(value: unknown): JsonObject | null {
  const copy = isObject(value) ? frozenCopy(value, DEEPEST) : undefined;
  return copy === undefined ? null : (copy as JsonObject);
}

function frozenCopy(value: unknown, depth: number): JsonValue | undefined {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : undefined;
  if (typeof value !== 'object' || depth === 0) return undefined;
  if (Array.isArray(value)) {
    const copies = Array.from(value, (entry: unknown) => frozenCopy(entry, depth - 1));
    return copies.includes(undefined) ? undefined : Object.freeze(copies as JsonValue[]);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  const entries: [string, JsonValue][] = [];
  for (const [name, entry] of Object.entries(value) as [string, unknown][]) {
    const copy = frozenCopy(entry, depth - 1);
    if (copy === undefined) return undefined;
    entries.push([name, copy]);
  }
  // Not by assignment: "__proto__" is an own name in JSON.
  return Object.freeze(Object.fromEntries(entries));
}
