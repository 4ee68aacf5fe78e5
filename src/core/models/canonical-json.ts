import { byCodeUnit } from '../facts/text-order.ts';
import type { JsonValue } from '../facts/json-value.ts';

/**
 * JSON with the names of every object in the order of their code units and no white space: equal values give equal
 * text.
 *
 * @param value nested at most as deep as the stack allows; what comes from outside is bounded before (`boundedData`)
 * @example canonicalJson({b: 1, a: [true]}) // '{"a":[true],"b":1}'
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(canonicalJson).join(',')}]`;
  const fields = Object.entries(value as Readonly<Record<string, JsonValue>>);
  const texts = fields
    .toSorted(([a], [b]) => byCodeUnit(a, b))
    .map(([name, entry]) => `${JSON.stringify(name)}:${canonicalJson(entry)}`);
  return `{${texts.join(',')}}`;
}
