import type { HashKey } from '../../core/budget/predict/keyed-hash.ts';
import { exactCount } from '../../core/facts/readable-number.ts';
import { lastReset } from '../../core/budget/ledger/usage-totals.ts';
import { ok, type Result } from '../../core/facts/result.ts';
import { claudeFolders, codexFolders } from '../../node/import/find-logs.ts';
import { importJsonl } from '../../node/import/import-jsonl.ts';
import { importSessions, type SessionImportReport } from '../../node/import/import-sessions.ts';
import { EVALUATE_MAPPING, readMapping } from '../../node/import/jsonl-mapping.ts';
import { claudeCode, codex, type LogProgram } from '../../node/import/log-program.ts';
import { systemDisk } from '../../node/store/disk.ts';
import type { Imported } from '../../node/store/exchange.ts';
import type { History } from '../../node/store/history.ts';
import { importOutcomes } from '../../node/store/workspace-exchange.ts';
import type { WorkspaceRecord } from '../../node/store/workspace-record.ts';
import type { ImportSource, ImportSummary } from '../../protocol/ledger.ts';
import type { Keeper } from './keeper.ts';
import type { OpenedStore } from './opened-store.ts';
import { amountsOf } from './outcome.ts';

export interface ImportRequest {
  readonly source: ImportSource;
  /** For the places of logs. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends the import; what was taken stays. */
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number | null) => void;
}

/** Tokens of what an import added. */
interface Sums {
  outputTokens: number;
  totalTokens: number;
}

/**
 * Takes in what happened elsewhere; nothing leaves the machine, importing twice adds nothing, and no alerts are raised.
 * It counts against limits only where a setting says so: they hold for what is asked through this program.
 * Errors: `no_store`, `store_unreadable`, `path_not_found`, `unreadable`, `invalid_mapping`.
 */
export async function importAsked(keeper: Keeper, request: ImportRequest): Promise<Result<ImportSummary>> {
  const { store } = keeper;
  if (!store.ok) return store;
  const loaded = await store.value.history.load();
  if (!loaded.ok) return loaded;
  const sums: Sums = { outputTokens: 0, totalTokens: 0 };
  const counted = keeper.settings.countImports ? counting(store.value) : store.value.history;
  const history = naming(keeper, summing(counted, sums));
  const { source } = request;
  const take = (): Promise<Result<Summary>> =>
    source.from === 'jsonl' || source.from === 'export'
      ? importFile(history, source, store.value.key())
      : importLogs(keeper, store.value, history, request, source);
  const summary = await store.value.learning.during(take, (taken) => !taken.ok || taken.value.added > 0);
  if (!summary.ok) return summary;
  return ok({ ...summary.value, ...sums });
}

type Summary = Omit<ImportSummary, 'outputTokens' | 'totalTokens'>;

async function importFile(
  history: History<WorkspaceRecord>,
  source: Extract<ImportSource, { readonly from: 'jsonl' | 'export' }>,
  key: HashKey,
): Promise<Result<Summary>> {
  if (source.from === 'export') {
    const taken = await importOutcomes(history, source.file, key);
    return taken.ok ? ok(fileSummary(taken.value)) : taken;
  }
  const mapping = source.mapping === null ? ok(EVALUATE_MAPPING) : readMapping(source.mapping);
  if (!mapping.ok) return mapping;
  const taken = await importJsonl(history, source.file, mapping.value, key);
  return taken.ok ? ok(fileSummary(taken.value)) : taken;
}

function fileSummary({ added, known, expired, waiting, refused, firstRefused }: Imported): Summary {
  const reasons: Record<string, number> = {};
  if (expired > 0) reasons['older than what is kept'] = expired;
  for (const { message } of firstRefused) reasons[message] = (reasons[message] ?? 0) + 1;
  const untold = refused - firstRefused.length;
  if (untold > 0) reasons['other lines'] = untold;
  return {
    files: 1,
    added,
    known,
    refused: refused + expired,
    reasons,
    notes:
      waiting > 0
        ? [`The disk takes nothing now: ${exactCount(waiting)} wait in memory, and are written when it does.`]
        : [],
  };
}

