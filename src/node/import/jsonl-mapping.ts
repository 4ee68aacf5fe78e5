import { isInstant } from '../../core/facts/check-ledger.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { fieldsOf, textOrNull } from './json-fields.ts';
import type { LoggedTask } from './logged-task.ts';

/** What a row of a foreign log is asked for; each names a field, with dots into objects: `usage.output`. */
export const MAPPED_FIELDS = [
  'id',
  'text',
  'at',
  'outputTokens',
  'totalTokens',
  'inputTokens',
  'thinkingTokens',
  'agent',
  'model',
  'session',
  'turn',
  'images',
  'stream',
  'success',
  'quality',
  'type',
  'complexity',
  'priority',
  'storyPoints',
] as const;

export type MappedField = (typeof MAPPED_FIELDS)[number];
export type JsonlMapping = Readonly<Partial<Record<MappedField, string>>>;

/** The rows that `evaluate` reads. */
export const EVALUATE_MAPPING: JsonlMapping = Object.freeze({
  id: 'id',
  stream: 'stream',
  text: 'text',
  type: 'type',
  model: 'model',
  session: 'session',
  turn: 'turn',
  at: 'timestamp',
  outputTokens: 'tokens_out',
  totalTokens: 'tokens_total',
});

/** Below it a number is seconds since 1970, else milliseconds: in milliseconds it is March 1973. */
const SECONDS_BELOW = 100_000_000_000;

/** Checks a mapping that the user wrote. Errors: `invalid_mapping`, naming the field. */
export function readMapping(value: unknown): Result<JsonlMapping> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return fail(
      'invalid_mapping',
      'A mapping is an object such as {"text": "prompt", "outputTokens": "usage.output"}.',
    );
  const mapping: Partial<Record<MappedField, string>> = {};
  for (const [field, path] of Object.entries(value)) {
    const known = MAPPED_FIELDS.find((each) => each === field);
    if (known === undefined) {
      const names = MAPPED_FIELDS.join(', ');
      return fail('invalid_mapping', `The mapping has an unknown field ${field}. Known are ${names}.`, {
        field,
      });
    }
    if (typeof path !== 'string' || path === '')
      return fail('invalid_mapping', `The mapping of ${field} must be the name of a field.`, { field });
    mapping[known] = path;
  }
  if (mapping.outputTokens === undefined)
    return fail('invalid_mapping', 'The mapping must say where the output tokens are: "outputTokens".', {
      field: 'outputTokens',
    });
  return ok(Object.freeze(mapping));
}

/**
 * A row as a task. Absent and mistyped fields are unknown; only the output tokens must be there.
 * @param fallbackId for rows without one: the same for the same row
 * @param fallbackAt epoch ms, for rows without a time
 * Errors: `invalid_record`.
 */
export function mappedTask(
  row: unknown,
  mapping: JsonlMapping,
  fallbackId: string,
  fallbackAt: number,
): Result<LoggedTask> {
  const get = (field: MappedField): unknown => {
    const path = mapping[field];
    return path === undefined ? undefined : valueAt(row, path);
  };
  const output = wholeNumber(get('outputTokens'));
  if (output === null)
    return fail('invalid_record', `The row has no whole number of output tokens in ${mapping.outputTokens}.`);
  const total = wholeNumber(get('totalTokens'));
  const input = wholeNumber(get('inputTokens')) ?? (total === null ? null : Math.max(0, total - output));
  const thinking = wholeNumber(get('thinkingTokens'));
  const id = nameOf(get('id'));
  const stream = nameOf(get('stream'));
  const taskId = id ?? fallbackId;
  return ok({
    id: `jsonl:${stream === null ? '' : `${stream}:`}${taskId}`,
    taskId,
    at: timeOf(get('at')) ?? fallbackAt,
    text: textOrNull(get('text')),
    images: wholeNumber(get('images')) ?? 0,
    session: nameOf(get('session')),
    turn: wholeNumber(get('turn')) ?? 0,
    agent: textOrNull(get('agent')),
    model: textOrNull(get('model')),
    output,
    input,
    work: thinking === null || thinking > output ? null : { thinking, other: output - thinking },
    thinkingIsHidden: false,
    described: Object.fromEntries(
      (['type', 'complexity', 'priority', 'storyPoints'] as const).map((field) => [field, get(field)]),
    ),
    success: booleanOrNull(get('success')),
    quality: percentOrNull(get('quality')),
  });
}

function valueAt(row: unknown, path: string): unknown {
  let value = row;
  for (const name of path.split('.')) {
    const fields = fieldsOf(value);
    value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  }
  return value;
}

function wholeNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function nameOf(value: unknown): string | null {
  const name = typeof value === 'number' ? String(value) : (textOrNull(value)?.trim() ?? '');
  return name === '' ? null : name;
}

function timeOf(value: unknown): number | null {
  const given = typeof value === 'string' ? Date.parse(value) : value;
  if (typeof given !== 'number') return null;
  const at = typeof value === 'number' && value < SECONDS_BELOW ? value * 1000 : given;
  return isInstant(at) ? at : null;
}

function booleanOrNull(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

function percentOrNull(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && value <= 100 ? value : null;
}
