import type { Category } from '../../facts/category.ts';
import { boundedData } from '../bounded-data.ts';
import { checkItem } from './check-item.ts';
import { describesList, schemaCheck } from './check-schema.ts';
import type { RuleSet } from './rule-set.ts';
import type { ValidationFinding, ValidationResult } from './validation-result.ts';

/**
 * Checks data by rules (spec M11). Of a list each entry is an item, anything else is one item; an item with an error is
 * removed, one with warnings stays.
 *
 * `validatedData` of a list is a list, shorter by what was removed; of a single item null when it has an error. A schema
 * for the list as a whole ("at least three") leaves null too when the list as such fails.
 *
 * @param data as merged, or a model's own answer; nested to any depth
 * @param category of the request, for whoever reads the result
 * @example validate([{provider: 'Acme', gpu: 'H100', price: 2.5}], RULE_PRESETS.gpu, 'price_extraction').isValid // true
 */
export function validate(data: unknown, ruleSet: RuleSet, category: Category): ValidationResult {
  const findings = findingsOf(data, ruleSet).map((finding) => Object.freeze(finding));
  const errors = findings.filter(({ severity }) => severity === 'error');
  return Object.freeze({
    isValid: errors.length === 0,
    validatedData: withoutFailed(data, errors),
    errors: Object.freeze(errors),
    warnings: Object.freeze(findings.filter(({ severity }) => severity === 'warning')),
    category,
  });
}

function findingsOf(data: unknown, ruleSet: RuleSet): readonly ValidationFinding[] {
  const check = checkOf(ruleSet);
  const isWhole = !Array.isArray(data) || (ruleSet.form === 'schema' && describesList(ruleSet.schema));
  return isWhole ? check(data, '') : data.flatMap((item, place) => check(item, `/${place}`));
}

function checkOf(ruleSet: RuleSet): (item: unknown, path: string) => readonly ValidationFinding[] {
  if (ruleSet.form === 'rules') return (item, path) => checkItem(item, ruleSet, path);
  const check = schemaCheck(ruleSet.schema);
  return (item, path) => {
    const data = boundedData(item);
    if (data !== undefined) return check(data, path);
    const message = 'This is nested too deeply, or is no JSON.';
    return [{ path, code: 'wrong_type', severity: 'error', message, value: null }];
  };
}

/** A finding's path begins with the place of its item in a list. */
function withoutFailed(data: unknown, errors: readonly ValidationFinding[]): unknown {
  if (errors.length === 0) return data;
  if (!Array.isArray(data)) return null;
  const failed = new Set(errors.map(({ path }) => path.split('/', 2)[1]));
  // an error of the list as such is at ""
  if (failed.has(undefined)) return null;
  return Object.freeze(data.filter((_, place) => !failed.has(String(place))));
}
