import { basename } from 'node:path';
import type { HashKey } from '../../core/budget/predict/keyed-hash.ts';
import { ok, type Result } from '../../core/facts/result.ts';
import { systemCode } from '../reading-trouble.ts';
import type { Disk } from '../store/disk.ts';
import type { History } from '../store/history.ts';
import type { OutcomeEntry, WorkspaceRecord } from '../store/workspace-record.ts';
import { findLogs, type LogFile } from './find-logs.ts';
import { type ImportState, readImportState, shortHash, writeImportState } from './import-state.ts';
import type { LogProgram } from './log-program.ts';
import { recordOf } from './logged-task.ts';
import type { LoggedEvent, LoggedUse, Work } from './logged-session.ts';
import { readHeader, readSession } from './read-log.ts';
import {
  conversationOf,
  isAbout,
  type KnownLog,
  type SessionGroup,
  sessionGroups,
} from './session-groups.ts';
import { type SessionTask, sessionTasks } from './session-tasks.ts';

export interface SessionImport {
  /** Loaded. */
  readonly history: History<WorkspaceRecord>;
  readonly program: LogProgram;
  /** Absolute paths of folders and files; `claudeFolders` and `codexFolders` know the usual ones. */
  readonly places: readonly string[];
  /** Whether the user named the places: then one that is missing is told. */
  readonly placesAreNamed: boolean;
  /** Roots of the workspace: only sessions in them are taken; null takes all. */
  readonly folders: readonly string[] | null;
  /** From the store's salt. */
  readonly key: HashKey;
  readonly disk: Disk;
  /** Epoch ms. */
  readonly now: () => number;
  /** Ends the import after the session at hand; what was taken stays. */
  readonly signal?: AbortSignal;
}

export interface SessionImportReport {
  readonly files: number;
  /** Sessions that were read, and those that had not changed since the last import. */
  readonly sessions: number;
  readonly unchanged: number;
  /** Sessions of other folders. */
  readonly elsewhere: number;
  /** Records that are new, and that were there already. */
  readonly added: number;
  readonly known: number;
  /** Older than what was pruned: may be in the totals already. */
  readonly expired: number;
  /** Tasks that still run; the next import takes them. */
  readonly open: number;
  /** Damaged or cut-off lines, files that could not be read or are no log of the program. */
  readonly unreadableLines: number;
  readonly unreadableFiles: number;
}

type Counts = { -readonly [K in keyof SessionImportReport]: number };

/**
 * Takes the tasks of session logs on this machine into the history; nothing leaves it. Incremental: sessions that did
 * not change are not read again. Idempotent: every answer of a model counts once, in whichever file and however
 * often it stands. Fails with `path_not_found` for a named place; the report tells everything else.
 */
export async function importSessions(options: SessionImport): Promise<Result<SessionImportReport>> {
  const { history, program, places, placesAreNamed, folders } = options;
  const files = await findLogs(places, { mustExist: placesAreNamed });
  if (!files.ok) return files;
  const counts = noCounts(files.value.length);
  const state = await readImportState(history.folder());
  const logs = await knownLogs(files.value, program, state, counts);
  const forks = new Map(
    logs.flatMap(({ header }) => (header.forkedFrom === null ? [] : [[header.session, header.forkedFrom]])),
  );
  try {
    for (const group of sessionGroups(logs)) {
      if (options.signal?.aborted === true) break;
      if (!isAbout(group, folders)) counts.elsewhere++;
      else if (isUnchanged(group, state)) counts.unchanged++;
      else await importGroup(group, options, state, forks, counts);
    }
  } finally {
    await keepState(options.disk, history.folder(), state);
  }
  return ok(counts);
}

/** Without it the next import reads everything again, which changes no total. */
async function keepState(disk: Disk, folder: string, state: ImportState): Promise<void> {
  try {
    await writeImportState(disk, folder, state);
  } catch (error) {
    if (systemCode(error) === null) throw error;
  }
}

async function knownLogs(
  files: readonly LogFile[],
  program: LogProgram,
  state: ImportState,
  counts: Counts,
): Promise<readonly KnownLog[]> {
  const logs: KnownLog[] = [];
  for (const file of files) {
    const known = state.files.get(shortHash(file.path));
    const isSame = known !== undefined && known.size === file.size && known.modified === file.modified;
    const name = basename(file.path, '.jsonl');
    const header = isSame
      ? known.header
      : await unlessUnreadable(() => readHeader(file.path, (line) => program.headerOf(line, name)));
    if (header === null) counts.unreadableFiles++;
    else logs.push({ file, header });
  }
  return logs;
}

function isUnchanged({ main, helpers }: SessionGroup, state: ImportState): boolean {
  return [...main, ...helpers].every(({ file }) => {
    const known = state.files.get(shortHash(file.path));
    return known?.isOpen === false && known.size === file.size && known.modified === file.modified;
  });
}

