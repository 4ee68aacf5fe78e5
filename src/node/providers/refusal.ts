import type { AdapterError, AdapterErrorCode } from '../../core/facts/model-response.ts';
import { fieldsOf } from '../import/json-fields.ts';

/** What a server said of its refusal, as far as it may be told on. */
export interface Refusal {
  readonly status: number;
  /** The server's own word for it, such as `model_not_found`; never its sentence, which may quote prompt and key. */
  readonly word: string | null;
  readonly retryAfterMs?: number | undefined;
}

const WHAT_TO_DO: Readonly<Partial<Record<AdapterErrorCode, string>>> = {
  adapter_auth: 'does not take the key: check it and what it is allowed to.',
  adapter_rate_limited: 'takes no more requests for now: wait, or raise the limit there.',
  adapter_server: 'has trouble of its own: try again later.',
  adapter_blocked: 'holds the request back: its filter took offence.',
  adapter_request: 'refuses the request: check the name of the model, its limits and its address.',
};

/** Words of filters that refuse a prompt: DashScope, Azure, OpenAI, Ark. */
const FILTER_WORDS = /^data_?inspection|content_(filter|policy)|moderation|^sensitive/i;

/** An HTTP status by the table of spec M2. */
export function refusedBy(provider: string, { status, word, retryAfterMs }: Refusal): AdapterError {
  const code = word !== null && FILTER_WORDS.test(word) ? 'adapter_blocked' : codeOfStatus(status);
  const sign = word === null ? `HTTP ${status}` : `HTTP ${status}, ${word}`;
  return {
    code,
    message: `${provider} (${sign}) ${WHAT_TO_DO[code] ?? ''}`,
    status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

function codeOfStatus(status: number): AdapterErrorCode {
  if (status === 401 || status === 403) return 'adapter_auth';
  if (status === 429) return 'adapter_rate_limited';
  return status >= 500 ? 'adapter_server' : 'adapter_request';
}

/** Words of errors that come inside a stream, after a status of 200 (Anthropic, OpenAI, Google, DashScope). */
const STATUS_OF_WORD: readonly (readonly [pattern: RegExp, status: number])[] = [
  [/rate.?limit|quota|throttling|resource_exhausted|too_many/i, 429],
  [/authentication|api.?key|unauthenticated/i, 401],
  [/permission|accessdenied|access_denied/i, 403],
  [/invalid|not.?found|bad_request|context_length|too_large|arrearage/i, 400],
];

/** An error object inside a stream: by its numeric code or status, else by its word, else the server's own trouble. */
export function refusedInStream(provider: string, error: unknown, secrets: readonly string[]): AdapterError {
  const fields = errorFields(error);
  const words = [fields['code'], fields['type'], fields['status']].filter(
    (value) => typeof value === 'string',
  );
  const stated = [fields['statusCode'], fields['status'], fields['code']]
    .map(Number)
    .find((status) => status >= 400 && status <= 599);
  const status = stated ?? STATUS_OF_WORD.find(([pattern]) => words.some((word) => pattern.test(word)))?.[1];
  return refusedBy(provider, { status: status ?? 500, word: refusalWord(error, secrets) });
}

/**
 * The word by which the body of a refusal names its reason: `error.code`, `error.type` or `error.status` (OpenAI,
 * Anthropic, Google), or `code` (DashScope).
 *
 * @param secrets what the word must have nothing of: the key, the prompt
 */
export function refusalWord(body: unknown, secrets: readonly string[]): string | null {
  const fields = errorFields(body);
  const words = [fields['code'], fields['status'], fields['type']];
  const told = words.find(
    (word): word is string =>
      typeof word === 'string' &&
      /^[a-z][\w.-]{2,59}$/i.test(word) &&
      secrets.every((secret) => !secret.includes(word) && !word.includes(secret)),
  );
  return told ?? null;
}

function errorFields(body: unknown): Readonly<Record<string, unknown>> {
  const outer = fieldsOf(Array.isArray(body) ? body[0] : body);
  const inner = fieldsOf(outer['error']);
  return Object.keys(inner).length > 0 ? inner : outer;
}

export function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
