/** Why something was refused: a stable code to tell errors apart, and a sentence that says what to do. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * Every code that a user, a file or a service can cause. Codes are stable: doors map them to exit codes and
 * tests compare them; messages may change.
 */
export type FailureCode =
  // items and options of a fit (spec F1, F2)
  | 'duplicate_source_id'
  | 'invalid_probability'
  | 'invalid_score'
  | 'invalid_value'
  | 'invalid_budget'
  | 'unknown_strategy'
  | 'invalid_min_relevance'
  | 'invalid_floor'
  | 'invalid_levels'
  | 'invalid_shares'
  | 'invalid_work_limit'
  | 'no_room'
  | 'budget_exceeds_window'
  | 'pinned_exceed_budget'
  | 'pinned_secret'
  | 'pinned_invalid_token_count'
  | 'pinned_unreadable'
  // models and encodings
  | 'unknown_model'
  | 'unknown_encoding'
  | 'invalid_model_entry'
  // files and audits
  | 'path_not_found'
  | 'unreadable'
  | 'invalid_audit'
  | 'write_failed'
  // the store of records and the ledger
  | 'store_busy'
  | 'store_newer'
  | 'store_unreadable'
  | 'store_damaged'
  | 'invalid_mapping'
  // the door's own
  | 'invalid_option'
  | 'cancelled';

/** What can fail returns this; exceptions are for bugs. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Failure };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail(
  code: FailureCode,
  message: string,
  details?: Readonly<Record<string, unknown>>,
): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error: details === undefined ? { code, message } : { code, message, details } };
}
