import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { HashKey } from '../../core/budget/predict/keyed-hash.ts';
import { fail, type Result } from '../../core/facts/result.ts';
import { systemCode } from '../reading-trouble.ts';
import { importHistory, type Imported } from '../store/exchange.ts';
import type { History } from '../store/history.ts';
import type { WorkspaceRecord } from '../store/workspace-record.ts';
import { shortHash } from './import-state.ts';
import { type JsonlMapping, mappedTask } from './jsonl-mapping.ts';
import { recordOf } from './logged-task.ts';

/**
 * Takes the rows of any JSON Lines file as outcomes. Importing twice adds nothing: rows are known by their id, those
 * without one by all they hold. Rows without a time get the file's. The history must be loaded. Fails with
 * `path_not_found` or `unreadable`.
 */
export async function importJsonl(
  history: History<WorkspaceRecord>,
  path: string,
  mapping: JsonlMapping,
  key: HashKey,
): Promise<Result<Imported>> {
  let modified: number;
  try {
    modified = Math.floor((await stat(resolve(path))).mtimeMs);
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    return fail('path_not_found', `${path} cannot be read (${code}).`, { path, code });
  }
  return importHistory(history, path, (row) => {
    const task = mappedTask(row, mapping, shortHash(JSON.stringify(row)), modified);
    return task.ok ? recordOf(task.value, key) : task;
  });
}
