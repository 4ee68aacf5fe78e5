import { ADAPTER_ERRORS } from '../core/facts/model-response.ts';
import type { FailureCode } from '../core/facts/result.ts';

/** What the terminal's exit codes mean; scripts rely on them. */
export const EXIT = {
  ok: 0,
  bug: 1,
  usage: 2,
  refused: 3,
  mismatch: 4,
  inputOutput: 5,
  interrupted: 130,
} as const;

const REFUSED: ReadonlySet<FailureCode> = new Set([
  'no_room',
  'pinned_exceed_budget',
  'pinned_secret',
  'pinned_invalid_token_count',
  'pinned_unreadable',
  'budget_exhausted',
  'would_exceed_limit',
  'exceeds_limit',
  'no_models',
  'price_unknown',
  'cost_limit_exceeded',
  'no_qualified_model',
  'not_enough_models',
  'answers_gone',
]);

const INPUT_OUTPUT: ReadonlySet<FailureCode> = new Set([
  'path_not_found',
  'unreadable',
  'invalid_audit',
  'write_failed',
  'invalid_export',
  'store_busy',
  'store_newer',
  'store_unreadable',
  'store_damaged',
  'all_models_failed',
]);

export function exitCodeOf(code: FailureCode): number {
  if (code === 'cancelled' || code === 'adapter_cancelled') return EXIT.interrupted;
  if (REFUSED.has(code)) return EXIT.refused;
  return INPUT_OUTPUT.has(code) || code in ADAPTER_ERRORS ? EXIT.inputOutput : EXIT.usage;
}