async function importGroup(
  group: SessionGroup,
  options: SessionImport,
  state: ImportState,
  forks: ReadonlyMap<string, string>,
  counts: Counts,
): Promise<void> {
  const { program, now } = options;
  const read = async (log: KnownLog): Promise<readonly LoggedEvent[]> => {
    const session = await unlessUnreadable(() => readSession(log.file.path, program.reader()));
    if (session === null) counts.unreadableFiles++;
    counts.unreadableLines += session?.unreadableLines ?? 0;
    const scope = program.keysPerConversation ? `${conversationOf(log.header, forks)} ` : '';
    const named = (key: string): string => shortHash(`${program.agent} ${scope}${key}`);
    const events: LoggedEvent[] = [];
    for (const event of session?.events ?? [])
      events.push(event.type === 'use' ? { ...event, key: named(event.key) } : event);
    return events;
  };
  counts.sessions++;
  const events: LoggedEvent[] = [];
  for (const log of group.main) events.push(...(await read(log)));
  const helpers: LoggedUse[] = [];
  for (const log of group.helpers)
    for (const event of await read(log)) if (event.type === 'use') helpers.push(event);
  const session = group.main[0]?.header.session ?? null;
  let isOpen = false;
  for (const task of sessionTasks(events, helpers, now())) {
    if (!task.isSettled) {
      isOpen = true;
      counts.open++;
    } else if (!(await importTask(task, session, options, state, counts))) isOpen = true;
  }
  for (const { file, header } of [...group.main, ...group.helpers])
    state.files.set(shortHash(file.path), { size: file.size, modified: file.modified, header, isOpen });
}

/** @returns whether it is done with: what is not on the disk yet is taken again. */
async function importTask(
  task: SessionTask,
  session: string | null,
  { history, program, key }: SessionImport,
  state: ImportState,
  counts: Counts,
): Promise<boolean> {
  const fresh = new Map(
    task.uses.filter((use) => !state.counted.has(use.key)).map((use) => [use.key, use] as const),
  );
  const uses = [...fresh.values()];
  const record = recordFrom(task, uses, session, program.agent, key);
  if (record !== null) {
    const appended = await history.append(record, { imported: true });
    if (!appended.ok) throw new RangeError(appended.error.message);
    if (appended.value === 'waiting') return false;
    counts[appended.value === 'written' ? 'added' : appended.value]++;
  }
  for (const use of uses) state.counted.add(use.key);
  return true;
}

/** Null: nothing was used that is not counted yet. */
function recordFrom(
  task: SessionTask,
  uses: readonly LoggedUse[],
  session: string | null,
  agent: string,
  key: HashKey,
): OutcomeEntry | null {
  const [first] = uses;
  if (first === undefined || uses.every(({ output, input }) => output + input === 0)) return null;
  const begun = task.uses[0] ?? first;
  // what follows on a task that was counted already is no answer to its words
  const prompt = begun.key === first.key ? task.prompt : null;
  const made = recordOf(
    {
      id: `${agent}:${first.key}`,
      taskId: `${agent}:${begun.key}`,
      at: prompt?.at ?? first.at,
      text: prompt === null || prompt.text === '' ? null : prompt.text,
      images: prompt?.images ?? 0,
      session,
      turn: task.turn,
      agent,
      model: mainModel(uses),
      output: sum(uses.map(({ output }) => output)),
      input: sum(uses.map(({ input }) => input)),
      work: workOf(uses),
      thinkingIsHidden: uses.some((use) => use.thinkingIsHidden),
    },
    key,
  );
  if (!made.ok) throw new RangeError(made.error.message);
  return made.value;
}

function workOf(uses: readonly LoggedUse[]): Readonly<Partial<Record<Work, number>>> {
  const total: Partial<Record<Work, number>> = {};
  for (const { work } of uses)
    for (const [kind, tokens] of Object.entries(work) as [Work, number][])
      total[kind] = (total[kind] ?? 0) + tokens;
  return total;
}

/** The one that wrote most. */
function mainModel(uses: readonly LoggedUse[]): string | null {
  const written = new Map<string, number>();
  for (const { model, output } of uses)
    if (model !== null) written.set(model, (written.get(model) ?? 0) + output);
  const [most] = [...written].sort((left, right) => right[1] - left[1]);
  return most?.[0] ?? null;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

async function unlessUnreadable<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return null;
  }
}

function noCounts(files: number): Counts {
  return {
    files,
    sessions: 0,
    unchanged: 0,
    elsewhere: 0,
    added: 0,
    known: 0,
    expired: 0,
    open: 0,
    unreadableLines: 0,
    unreadableFiles: 0,
  };
}
