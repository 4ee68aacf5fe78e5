import type { JsonObject, JsonValue } from '../../facts/json-value.ts';
import type { ValidationFinding } from './validation-result.ts';

/**
 * Patterns and formats are tested on texts up to this length: the time of a pattern may grow with the square of it or
 * worse, and the text is a model's.
 */
const LONGEST_MATCHED = 10_000;

/** Comparisons that `uniqueItems` may take: the library compares every entry with every other. */
const MOST_COMPARISONS = 4_000_000;

/** Which of a schema's keywords can take more time than the data is long. */
export interface SchemaCost {
  readonly matches: boolean;
  readonly comparesEntries: boolean;
}

export function costOf(schema: JsonObject): SchemaCost {
  const cost = { matches: false, comparesEntries: false };
  const look = (value: JsonValue): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, entry] of Object.entries(value as JsonObject)) {
      // a property of that name has a schema, no text, as its value
      if (['pattern', 'format'].includes(name) && typeof entry === 'string') cost.matches = true;
      if (name === 'patternProperties') cost.matches = true;
      if (name === 'uniqueItems' && entry === true) cost.comparesEntries = true;
      look(entry);
    }
  };
  look(schema);
  return cost;
}

/** Null: the data can be checked; else what is too much, which counts as an error. */
export function tooMuchIn(data: JsonValue, path: string, cost: SchemaCost): ValidationFinding | null {
  let comparisons = 0;
  const look = (value: JsonValue, at: string): ValidationFinding | null => {
    if (typeof value === 'string') {
      if (!cost.matches || value.length <= LONGEST_MATCHED) return null;
      return findingAt(
        at,
        'out_of_range',
        'This text is too long for a schema with patterns or formats.',
        value,
      );
    }
    if (typeof value !== 'object' || value === null) return null;
    const entries = Object.entries(value as JsonObject);
    if (Array.isArray(value)) comparisons += entries.length ** 2;
    if (cost.comparesEntries && comparisons > MOST_COMPARISONS)
      return findingAt(at, 'out_of_range', 'This list is too long for a schema with uniqueItems.', value);
    for (const [name, entry] of entries) {
      const found = look(name, at) ?? look(entry, `${at}/${escapedStep(name)}`);
      if (found !== null) return found;
    }
    return null;
  };
  return cost.matches || cost.comparesEntries ? look(data, path) : null;
}

function escapedStep(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** An error of a schema: it knows no other severity. */
export function findingAt(
  path: string,
  code: ValidationFinding['code'],
  message: string,
  value: unknown,
): ValidationFinding {
  return { path, code, severity: 'error', message, value };
}
