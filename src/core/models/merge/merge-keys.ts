import type { DataType } from '../../facts/category.ts';
import { type JsonObject, isObject, type JsonValue } from '../../facts/json-value.ts';
import { canonicalJson } from '../canonical-json.ts';

/** Which fields tell the items of a list apart (spec M7). */
export const MERGE_KEYS: Readonly<Record<'default' | DataType, readonly string[]>> = Object.freeze({
  default: Object.freeze(['provider', 'model', 'gpu']),
  gpu: Object.freeze(['provider', 'region', 'gpu']),
  token: Object.freeze(['provider', 'model']),
  grid_load: Object.freeze(['region', 'timestamp']),
});

/**
 * What an item of a list is recognised by in other answers: the parts of its key, trimmed, in lower case, with single
 * spaces; without any part, the item itself.
 */
export function itemKey(item: JsonValue, keyFields: readonly string[]): string {
  if (!isObject(item)) return `=${canonicalJson(item)}`;
  const parts = keyFields.map((name) => keyPart(item, name));
  return parts.every((part) => part === '') ? `=${canonicalJson(item)}` : `:${JSON.stringify(parts)}`;
}

/** "" when it is missing. Only own fields: "constructor" is in no answer that does not hold it. */
function keyPart(item: JsonObject, name: string): string {
  const value = Object.hasOwn(item, name) ? item[name] : null;
  if (value === null || value === undefined) return '';
  const text = typeof value === 'object' ? canonicalJson(value) : String(value);
  return text.trim().toLowerCase().replace(/\s+/gu, ' ');
}
