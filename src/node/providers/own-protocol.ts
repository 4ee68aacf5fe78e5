import { callFailure, notUnderstood } from './call-failure.ts';
import { type Fields, fieldsOf } from '../import/json-fields.ts';
import type { Line } from './line.ts';
import { jsonOrNull } from './refusal.ts';

/** For vendors whose protocol no package speaks: posts JSON with the key as a bearer. @throws what the line throws */
export function post(
  line: Line,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return line.fetch(`${line.baseUrl}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(line.key !== null && { authorization: `Bearer ${line.key}` }),
      ...headers,
    },
    body: JSON.stringify(body),
  });
}

/** @throws `adapter_invalid_response` for what is no JSON object */
export function parsedAnswer(text: string, line: Line): Fields {
  const value = jsonOrNull(text);
  if (typeof value === 'object' && value !== null) return fieldsOf(value);
  throw callFailure(notUnderstood(line.provider));
}

/** A number as it stands; whether it can be tokens is decided where it is used. */
export function numberIn(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  return typeof value === 'number' ? value : undefined;
}
