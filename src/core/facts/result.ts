import type { AdapterErrorCode } from './model-response.ts';

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
  // the index of nodes and its search (spec F8, F9)
  | 'empty_content'
  | 'invalid_query'
  // models and encodings
  | 'unknown_model'
  | 'unknown_encoding'
  | 'invalid_model_entry'
  // compute budgets and the budgeter (spec C2, C4, C5)
  | 'invalid_num_candidates'
  | 'invalid_use_prm'
  | 'invalid_use_search'
  | 'invalid_max_refinements'
  | 'invalid_search_iterations'
  | 'invalid_prm_threshold'
  | 'invalid_metadata'
  | 'invalid_object'
  | 'reserved_level'
  | 'invalid_level_name'
  | 'invalid_global_limit'
  | 'global_limit_too_low'
  | 'unknown_level'
  | 'budget_exhausted'
  | 'would_exceed_limit'
  | 'invalid_cost'
  // limits, reservations and the queue (spec C6–C8)
  | 'invalid_limit'
  | 'unknown_limit'
  | 'invalid_request'
  | 'exceeds_limit'
  | 'duplicate_reservation'
  | 'reservation_closed'
  | 'unknown_reservation'
  | 'queue_full'
  | 'wait_expired'
  | 'unknown_request'
  | 'invalid_ledger'
  | 'invalid_record'
  // difficulty of a task and its estimators (spec C11–C13)
  | 'invalid_source'
  | 'invalid_level'
  | 'invalid_confidence'
  | 'invalid_weights'
  | 'weights_dont_sum_to_1'
  | 'invalid_timeout'
  | 'timeout'
  | 'query_too_long'
  | 'llm_timeout'
  | 'llm_failed'
  | 'invalid_response'
  | 'response_too_large'
  | 'estimators_required'
  | 'invalid_estimators'
  | 'weights_length_mismatch'
  | 'invalid_combination'
  | 'all_estimators_failed'
  // an issue tracker's export
  | 'invalid_mapping'
  | 'invalid_export'
  // outcome records and predictions (spec P4, P7)
  | 'invalid_task_id'
  | 'invalid_id'
  | 'invalid_at'
  | 'invalid_characteristics'
  | 'invalid_prediction'
  | 'invalid_budget_allocated'
  | 'invalid_budget_used'
  | 'invalid_total_tokens'
  | 'invalid_thinking_tokens'
  | 'invalid_activity'
  | 'invalid_outcome'
  | 'invalid_features'
  | 'invalid_agent'
  | 'invalid_model'
  | 'invalid_workspace'
  | 'invalid_tenant'
  | 'invalid_cost_micro_usd'
  | 'invalid_allocation'
  | 'invalid_witness_id'
  | 'invalid_request_id'
  | 'invalid_text'
  | 'invalid_override'
  | 'invalid_checkpoint'
  | 'invalid_alert_setting'
  // models: requests, routing, answers, feedback, settings (spec M1–M14)
  | 'invalid_prompt'
  | 'invalid_quality_threshold'
  | 'invalid_cost_limit'
  | 'invalid_request_cap'
  | 'invalid_criticality'
  | 'invalid_category'
  | 'invalid_context'
  | 'invalid_task_type'
  | 'invalid_strategy'
  | 'invalid_consent'
  | 'invalid_data_type'
  | 'invalid_created_at'
  | 'no_models'
  | 'price_unknown'
  | 'cost_limit_exceeded'
  | 'no_qualified_model'
  | 'not_enough_models'
  | 'all_models_failed'
  | 'invalid_correction_type'
  | 'answers_gone'
  | 'invalid_config'
  | 'invalid_rule_set'
  | 'no_system'
  | 'legacy_failed'
  | AdapterErrorCode
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
  | 'no_store'
  // the door's own
  | 'invalid_option'
  | 'not_included'
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
