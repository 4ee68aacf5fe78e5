import type { JsonObject, JsonValue } from '../../facts/json-value.ts';
import { byCodeUnit } from '../../facts/text-order.ts';
import { canonicalJson } from '../canonical-json.ts';
import { jsonFromText } from './json-from-text.ts';
import { plainText } from './merge-texts.ts';
import { holdsObjects, sameData } from './same-data.ts';

/**
 * Whether two answers agree: both JSON with the same data, lists of objects in any order, numbers within 1e-9; or both
 * text that differs in case and white space at most.
 *
 * @param a content of an answer, as it came
 */
export function sameAnswer(a: string, b: string): boolean {
  return isSame(meaningOf(a), meaningOf(b));
}

/** The most frequent of several answers. */
export interface Agreement {
  /** Places of the answers that agree, ascending; of equally frequent ones those that came first. */
  readonly places: readonly number[];
  /** Their share of all, in [0, 1]; 0 without answers. */
  readonly share: number;
}

/**
 * How far answers agree: what an early end (spec M6) and the candidates of a compute budget (C10) ask. Each answer is
 * read once.
 */
export function agreementOf(contents: readonly string[]): Agreement {
  const groups: { readonly meaning: Meaning; readonly places: number[] }[] = [];
  for (const [place, content] of contents.entries()) {
    const meaning = meaningOf(content);
    const group = groups.find((known) => isSame(known.meaning, meaning));
    if (group === undefined) groups.push({ meaning, places: [place] });
    else group.places.push(place);
  }
  const most = groups.reduce<readonly number[]>(
    (best, { places }) => (places.length > best.length ? places : best),
    [],
  );
  return { places: most, share: contents.length === 0 ? 0 : most.length / contents.length };
}

type Meaning = { readonly data: JsonValue } | { readonly text: string };

function meaningOf(content: string): Meaning {
  const data = jsonFromText(content);
  return data === undefined ? { text: plainText(content) } : { data: inOrder(data) };
}

function isSame(a: Meaning, b: Meaning): boolean {
  if ('data' in a) return 'data' in b && sameData(a.data, b.data);
  return 'text' in b && a.text === b.text;
}

/** Significant digits by which items are put in order: equal numbers (1e-9) then seldom part them. */
const ORDER_DIGITS = 9;

/** Lists of objects in an order of their contents' own. */
function inOrder(data: JsonValue): JsonValue {
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) {
    if (!holdsObjects(data)) return data;
    return data
      .map(inOrder)
      .map((item) => ({ item, text: canonicalJson(rounded(item)) }))
      .toSorted((a, b) => byCodeUnit(a.text, b.text))
      .map(({ item }) => item);
  }
  return Object.fromEntries(
    Object.entries(data as JsonObject).map(([name, entry]) => [name, inOrder(entry)]),
  );
}

function rounded(data: JsonValue): JsonValue {
  if (typeof data === 'number') return Number(data.toPrecision(ORDER_DIGITS));
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return (data as readonly JsonValue[]).map(rounded);
  return Object.fromEntries(
    Object.entries(data as JsonObject).map(([name, entry]) => [name, rounded(entry)]),
  );
}