async function importLogs(
  keeper: Keeper,
  { place, key }: OpenedStore,
  history: History<WorkspaceRecord>,
  { environment, signal, progress }: ImportRequest,
  source: Extract<ImportSource, { readonly everything: boolean }>,
): Promise<Result<Summary>> {
  const programs: readonly (readonly [LogProgram, readonly string[]])[] = [
    [claudeCode, claudeFolders(environment)],
    [codex, codexFolders(environment)],
  ];
  const asked = programs.filter(([{ agent }]) => source.from === 'all' || source.from === agent);
  let total: SessionImportReport | null = null;
  for (const [program, usual] of asked) {
    const isNamed = source.folders.length > 0;
    const taken = await importSessions({
      history,
      program,
      places: isNamed ? source.folders : usual,
      placesAreNamed: isNamed,
      folders: source.everything ? null : place.roots,
      key: key(),
      disk: systemDisk,
      now: keeper.ports.now,
      signal,
    });
    if (!taken.ok) return taken;
    total = total === null ? taken.value : together(total, taken.value);
    progress(total.files, null);
  }
  return ok(total === null ? NOTHING : logSummary(total, source.everything));
}

const NOTHING: Summary = { files: 0, added: 0, known: 0, refused: 0, reasons: {}, notes: [] };

function together(a: SessionImportReport, b: SessionImportReport): SessionImportReport {
  return {
    files: a.files + b.files,
    sessions: a.sessions + b.sessions,
    unchanged: a.unchanged + b.unchanged,
    elsewhere: a.elsewhere + b.elsewhere,
    added: a.added + b.added,
    known: a.known + b.known,
    expired: a.expired + b.expired,
    open: a.open + b.open,
    unreadableLines: a.unreadableLines + b.unreadableLines,
    unreadableFiles: a.unreadableFiles + b.unreadableFiles,
  };
}

function logSummary(report: SessionImportReport, everything: boolean): Summary {
  const { files, added, known, expired, unchanged, elsewhere, open, unreadableLines, unreadableFiles } =
    report;
  const reasons: Record<string, number> = {};
  if (expired > 0) reasons['older than what is kept'] = expired;
  if (unreadableLines > 0) reasons['damaged or cut-off lines'] = unreadableLines;
  if (unreadableFiles > 0) reasons['files that are no log of the program'] = unreadableFiles;
  const notes: string[] = [];
  if (files === 0) notes.push('No session logs were found.');
  if (unchanged > 0) notes.push(`Sessions without anything new: ${exactCount(unchanged)}.`);
  if (elsewhere > 0 && !everything)
    notes.push(`Sessions of other folders, not taken: ${exactCount(elsewhere)}.`);
  if (open > 0) notes.push(`Tasks that still run, for the next import: ${exactCount(open)}.`);
  return { files, added, known, refused: expired + unreadableLines + unreadableFiles, reasons, notes };
}

/** The history, with models by the names that predictions ask for: logs name them with the date of their release. */
function naming(keeper: Keeper, history: History<WorkspaceRecord>): History<WorkspaceRecord> {
  const names = new Map<string, Promise<string>>();
  const idOf = async (name: string): Promise<string> => {
    const found = await keeper.ports.model(name);
    return found.ok ? (found.value?.id ?? name) : name;
  };
  return {
    ...history,
    append: async (record, how) => {
      if (record.kind !== 'outcome' || record.model === undefined) return history.append(record, how);
      const id = names.get(record.model) ?? idOf(record.model);
      names.set(record.model, id);
      return history.append({ ...record, model: await id }, how);
    },
  };
}

/**
 * The history; what is added to it counts against the limits, each task in the period in which it ran, unless that was
 * reset since. Alerts that it makes due are known to be raised, and told to nobody.
 */
function counting({ history, limits }: OpenedStore): History<WorkspaceRecord> {
  return {
    ...history,
    append: async (record, how) => {
      const appended = await history.append(record, how);
      const isNew = appended.ok && (appended.value === 'written' || appended.value === 'waiting');
      if (!isNew || record.kind !== 'outcome') return appended;
      const { id, at, taskId, tenant = '' } = record;
      await limits.opened();
      if (at > lastReset(limits.ledger.usage.resets, tenant))
        await limits.track(
          { id, tenant, amounts: amountsOf(record, null), requestId: id, periodAt: at },
          taskId,
        );
      return appended;
    },
  };
}

/** The history, with the tokens of what is added to it. */
function summing(history: History<WorkspaceRecord>, sums: Sums): History<WorkspaceRecord> {
  return {
    ...history,
    append: async (record, how) => {
      const appended = await history.append(record, how);
      const isNew = appended.ok && (appended.value === 'written' || appended.value === 'waiting');
      if (isNew && record.kind === 'outcome') {
        sums.outputTokens += record.budgetUsed;
        sums.totalTokens += record.totalTokens ?? record.budgetUsed;
      }
      return appended;
    },
  };
}
