import { checkLedgerRecord } from '../../core/facts/check-ledger.ts';
import { checkModelRecord, isModelKind, MODEL_RECORD_KINDS } from '../../core/facts/check-model-record.ts';
import { checkRecord } from '../../core/facts/check-record.ts';
import type { LedgerRecord } from '../../core/facts/ledger-record.ts';
import type { ModelRecord } from '../../core/facts/model-record.ts';
import type { BudgetRecord } from '../../core/facts/outcome-record.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import type { RecordSchema } from './stored-record.ts';

/** A finished task as the history keeps it. */
export interface OutcomeEntry extends BudgetRecord {
  readonly kind: 'outcome';
}

/** Everything that the history of a workspace holds, one record a line, told apart by `kind`. */
export type WorkspaceRecord = OutcomeEntry | LedgerRecord | ModelRecord;

/**
 * Raise it with every new kind and every change of a field, with a step in `migrate`: a version that does not know
 * the new kind then leaves the segments alone in place of setting the records aside.
 */
const RECORD_VERSION = 2;

export const workspaceRecords: RecordSchema<WorkspaceRecord> = {
  version: RECORD_VERSION,
  check: checkWorkspaceRecord,
  // from 1 to 2, which brought the kinds for requests to models, the others stayed as they were
};

const KINDS = ['outcome', 'usage', 'reset', ...MODEL_RECORD_KINDS] as const;

/** @returns the frozen record with the fields of its kind only. Errors: those of the kind's check. */
function checkWorkspaceRecord(value: unknown): Result<WorkspaceRecord> {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  if (kind === 'usage' || kind === 'reset') return checkLedgerRecord(value);
  if (isModelKind(kind)) return checkModelRecord(value);
  if (kind !== 'outcome')
    return fail('invalid_record', `A record must have one of the kinds ${KINDS.join(', ')}.`, {
      field: 'kind',
    });
  const checked = checkRecord(value);
  return checked.ok ? ok(outcomeEntry(checked.value)) : checked;
}

export function outcomeEntry(record: BudgetRecord): OutcomeEntry {
  return Object.freeze({ kind: 'outcome', ...record });
}

/** Whether a record is one of limits and what counts against them. */
export function isOfLedger(record: WorkspaceRecord): record is LedgerRecord {
  return record.kind === 'usage' || record.kind === 'reset';
}

/** The record without the words of its prompt; what they were is in its features, as keyed hashes. */
export function withoutText(record: WorkspaceRecord): WorkspaceRecord {
  if (record.kind !== 'outcome' || record.text === undefined) return record;
  const { text: _text, ...rest } = record;
  return Object.freeze(rest);
}
