import type { DataType } from '../../facts/category.ts';
import type { JsonObject } from '../../facts/json-value.ts';

/** What a breach does: an error removes the item from the data, a warning does not (spec M11). */
export const SEVERITIES = ['error', 'warning'] as const;
export type RuleSeverity = (typeof SEVERITIES)[number];

export const FIELD_TYPES = ['number', 'text', 'time'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/**
 * A rule for one field of an item, where the item has it: a number in [min, max], a text of min to max characters
 * (trimmed), a time (ISO 8601 or unix). Bounds are inclusive; an absent one is none.
 */
export interface FieldRule {
  /** As `inputPrice`; an item may spell it `input_price`. */
  readonly field: string;
  readonly type: FieldType;
  readonly min?: number;
  readonly max?: number;
  readonly severity: RuleSeverity;
}

/** A rule between two number fields: `field` divided by `by`, or less `by`, in [min, max]. */
export interface BetweenRule {
  readonly field: string;
  readonly by: string;
  readonly relation: 'ratio' | 'difference';
  readonly min?: number;
  readonly max?: number;
  readonly severity: RuleSeverity;
}

/** What an answer is checked by, as data (spec M11). Plain JSON, frozen: it is a part of the cache's key. */
export type RuleSet =
  | {
      readonly form: 'rules';
      /** Fields that every item must have, other than null. */
      readonly required: readonly string[];
      readonly fields: readonly FieldRule[];
      readonly between: readonly BetweenRule[];
    }
  | {
      readonly form: 'schema';
      /** A JSON Schema (drafts 4, 7, 2019-09, 2020-12) for the data, or for each item when it describes no list. */
      readonly schema: JsonObject;
    };

const error = (field: string, type: FieldType, min?: number, max?: number): FieldRule =>
  rule(field, type, 'error', min, max);
const warning = (field: string, type: FieldType, min?: number, max?: number): FieldRule =>
  rule(field, type, 'warning', min, max);

function rule(
  field: string,
  type: FieldType,
  severity: RuleSeverity,
  min: number | undefined,
  max: number | undefined,
): FieldRule {
  return Object.freeze({
    field,
    type,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    severity,
  });
}

function rules(
  required: readonly string[],
  fields: readonly FieldRule[],
  between: readonly BetweenRule[] = [],
): RuleSet {
  return Object.freeze({
    form: 'rules',
    required: Object.freeze(required),
    fields: Object.freeze(fields),
    between: Object.freeze(between),
  });
}

/** The rule sets that ship (spec M11): prices in USD an hour, USD per million tokens, USD a kWh; load in per cent. */
export const RULE_PRESETS: Readonly<Record<DataType, RuleSet>> = Object.freeze({
  gpu: rules(
    ['provider', 'gpu', 'price'],
    [
      error('price', 'number', 0.1, 50),
      error('provider', 'text', 2),
      error('region', 'text', 2),
      warning('gpu', 'text', 3),
    ],
  ),
  token: rules(
    ['provider', 'model', 'inputPrice', 'outputPrice'],
    [
      error('inputPrice', 'number', 0.001, 100),
      error('outputPrice', 'number', 0.001, 100),
      error('model', 'text', 3),
    ],
    [
      Object.freeze({
        field: 'outputPrice',
        by: 'inputPrice',
        relation: 'ratio',
        min: 1.5,
        max: 5,
        severity: 'warning',
      }),
    ],
  ),
  grid_load: rules(
    [],
    [
      error('kwhPrice', 'number', 0.01, 1),
      error('loadPercentage', 'number', 0, 100),
      warning('loadPercentage', 'number', 5, 95),
      error('timestamp', 'time'),
    ],
  ),
});
