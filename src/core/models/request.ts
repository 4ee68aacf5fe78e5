import { CATEGORIES, CONSENTS, DATA_TYPES, STRATEGIES } from '../facts/category.ts';
import { TASK_TYPES } from '../facts/characteristics.ts';
import { isObject } from '../facts/json-value.ts';
import type { ModelRequest, RequestContext } from '../facts/model-request.ts';
import { fail, type FailureCode, ok, type Result } from '../facts/result.ts';

/** What stands where the request says nothing: made or configured by the caller (spec M13). */
export type RequestDefaults = Pick<
  ModelRequest,
  'id' | 'createdAt' | 'qualityThreshold' | 'costLimitMicroUsd' | 'requestCap'
>;

type Fields = Readonly<Record<string, unknown>>;

/** How one field is read: undefined when it breaks its rule. */
interface Rule<T> {
  readonly code: FailureCode;
  readonly must: string;
  readonly read: (value: unknown, defaults: RequestDefaults, fields: Fields) => T | undefined;
}

const RULES: { readonly [Field in keyof ModelRequest]: Rule<ModelRequest[Field]> } = {
  id: {
    code: 'invalid_id',
    must: 'a text that is not blank',
    read: (value, { id }) => text(value ?? id),
  },
  prompt: { code: 'invalid_prompt', must: 'a text that is not blank', read: text },
  context: {
    code: 'invalid_context',
    must: 'the text of a pack with its packHash, or null',
    read: (value) => orNull(value, context),
  },
  budget: {
    code: 'invalid_budget',
    must: 'a whole number of tokens above 0, or null',
    // A context is fitted already: there is nothing left to bound.
    read: (value, _, fields) =>
      orNull(value, (given) => (isAbsent(fields['context']) ? positive(given) : positive(given) && null)),
  },
  createdAt: {
    code: 'invalid_created_at',
    must: 'a time in epoch milliseconds',
    read: (value, { createdAt }) => finite(value ?? createdAt),
  },
  category: {
    code: 'invalid_category',
    must: `one of ${CATEGORIES.join(', ')}, or null`,
    read: (value) => orNull(value, oneOf(CATEGORIES)),
  },
  taskType: {
    code: 'invalid_task_type',
    must: `one of ${TASK_TYPES.join(', ')}, unknown, or null`,
    read: (value) => orNull(value, oneOf([...TASK_TYPES, 'unknown'] as const)),
  },
  qualityThreshold: {
    code: 'invalid_quality_threshold',
    must: 'a number from 0 to 1',
    read: (value, { qualityThreshold }) => share(value ?? qualityThreshold),
  },
  costLimitMicroUsd: {
    code: 'invalid_cost_limit',
    must: 'a whole number of micro-USD above 0, or null for none',
    // Null says that there is none; saying nothing leaves the configured one.
    read: (value, { costLimitMicroUsd }) => orNull(value === undefined ? costLimitMicroUsd : value, positive),
  },
  requestCap: {
    code: 'invalid_request_cap',
    must: 'a whole number of tokens above 0',
    read: (value, { requestCap }) => positive(value ?? requestCap),
  },
  criticality: {
    code: 'invalid_criticality',
    must: 'a number from 0 to 1, or null',
    read: (value) => orNull(value, share),
  },
  strategy: {
    code: 'invalid_strategy',
    must: `one of ${STRATEGIES.join(', ')}, or null`,
    read: (value) => orNull(value, oneOf(STRATEGIES)),
  },
  consent: {
    code: 'invalid_consent',
    must: `a list of ${CONSENTS.join(', ')}`,
    read: (value) => listOf(value ?? [], oneOf(CONSENTS)),
  },
  dataType: {
    code: 'invalid_data_type',
    must: `one of ${DATA_TYPES.join(', ')}, or null`,
    read: (value) => orNull(value, oneOf(DATA_TYPES)),
  },
};

/**
 * A request as a user, a file or a program gives it (spec M1). Absent fields take their default, else null; fields that
 * are not a request's are dropped.
 *
 * @returns the frozen request, or `invalid_<field>` for the first field that breaks its rule (`invalid_request` when
 *   the value is no object)
 * @example readRequest({ prompt: 'What is it?', costLimitMicroUsd: 50_000 }, defaults)
 */
export function readRequest(value: unknown, defaults: RequestDefaults): Result<ModelRequest> {
  if (!isObject(value)) return fail('invalid_request', 'A request must be an object with a prompt.');
  const request: Record<string, unknown> = {};
  for (const [field, { code, must, read }] of Object.entries(RULES)) {
    const checked = read(value[field], defaults, value);
    if (checked === undefined) return fail(code, `${field} of the request must be ${must}.`, { field });
    request[field] = checked;
  }
  // Every field was put there by the rule that checked it.
  return ok(Object.freeze(request) as unknown as ModelRequest);
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function orNull<T>(value: unknown, read: (value: unknown) => T | undefined): T | null | undefined {
  return isAbsent(value) ? null : read(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function share(value: unknown): number | undefined {
  const number = finite(value);
  return number !== undefined && number >= 0 && number <= 1 ? number : undefined;
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

function oneOf<T extends string>(words: readonly T[]): (value: unknown) => T | undefined {
  return (value) => words.find((word) => word === value);
}

/** Each once, in the order given. */
function listOf<T>(value: unknown, read: (value: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const entries = value.map(read);
  const known = entries.filter((entry) => entry !== undefined);
  return known.length === entries.length ? Object.freeze([...new Set(known)]) : undefined;
}

function context(value: unknown): RequestContext | undefined {
  if (!isObject(value) || typeof value['text'] !== 'string') return undefined;
  const packHash = text(value['packHash']);
  return packHash === undefined ? undefined : Object.freeze({ text: value['text'], packHash });
}
