import { isObject } from '../../facts/json-value.ts';
import { fieldOf } from './field-of.ts';
import { isInstant } from './instant.ts';
import type { BetweenRule, FieldRule, RuleSet, RuleSeverity } from './rule-set.ts';
import type { ValidationFinding } from './validation-result.ts';

type Rules = Extract<RuleSet, { readonly form: 'rules' }>;

/** What the rules find in one item, in their order. */
export function checkItem(item: unknown, rules: Rules, path: string): readonly ValidationFinding[] {
  if (!isObject(item)) {
    const message = 'This must be an object with named fields.';
    return [{ path, code: 'wrong_type', severity: 'error', message, value: item }];
  }
  return [
    ...rules.required.flatMap((field) => missing(item, field, path)),
    ...rules.fields.flatMap((rule) => checkField(item, rule, path)),
    ...rules.between.flatMap((rule) => checkBetween(item, rule, path)),
  ];
}

/** Names of fields come from outside: escaped as a JSON pointer asks. */
function pointerTo(path: string, name: string): string {
  return `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function missing(
  item: Readonly<Record<string, unknown>>,
  field: string,
  path: string,
): readonly ValidationFinding[] {
  if (fieldOf(item, field) !== null) return [];
  const message = `"${field}" is missing.`;
  return [{ path: pointerTo(path, field), code: 'missing_field', severity: 'error', message, value: null }];
}

function checkField(
  item: Readonly<Record<string, unknown>>,
  rule: FieldRule,
  path: string,
): readonly ValidationFinding[] {
  const found = fieldOf(item, rule.field);
  if (found === null) return [];
  const { value } = found;
  const measure = measureOf(rule, value);
  const at = { path: pointerTo(path, found.name), severity: rule.severity, value };
  if (measure === null) {
    return [{ ...at, code: 'wrong_type', message: `"${rule.field}" must be ${TYPE_TEXT[rule.type]}.` }];
  }
  if (isWithin(measure, rule)) return [];
  const unit = rule.type === 'text' ? ' characters' : '';
  const message = `"${rule.field}" must have ${boundsText(rule)}${unit}.`;
  const text = rule.type === 'number' ? `"${rule.field}" must be ${boundsText(rule)}.` : message;
  return [{ ...at, code: breachOf(rule.severity), message: text }];
}

const TYPE_TEXT = { number: 'a number', text: 'a text', time: 'a time in ISO 8601 or unix' } as const;

/** What the bounds of a rule apply to; null when the value is not of the rule's type. */
function measureOf({ type, min = 0, max = 0 }: FieldRule, value: unknown): number | null {
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value) ? value : null;
  if (type === 'time') return isInstant(value) ? 0 : null;
  return typeof value === 'string' ? lengthOf(value, Math.max(min, max) + 1) : null;
}

/** Characters of a trimmed text, counted as far as needed: an answer may be a megabyte long. */
function lengthOf(text: string, enough: number): number {
  let length = 0;
  for (const _character of text.trim()) {
    length += 1;
    if (length >= enough) break;
  }
  return length;
}

function isWithin(
  measure: number,
  { min = -Infinity, max = Infinity }: { min?: number; max?: number },
): boolean {
  return measure >= min && measure <= max;
}

function boundsText({ min, max }: { readonly min?: number; readonly max?: number }): string {
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `from ${min} to ${max}`;
}

/** What is impossible is out of range, what is only unlikely is suspicious. */
function breachOf(severity: RuleSeverity): 'out_of_range' | 'suspicious' {
  return severity === 'error' ? 'out_of_range' : 'suspicious';
}

/** Only between numbers that there are; a quotient by 0 says nothing. */
function checkBetween(
  item: Readonly<Record<string, unknown>>,
  rule: BetweenRule,
  path: string,
): readonly ValidationFinding[] {
  const [one, other] = [fieldOf(item, rule.field), fieldOf(item, rule.by)];
  if (typeof one?.value !== 'number' || typeof other?.value !== 'number') return [];
  const result = rule.relation === 'ratio' ? one.value / other.value : one.value - other.value;
  if (!Number.isFinite(result) || isWithin(toNineDigits(result), rule)) return [];
  const word = rule.relation === 'ratio' ? 'divided by' : 'less';
  return [
    {
      path: pointerTo(path, one.name),
      code: breachOf(rule.severity),
      severity: rule.severity,
      message: `"${rule.field}" ${word} "${rule.by}" should be ${boundsText(rule)}.`,
      value: one.value,
    },
  ];
}

/** 0.3 / 0.2 is a little less than 1.5 in binary. */
function toNineDigits(value: number): number {
  return Number(value.toPrecision(9));
}
