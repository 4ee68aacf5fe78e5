import { checkLedgerRecord } from '../../core/facts/check-ledger.ts';
import { checkRecord } from '../../core/facts/check-record.ts';
import type { LedgerRecord } from '../../core/facts/ledger-record.ts';
import type { BudgetRecord } from '../../core/facts/outcome-record.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import type { RecordSchema } from './stored-record.ts';

/** A finished task as the history keeps it. */
export interface OutcomeEntry extends BudgetRecord {
  readonly kind: 'outcome';
}

/** Everything that the history of a workspace holds, one record a line, told apart by `kind`. */
export type WorkspaceRecord = OutcomeEntry | LedgerRecord;

/**
 * Raise it with every new kind and every change of a field, with a step in `migrate`: a version that does not know
 * the new kind then leaves the segments alone in place of setting the records aside.
 */
const RECORD_VERSION = 1;

export const workspaceRecords: RecordSchema<WorkspaceRecord> = {
  version: RECORD_VERSION,
  check: checkWorkspaceRecord,
};

/** @returns the frozen record with the fields of its kind only. Errors: those of the kind's check. */
function checkWorkspaceRecord(value: unknown): Result<WorkspaceRecord> {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  if (kind === 'usage' || kind === 'reset') return checkLedgerRecord(value);
  if (kind !== 'outcome')
    return fail('invalid_record', 'A record must have the kind "outcome", "usage" or "reset".', {
      field: 'kind',
    });
  const checked = checkRecord(value);
  return checked.ok ? ok(outcomeEntry(checked.value)) : checked;
}

export function outcomeEntry(record: BudgetRecord): OutcomeEntry {
  return Object.freeze({ kind: 'outcome', ...record });
}

/** The record without the words of its prompt; what they were is in its features, as keyed hashes. */
export function withoutText(record: WorkspaceRecord): WorkspaceRecord {
  if (record.kind !== 'outcome' || record.text === undefined) return record;
  const { text: _text, ...rest } = record;
  return Object.freeze(rest);
}
