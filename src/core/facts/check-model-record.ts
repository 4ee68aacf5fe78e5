import { CATEGORIES, type Category, STRATEGIES } from './category.ts';
import { TASK_TYPES } from './characteristics.ts';
import { isInstant, isName } from './check-ledger.ts';
import { frozenJsonObject, isObject } from './json-value.ts';
import { CORRECTION_TYPES, type ModelRecord, STAGES } from './model-record.ts';
import { ADAPTER_ERRORS, FINISHES } from './model-response.ts';
import { fail, ok, type Result } from './result.ts';

const BROKEN = Symbol('broken');
/** The value as it is kept; `BROKEN` for what breaks its rule, undefined for what is left out. */
type Check = (value: unknown) => unknown;

/**
 * Checks one record of requests to models as it is written or read back (spec M1, M8–M10). Fields that are not the
 * kind's are dropped; what is absent although it must be there breaks the record.
 *
 * @returns the deeply frozen record, or `invalid_record`, naming the first field that breaks its rule
 */
export function checkModelRecord(value: unknown): Result<ModelRecord> {
  const kind = isObject(value) ? value['kind'] : undefined;
  if (!isObject(value) || !isModelKind(kind)) return wrong('kind');
  const record: Record<string, unknown> = { kind };
  for (const [field, check] of RULES[kind]) {
    const checked = check(value[field]);
    if (checked === BROKEN) return wrong(field);
    if (checked !== undefined) record[field] = checked;
  }
  // Every field was put there by the rule that checked it.
  return ok(Object.freeze(record) as unknown as ModelRecord);
}

export const MODEL_RECORD_KINDS = ['request', 'response', 'verdict', 'category'] as const;

export function isModelKind(kind: unknown): kind is ModelRecord['kind'] {
  return MODEL_RECORD_KINDS.some((known) => known === kind);
}

const name: Check = (value) => (isName(value) ? value : BROKEN);
const instant: Check = (value) => (isInstant(value) ? value : BROKEN);
const flag: Check = (value) => (typeof value === 'boolean' ? value : BROKEN);
const count: Check = (value) => (isCount(value) ? value : BROKEN);
const duration: Check = (value) => (isWithin(value, 0, Number.MAX_SAFE_INTEGER) ? value : BROKEN);
const share: Check = (value) => (isWithin(value, 0, 1) ? value : BROKEN);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null ? null : check(value);
const orAbsent =
  (check: Check): Check =>
  (value) =>
    value === undefined ? undefined : check(value);
const oneOf =
  (words: readonly unknown[]): Check =>
  (value) =>
    words.includes(value) ? value : BROKEN;
const names: Check = (value) =>
  Array.isArray(value) && value.every(isName) ? Object.freeze([...value]) : BROKEN;

const category = oneOf(CATEGORIES);
const taskType = orNull(oneOf(['unknown', ...TASK_TYPES]));

const RULES: Readonly<Record<ModelRecord['kind'], readonly (readonly [string, Check])[]>> = {
  request: [
    ['id', name],
    ['at', instant],
    ['category', category],
    ['confidence', share],
    ['taskType', taskType],
    ['classified', orAbsent(classified)],
    ['models', names],
    ['strategy', orNull(oneOf(STRATEGIES))],
    ['totalMs', duration],
    ['firstResponseMs', orNull(duration)],
    ['costMicroUsd', orNull(count)],
    ['tokenCount', count],
    ['cached', flag],
    ['flags', names],
    ['failure', orNull(failure)],
  ],
  response: [
    ['id', name],
    ['at', instant],
    ['requestId', name],
    ['model', name],
    ['category', category],
    ['success', flag],
    ['finish', oneOf(FINISHES)],
    ['error', orNull(oneOf(Object.keys(ADAPTER_ERRORS)))],
    ['responseMs', duration],
    ['inputTokens', count],
    ['outputTokens', count],
    ['tokenCount', count],
    ['costMicroUsd', orNull(count)],
    ['estimated', flag],
  ],
  verdict: [
    ['id', name],
    ['at', instant],
    ['requestId', name],
    ['responseId', name],
    ['model', name],
    ['category', category],
    ['wasCorrect', flag],
    ['weight', oneOf([1, 1.5])],
    ['source', oneOf(['validation', 'user'])],
    ['correction', orNull(correction)],
    ['responseMs', duration],
    ['costMicroUsd', orNull(count)],
    ['tokenCount', count],
  ],
  category: [
    ['id', name],
    ['at', instant],
    ['requestId', name],
    ['category', category],
    ['keywords', keywords],
    ['complexityScore', share],
    ['taskType', taskType],
  ],
};

function failure(value: unknown): unknown {
  if (!isObject(value)) return BROKEN;
  const { stage, code } = value;
  const isWhole = STAGES.some((known) => known === stage) && isName(code);
  return isWhole ? Object.freeze({ stage, code }) : BROKEN;
}

function correction(value: unknown): unknown {
  if (!isObject(value)) return BROKEN;
  const { type, note = null, data } = value;
  if (!CORRECTION_TYPES.some((known) => known === type)) return BROKEN;
  if (note !== null && typeof note !== 'string') return BROKEN;
  if (data === undefined) return Object.freeze({ type, note });
  const json = frozenJsonObject({ data });
  return json === null ? BROKEN : Object.freeze({ type, note, data: json['data'] });
}

function classified(value: unknown): unknown {
  if (!isObject(value)) return BROKEN;
  const kept = { keywords: keywords(value['keywords']), complexityScore: share(value['complexityScore']) };
  return kept.keywords === BROKEN || kept.complexityScore === BROKEN ? BROKEN : Object.freeze(kept);
}

function keywords(value: unknown): unknown {
  if (!isObject(value)) return BROKEN;
  const kept: [Category, unknown][] = [];
  for (const known of CATEGORIES) {
    const given = value[known];
    if (given === undefined) continue;
    const list = names(given);
    if (list === BROKEN) return BROKEN;
    kept.push([known, list]);
  }
  return Object.freeze(Object.fromEntries(kept));
}

function isWithin(value: unknown, low: number, high: number): value is number {
  return typeof value === 'number' && value >= low && value <= high;
}

function isCount(value: unknown): value is number {
  return isWithin(value, 0, Number.MAX_SAFE_INTEGER) && Number.isSafeInteger(value);
}

function wrong(field: string) {
  const named = field === 'kind' ? 'it has no known kind' : `"${field}" is missing or wrong`;
  return fail('invalid_record', `A record of requests to models cannot be used: ${named}.`, { field });
}
