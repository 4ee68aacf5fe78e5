import { type OutputUnit, type Schema, type SchemaDraft, Validator } from '@cfworker/json-schema';
import { type JsonObject, isObject, type JsonValue } from '../../facts/json-value.ts';
import { costOf, findingAt, tooMuchIn } from './schema-cost.ts';
import { misshapenIn } from './schema-shape.ts';
import type { ValidationFinding } from './validation-result.ts';

/** What is found in data; the path is the JSON pointer of that data. */
export type SchemaCheck = (data: JsonValue, path: string) => readonly ValidationFinding[];

/**
 * Makes the check of a JSON Schema. It is interpreted: neither schema nor answer ever becomes code.
 *
 * @param schema one in which `schemaTrouble` finds nothing; data must be bounded in depth
 */
export function schemaCheck(schema: JsonObject): SchemaCheck {
  // every error counts, as each removes its own item; a copy, as the library marks the schema and ours is frozen
  const validator = new Validator(unfrozen(schema), draftOf(schema), false);
  const cost = costOf(schema);
  return (data, path) => {
    const tooMuch = tooMuchIn(data, path, cost);
    if (tooMuch !== null) return [tooMuch];
    try {
      const { errors } = validator.validate(data);
      return errors
        .filter((error, place) => !isSummary(error, errors[place + 1]))
        .map((error) => findingOf(error, data, path));
    } catch {
      // a reference without end that no sample met, or more errors than the library can pass on
      return [findingAt(path, 'out_of_range', 'The schema could not be applied to this.', data)];
    }
  };
}

/** A sentence that says what is wrong with a schema; null: nothing that shows before it is used. */
export function schemaTrouble(schema: JsonObject): string | null {
  const misshapen = misshapenIn(schema);
  if (misshapen !== null) return misshapen;
  try {
    const validator = new Validator(unfrozen(schema), draftOf(schema), false);
    // the library looks at keywords only where they apply
    for (const sample of [null, true, 0, '', [null], { '': null }]) validator.validate(sample);
    const broken = patternsOf(schema).find((pattern) => !isPattern(pattern));
    return broken === undefined ? null : `"${broken}" is no regular expression.`;
  } catch (error) {
    return error instanceof RangeError ? 'It refers to itself without end.' : messageOf(error);
  }
}

function messageOf(error: unknown): string {
  const [line = ''] = error instanceof Error ? error.message.split('\n') : [];
  return line;
}

/** Whether a schema is for the whole of a list rather than for each of its items. */
export function describesList(schema: JsonObject): boolean {
  const { type } = schema;
  if (type !== undefined) return type === 'array' || (Array.isArray(type) && type.includes('array'));
  return ['items', 'prefixItems', 'contains', 'minItems', 'maxItems'].some((name) =>
    Object.hasOwn(schema, name),
  );
}

const DRAFTS = [
  ['draft-04', '4'],
  ['draft-07', '7'],
  ['2019-09', '2019-09'],
] as const satisfies readonly (readonly [string, SchemaDraft])[];

function draftOf({ $schema }: JsonObject): SchemaDraft {
  const named = typeof $schema === 'string' ? DRAFTS.find(([name]) => $schema.includes(name)) : undefined;
  return named?.[1] ?? '2020-12';
}

function unfrozen(schema: JsonObject): Schema {
  return JSON.parse(JSON.stringify(schema)) as Schema;
}

/** Keywords that only repeat that something under them failed; what failed follows them. */
const SUMMARIES: ReadonlySet<string> = new Set([
  '$ref',
  '$recursiveRef',
  'additionalItems',
  'additionalProperties',
  'allOf',
  'dependencies',
  'dependentSchemas',
  'if',
  'items',
  'patternProperties',
  'prefixItems',
  'properties',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
]);

function isSummary({ keyword, instanceLocation }: OutputUnit, next: OutputUnit | undefined): boolean {
  return SUMMARIES.has(keyword) && next !== undefined && next.instanceLocation.startsWith(instanceLocation);
}

const CODES: ReadonlyMap<string, ValidationFinding['code']> = new Map([
  ['required', 'missing_field'],
  ['dependentRequired', 'missing_field'],
  ['type', 'wrong_type'],
  ['format', 'wrong_type'],
]);

function findingOf(
  { keyword, instanceLocation, error }: OutputUnit,
  data: JsonValue,
  path: string,
): ValidationFinding {
  // "#/a%20b" is a pointer as a URI's fragment
  const pointer = decodeURIComponent(instanceLocation.slice(1));
  const message = keyword === 'false' ? 'Nothing may stand here.' : error;
  return findingAt(
    `${path}${pointer}`,
    CODES.get(keyword) ?? 'out_of_range',
    message,
    valueAt(data, pointer),
  );
}

function valueAt(data: JsonValue, pointer: string): unknown {
  let value: unknown = data;
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

/** Patterns of a schema are its author's; those of answers do not exist. */
function patternsOf(schema: JsonValue): readonly string[] {
  const patterns: string[] = [];
  const look = (value: JsonValue): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, entry] of Object.entries(value as JsonObject)) {
      if (name === 'pattern' && typeof entry === 'string') patterns.push(entry);
      if (name === 'patternProperties' && isObject(entry)) patterns.push(...Object.keys(entry));
      look(entry);
    }
  };
  look(schema);
  return patterns;
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u').unicode;
  } catch {
    return false;
  }
}
