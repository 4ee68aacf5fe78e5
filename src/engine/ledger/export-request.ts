import { dirname, resolve } from 'node:path';
import { COST_HEADER, costLine, costRow } from '../../core/history/costs.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { systemCode } from '../../node/reading-trouble.ts';
import type { Replay } from '../../node/store/replay.ts';
import { exportOutcomes } from '../../node/store/workspace-exchange.ts';
import type { WorkspaceRecord } from '../../node/store/workspace-record.ts';
import { writeAtomically } from '../../node/write-atomically.ts';
import type { Keeper } from './keeper.ts';

export type ExportWhat = 'history' | 'costs-csv' | 'costs-json';

/** What a task cost is its user's business, until they pass it on. */
const MODE = 0o600;

/** Writes all outcomes, or what they cost. Errors: `no_store`, `write_failed`, `store_unreadable`. */
export async function exportAsked(
  keeper: Keeper,
  file: string,
  what: ExportWhat,
): Promise<Result<{ readonly records: number }>> {
  const { store } = keeper;
  if (!store.ok) return store;
  const { history, key } = store.value;
  if (what === 'history') {
    const written = await exportOutcomes(history, file, key());
    return written.ok ? ok({ records: written.value }) : written;
  }
  const replay = await history.replay({ kinds: new Set(['outcome']), states: false });
  if (!replay.ok) return replay;
  return writeCosts(resolve(file), replay.value, what);
}

async function writeCosts(
  path: string,
  replay: Replay<WorkspaceRecord>,
  what: Exclude<ExportWhat, 'history'>,
): Promise<Result<{ readonly records: number }>> {
  let records = 0;
  const lines = async function* (): AsyncGenerator<string, void> {
    yield what === 'costs-csv' ? COST_HEADER : '[';
    for await (const batch of replay.batches) {
      for (const record of batch) {
        if (record.kind !== 'outcome') continue;
        const row = costRow(record);
        const comma = records === 0 ? '\n' : ',\n';
        yield what === 'costs-csv' ? costLine(row) : `${comma}${JSON.stringify(row)}`;
        records++;
      }
    }
    if (what === 'costs-json') yield '\n]\n';
  };
  try {
    await writeAtomically(path, lines(), MODE);
    return ok({ records });
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    return fail('write_failed', `${path} cannot be written (${code}). Choose another path.`, {
      path,
      folder: dirname(path),
      code,
    });
  } finally {
    await replay.close();
  }
}
