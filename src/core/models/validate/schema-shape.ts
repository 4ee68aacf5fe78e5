import { isObject, type JsonObject, type JsonValue } from '../../facts/json-value.ts';

type Shape = readonly [holds: (value: JsonValue) => boolean, must: string];

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];
const isType = (value: JsonValue): boolean => typeof value === 'string' && TYPES.includes(value);
const isText = (value: JsonValue): boolean => typeof value === 'string';
const isSchema = (value: JsonValue): boolean => isObject(value) || typeof value === 'boolean';
const areSchemas = (value: JsonValue): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(isSchema);

const NUMBER: Shape = [(value) => typeof value === 'number', 'a number'];
const BOUND: Shape = [(value) => ['number', 'boolean'].includes(typeof value), 'a number'];
const COUNT: Shape = [
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  'a whole number of 0 or more',
];
const SCHEMA: Shape = [isSchema, 'a schema'];
const SCHEMAS: Shape = [areSchemas, 'a list of schemas'];
const BY_NAME: Shape = [
  (value) =>
    isObject(value) && Object.values(value).every((entry) => isSchema(entry) || Array.isArray(entry)),
  'an object of schemas by their names',
];

/** What the library takes as it comes: a word that it does not know matches nothing, and every answer would be wrong. */
const SHAPES: Readonly<Record<string, Shape>> = {
  type: [
    (value) => isType(value) || (Array.isArray(value) && value.length > 0 && value.every(isType)),
    `one of ${TYPES.join(', ')}, or a list of them`,
  ],
  required: [
    // in draft 4 and before it could stand in a property, as true or false
    (value) => typeof value === 'boolean' || (Array.isArray(value) && value.every(isText)),
    'a list of names',
  ],
  enum: [(value) => Array.isArray(value), 'a list of values'],
  pattern: [isText, 'a regular expression'],
  format: [isText, 'the name of a format'],
  minimum: NUMBER,
  maximum: NUMBER,
  exclusiveMinimum: BOUND,
  exclusiveMaximum: BOUND,
  multipleOf: [(value) => typeof value === 'number' && value > 0, 'a number above 0'],
  minLength: COUNT,
  maxLength: COUNT,
  minItems: COUNT,
  maxItems: COUNT,
  minProperties: COUNT,
  maxProperties: COUNT,
  uniqueItems: [(value) => typeof value === 'boolean', 'true or false'],
  items: [(value) => isSchema(value) || areSchemas(value), 'a schema'],
  contains: SCHEMA,
  not: SCHEMA,
  additionalProperties: SCHEMA,
  additionalItems: SCHEMA,
  propertyNames: SCHEMA,
  allOf: SCHEMAS,
  anyOf: SCHEMAS,
  oneOf: SCHEMAS,
  prefixItems: SCHEMAS,
  properties: BY_NAME,
  patternProperties: BY_NAME,
  dependentSchemas: BY_NAME,
  $defs: BY_NAME,
  definitions: BY_NAME,
};

/** Schemas that have their place under a keyword, directly, in a list, or by name. */
const UNDER: ReadonlySet<string> = new Set([
  'if',
  'then',
  'else',
  'unevaluatedItems',
  'unevaluatedProperties',
]);

/**
 * The first keyword of a schema that has not the shape it must have, as a sentence; null: none. Where data stand (`enum`,
 * `const`, `default`, `examples`) nothing is looked at.
 */
export function misshapenIn(schema: JsonObject, at = ''): string | null {
  for (const [name, value] of Object.entries(schema)) {
    const place = `${at}/${name}`;
    const shape = Object.hasOwn(SHAPES, name) ? SHAPES[name] : undefined;
    if (shape !== undefined && !shape[0](value)) return `"${place}" must be ${shape[1]}.`;
    const isPlace = shape === SCHEMA || shape === SCHEMAS || name === 'items' || UNDER.has(name);
    const inner = isPlace ? placesOf(value, place) : shape === BY_NAME ? namedIn(value, place) : [];
    for (const [below, schemaBelow] of inner) {
      const wrong = misshapenIn(schemaBelow, below);
      if (wrong !== null) return wrong;
    }
  }
  return null;
}

type Placed = readonly [place: string, schema: JsonObject];

function placesOf(value: JsonValue, place: string): readonly Placed[] {
  if (Array.isArray(value))
    return value.flatMap((entry, at) => placesOf(entry as JsonValue, `${place}/${at}`));
  return isObject(value) ? [[place, value]] : [];
}

function namedIn(value: JsonValue, place: string): readonly Placed[] {
  const entries = isObject(value) ? Object.entries(value) : [];
  return entries.flatMap(([name, entry]) => (isObject(entry) ? [[`${place}/${name}`, entry] as const] : []));
}
