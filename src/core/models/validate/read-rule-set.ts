import { DATA_TYPES } from '../../facts/category.ts';
import { frozenJsonObject, isObject } from '../../facts/json-value.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import { schemaTrouble } from './check-schema.ts';
import {
  type BetweenRule,
  FIELD_TYPES,
  type FieldRule,
  RULE_PRESETS,
  type RuleSet,
  type RuleSeverity,
  SEVERITIES,
} from './rule-set.ts';

/**
 * A rule set from settings or a request (spec M11): the name of a preset; own rules, such as
 * `{"required": ["price"], "fields": [{"field": "price", "type": "number", "min": 0}]}`; or a JSON Schema, as such or
 * as `{"schema": …}`. What this has read, it reads again as the same.
 *
 * Errors: `invalid_rule_set`, saying where and why.
 */
export function readRuleSet(value: unknown): Result<RuleSet> {
  if (typeof value === 'string') {
    const name = DATA_TYPES.find((known) => known === value);
    if (name !== undefined) return ok(RULE_PRESETS[name]);
    return refused(`There are no rules of that name. Those that ship are ${DATA_TYPES.join(', ')}.`);
  }
  const given = frozenJsonObject(value);
  if (given === null) return refused('Rules are a name, an object with rules, or a JSON Schema.');
  const { form: _form, ...fields } = given;
  const names = Object.keys(fields);
  if (names.length === 1 && isObject(fields['schema'])) return readSchema(fields['schema']);
  return names.length > 0 && names.every((name) => RULE_NAMES.has(name))
    ? readRules(fields)
    : readSchema(given);
}

const RULE_NAMES: ReadonlySet<string> = new Set(['required', 'fields', 'between']);

/** Anything of these makes an object a schema; without one it would allow everything, by a slip of the pen. */
const SCHEMA_NAMES = [
  '$ref',
  '$schema',
  'allOf',
  'anyOf',
  'const',
  'enum',
  'if',
  'items',
  'not',
  'oneOf',
  'prefixItems',
  'properties',
  'patternProperties',
  'required',
  'type',
];

function readSchema(given: Readonly<Record<string, unknown>>): Result<RuleSet> {
  const schema = frozenJsonObject(given);
  if (schema === null || !SCHEMA_NAMES.some((name) => Object.hasOwn(schema, name)))
    return refused('This is neither a set of rules (required, fields, between) nor a JSON Schema.');
  const trouble = schemaTrouble(schema);
  return trouble === null
    ? ok(Object.freeze({ form: 'schema', schema }))
    : refused(`The JSON Schema cannot be used: ${trouble}`);
}

function readRules(given: Readonly<Record<string, unknown>>): Result<RuleSet> {
  const required = listOf(given['required'], 'required', (name, at) =>
    isName(name) ? ok(name) : refused(`${at} must be the name of a field.`),
  );
  if (!required.ok) return required;
  const fields = listOf(given['fields'], 'fields', readField);
  if (!fields.ok) return fields;
  const between = listOf(given['between'], 'between', readBetween);
  if (!between.ok) return between;
  return ok(
    Object.freeze({ form: 'rules', required: required.value, fields: fields.value, between: between.value }),
  );
}

function readField(value: unknown, at: string): Result<FieldRule> {
  if (!isObject(value))
    return refused(`${at} must be an object such as {"field": "price", "type": "number"}.`);
  const unknown = unknownName(value, ['field', 'type', 'min', 'max', 'severity']);
  if (unknown !== null) return refused(`${at} has no "${unknown}".`);
  const { field } = value;
  if (!isName(field)) return refused(`${at}: "field" must be the name of a field.`);
  const type = FIELD_TYPES.find((known) => known === value['type']);
  if (type === undefined) return refused(`${at}: "type" must be one of ${FIELD_TYPES.join(', ')}.`);
  const bounds = readBounds(value, at);
  if (!bounds.ok) return bounds;
  const isLength = [bounds.value.min, bounds.value.max].every(
    (bound) => bound === undefined || (Number.isSafeInteger(bound) && bound >= 0),
  );
  if (type === 'text' && !isLength) return refused(`${at}: a length must be a whole number of 0 or more.`);
  if (type === 'time' && Object.keys(bounds.value).length > 0) return refused(`${at}: a time has no bounds.`);
  const severity = readSeverity(value, at);
  return severity.ok
    ? ok(Object.freeze({ field, type, ...bounds.value, severity: severity.value }))
    : severity;
}

function readBetween(value: unknown, at: string): Result<BetweenRule> {
  if (!isObject(value))
    return refused(`${at} must be an object such as {"field": "high", "by": "low", "min": 1}.`);
  const unknown = unknownName(value, ['field', 'by', 'relation', 'min', 'max', 'severity']);
  if (unknown !== null) return refused(`${at} has no "${unknown}".`);
  const { field, by, relation = 'ratio' } = value;
  if (!isName(field) || !isName(by)) return refused(`${at}: "field" and "by" must be names of fields.`);
  if (relation !== 'ratio' && relation !== 'difference')
    return refused(`${at}: "relation" must be ratio or difference.`);
  const bounds = readBounds(value, at);
  if (!bounds.ok) return bounds;
  if (Object.keys(bounds.value).length === 0) return refused(`${at} needs "min" or "max".`);
  const severity = readSeverity(value, at);
  return severity.ok
    ? ok(Object.freeze({ field, by, relation, ...bounds.value, severity: severity.value }))
    : severity;
}

function readBounds(
  { min, max }: Readonly<Record<string, unknown>>,
  at: string,
): Result<{ readonly min?: number; readonly max?: number }> {
  if (min !== undefined && typeof min !== 'number') return refused(`${at}: "min" must be a number.`);
  if (max !== undefined && typeof max !== 'number') return refused(`${at}: "max" must be a number.`);
  if (min !== undefined && max !== undefined && min > max) return refused(`${at}: "min" is above "max".`);
  return ok({ ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) });
}

function readSeverity(
  { severity = 'error' }: Readonly<Record<string, unknown>>,
  at: string,
): Result<RuleSeverity> {
  const known = SEVERITIES.find((one) => one === severity);
  return known === undefined ? refused(`${at}: "severity" must be ${SEVERITIES.join(' or ')}.`) : ok(known);
}

/** An absent list is empty. */
function listOf<T>(
  value: unknown,
  name: string,
  read: (entry: unknown, at: string) => Result<T>,
): Result<readonly T[]> {
  if (value === undefined) return ok([]);
  if (!Array.isArray(value)) return refused(`"${name}" must be a list.`);
  const entries: T[] = [];
  for (const [place, entry] of (value as unknown[]).entries()) {
    const one = read(entry, `${name}[${place}]`);
    if (!one.ok) return one;
    entries.push(one.value);
  }
  return ok(Object.freeze(entries));
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function unknownName(value: Readonly<Record<string, unknown>>, known: readonly string[]): string | null {
  return Object.keys(value).find((name) => !known.includes(name)) ?? null;
}

function refused(why: string): ReturnType<typeof fail> {
  return fail('invalid_rule_set', why);
}
