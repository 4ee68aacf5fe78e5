import { fail, type FailureCode, ok, type Result } from '../../core/facts/result.ts';
import type { OutcomeReport } from '../../protocol/ledger.ts';

/** Clocks of two programs may differ by so much. */
const SLACK_MS = 60_000;

const NAMES: readonly (readonly ['model' | 'agent' | 'level' | 'id' | 'requestId', FailureCode])[] = [
  ['model', 'invalid_model'],
  ['agent', 'invalid_agent'],
  ['level', 'unknown_level'],
  ['id', 'invalid_id'],
  ['requestId', 'invalid_request_id'],
];

/**
 * What a program may get wrong in a report that the check of a record would not see, or see too late. Errors:
 * `invalid_<field>`, naming the field.
 *
 * @param now epoch ms
 */
export function checkReport(report: OutcomeReport, now: number): Result<OutcomeReport> {
  for (const [field, code] of NAMES) {
    const value: unknown = report[field];
    if (value !== undefined && (typeof value !== 'string' || value.trim() === ''))
      return fail(
        code,
        `${field} of the outcome must be a name that is not blank. Leave it out where there is none.`,
        {
          field,
        },
      );
  }
  const { tenant, at }: { readonly tenant?: unknown; readonly at?: unknown } = report;
  if (tenant !== undefined && typeof tenant !== 'string')
    return fail('invalid_tenant', 'tenant of the outcome must be a name.', { field: 'tenant' });
  if (typeof at === 'number' && at > now + SLACK_MS)
    return fail('invalid_at', 'at of the outcome lies in the future. Check the date and its zone.', {
      field: 'at',
    });
  const { requestId, responseMs }: { readonly requestId?: string; readonly responseMs?: unknown } = report;
  if (responseMs === undefined) return ok(report);
  if (typeof responseMs !== 'number' || !Number.isFinite(responseMs) || responseMs < 0)
    return fail('invalid_request', 'responseMs of the outcome must be milliseconds, 0 or more.', {
      field: 'responseMs',
    });
  if (requestId === undefined)
    return fail('invalid_request_id', 'responseMs is of a request: give its requestId.', {
      field: 'requestId',
    });
  return ok(report);
}
