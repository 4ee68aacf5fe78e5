import { isAbsolute, relative } from 'node:path';
import type { LogFile } from './find-logs.ts';
import type { LogHeader } from './logged-session.ts';

export interface KnownLog {
  readonly file: LogFile;
  readonly header: LogHeader;
}

/** A session with the logs of its subagents: they tell about the same tasks. */
export interface SessionGroup {
  /** Usually one file. */
  readonly main: readonly KnownLog[];
  readonly helpers: readonly KnownLog[];
}

/** The sessions of all logs, the oldest first: what was said first counts where it was said first. */
export function sessionGroups(logs: readonly KnownLog[]): readonly SessionGroup[] {
  const parents = new Map<string, string>();
  const sessions = new Set<string>();
  for (const { header } of logs) {
    if (header.parent === null) sessions.add(header.session);
    else parents.set(header.session, header.parent);
  }
  const groups = new Map<string, { main: KnownLog[]; helpers: KnownLog[] }>();
  for (const log of logs) {
    const { session, parent } = log.header;
    const top = parent === null ? session : topOf(parent, parents);
    // the log of its session is gone: it stands for itself
    const name = sessions.has(top) ? top : `${session} ${log.file.path}`;
    const group = groups.get(name) ?? { main: [], helpers: [] };
    groups.set(name, group);
    if (parent === null || !sessions.has(top)) group.main.push(log);
    else group.helpers.push(log);
  }
  return [...groups.values()].sort((left, right) => startOf(left) - startOf(right));
}

/** The conversation that a session's history begins with, over all forks that are known. */
export function conversationOf(header: LogHeader, forks: ReadonlyMap<string, string>): string {
  return topOf(header.session, forks);
}

/** Whether a session was about one of the folders; null takes all, also those that do not say. */
export function isAbout({ main, helpers }: SessionGroup, folders: readonly string[] | null): boolean {
  if (folders === null) return true;
  const place = [...main, ...helpers].find(({ header }) => header.folder !== null)?.header.folder;
  return place !== undefined && place !== null && folders.some((folder) => isWithin(place, folder));
}

function isWithin(place: string, folder: string): boolean {
  const way = relative(folder, place);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}

/** A circle, which no program writes, ends where it began. */
function topOf(session: string, above: ReadonlyMap<string, string>): string {
  const passed = new Set<string>();
  let top = session;
  for (;;) {
    const next = above.get(top);
    if (next === undefined || passed.has(next)) return top;
    passed.add(top);
    top = next;
  }
}

function startOf({ main, helpers }: SessionGroup): number {
  return Math.min(...[...main, ...helpers].map(({ header }) => header.start));
}
