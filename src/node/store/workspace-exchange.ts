import { hash64, type HashKey } from '../../core/budget/predict/keyed-hash.ts';
import { textFeatures } from '../../core/budget/predict/text-features.ts';
import { fail, type Result } from '../../core/facts/result.ts';
import { exportHistory, importHistory, type Imported } from './exchange.ts';
import type { History } from './history.ts';
import type { HistoryFilter } from './replay.ts';
import { outcomeEntry, type WorkspaceRecord, workspaceRecords } from './workspace-record.ts';

/** Name of the salt that a line's hashes were made with: tells nothing about the salt itself. */
const SALT_FIELD = 'hashedWith';

/**
 * Writes the outcomes as JSON Lines, to start another history with. Usage, limits and what is known of models stay: they
 * are this workspace's.
 * @returns how many. Fails with `write_failed` or `store_unreadable`.
 */
export function exportOutcomes(
  history: History<WorkspaceRecord>,
  path: string,
  key: HashKey,
  period: Pick<HistoryFilter, 'since' | 'until'> = {},
): Promise<Result<number>> {
  const salt = saltName(key);
  const filter = { ...period, kinds: new Set(['outcome']), states: false };
  return exportHistory(history, path, filter, (record) => ({ ...record, [SALT_FIELD]: salt }));
}

/**
 * Takes the outcomes of an export (spec P7): a text is hashed with this store's salt, and kept by opt-in only;
 * hashes of another salt are left out. Importing twice adds nothing. The history must be loaded. Fails with
 * `path_not_found` or `unreadable`.
 */
export function importOutcomes(
  history: History<WorkspaceRecord>,
  path: string,
  key: HashKey,
): Promise<Result<Imported>> {
  const salt = saltName(key);
  return importHistory(history, path, (value) => {
    const checked = workspaceRecords.check(withKind(value));
    if (!checked.ok) return checked;
    const record = checked.value;
    if (record.kind !== 'outcome')
      return fail(
        'invalid_record',
        'Only outcomes are imported: usage of limits and what is known of models belong to their own workspace.',
      );
    if (hashedWith(value) === salt) return checked;
    const { features, text } = record;
    if (features === null && text === undefined) return checked;
    const { turn = 0, images = 0 } = features ?? {};
    const ours = text === undefined ? null : textFeatures(text, { turn, images }, key);
    return workspaceRecords.check(outcomeEntry({ ...record, features: ours }));
  });
}

/** A record as P7 has it is an outcome, also without the store's own field. */
function withKind(value: unknown): unknown {
  const isRecord = typeof value === 'object' && value !== null && !('kind' in value);
  return isRecord ? { kind: 'outcome', ...value } : value;
}

function hashedWith(value: unknown): unknown {
  return typeof value === 'object' && value !== null && SALT_FIELD in value ? value[SALT_FIELD] : null;
}

function saltName(key: HashKey): string {
  return hash64(key, 'context-budget export');
}
