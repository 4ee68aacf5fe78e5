import { lstatSync, type Stats } from 'node:fs';
import {
  enter,
  type FolderScope,
  type IgnoreRules,
  judge,
  scopeAbove,
  type Verdict,
} from './ignore-rules.ts';
import { readingTrouble, type ReadingTrouble, unusualKind } from './reading-trouble.ts';
import { pathId, type Root } from './roots.ts';
import { join } from 'node:path';

/** A candidate file, as found; its text is not read. */
export interface WalkedFile {
  /** Path from its root, with `/`; with several roots the root's name in front. */
  readonly id: string;
  /** Path from its root, without the root's name. */
  readonly path: string;
  readonly absolutePath: string;
  /** Bytes. */
  readonly size: number;
  /** Epoch ms, with fractions where the file system has them. */
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
  /** One of the user's own exclude globs matches: a candidate, left out as `user_excluded`. */
  readonly userExcluded: boolean;
}

/** What looked like a candidate but cannot be read, file or folder. */
export interface SkippedPath extends ReadingTrouble {
  readonly id: string;
  readonly folder: boolean;
}

/** Running totals. */
export interface WalkTotals {
  readonly files: number;
  readonly folders: number;
  /** Names that the rules put out; a folder counts once, whatever is in it. */
  readonly ignored: number;
  /** Our own saved prompts and audits. */
  readonly own: number;
  /** Links to what is reached anyway. */
  readonly doubledLinks: number;
}

export interface OpenRoot {
  readonly root: Root;
  /** Where it really lies. */
  readonly real: string;
}

export interface PendingFolder {
  readonly at: OpenRoot;
  /** From the root; '' is the root. */
  readonly path: string;
  readonly absolutePath: string;
  /** Where it really lies: the key against walking it twice. */
  readonly real: string;
  /** Scope of the folder above. */
  readonly outer: FolderScope;
  readonly verdict: Exclude<Verdict, 'ignored'>;
}

export interface PendingLink {
  readonly at: OpenRoot;
  readonly path: string;
  readonly absolutePath: string;
  readonly name: string;
  readonly scope: FolderScope;
  readonly userExcluded: boolean;
}

/** Belongs to one walk, which alone changes it. */
export interface WalkState {
  readonly rules: IgnoreRules;
  /** Innermost first. */
  readonly roots: readonly OpenRoot[];
  readonly several: boolean;
  /** It walks changed paths: what it does not reach may well be a candidate. */
  readonly onlyChanged: boolean;
  readonly isOwnFile: (absolutePath: string) => boolean;
  /** A stack. */
  readonly folders: PendingFolder[];
  links: PendingLink[];
  /** Real paths. */
  readonly visitedFolders: Set<string>;
  readonly reachedFiles: Set<string>;
  files: WalkedFile[];
  skipped: SkippedPath[];
  /** When others on this thread last had their turn, in `performance.now()`'s ms. */
  pausedAt: number;
  readonly totals: { -readonly [K in keyof WalkTotals]: WalkTotals[K] };
}

export function idIn(state: WalkState, at: OpenRoot, path: string): string {
  return pathId(at.root, state.several, path);
}

export function skip(state: WalkState, id: string, trouble: ReadingTrouble, folder: boolean): void {
  state.skipped.push({ id, folder, reason: trouble.reason, detail: trouble.detail });
}

/** Takes a plain file as a candidate, unless it is our own or was reached before. */
export function addFile(
  state: WalkState,
  found: {
    readonly at: OpenRoot;
    readonly path: string;
    readonly absolutePath: string;
    readonly real: string;
    readonly userExcluded: boolean;
  },
): void {
  if (state.isOwnFile(found.absolutePath) || state.isOwnFile(found.real)) {
    state.totals.own++;
    return;
  }
  if (state.reachedFiles.has(found.real)) return;
  const id = idIn(state, found.at, found.path);
  const stats = statsOf(found.real);
  if ('reason' in stats) {
    skip(state, id, stats, false);
    return;
  }
  state.reachedFiles.add(found.real);
  state.totals.files++;
  state.files.push({
    id,
    path: found.path,
    absolutePath: found.absolutePath,
    size: stats.size,
    mtimeMs: stats.mtimeMs,
    ctimeMs: stats.ctimeMs,
    ino: stats.ino,
    userExcluded: found.userExcluded,
  });
}

/**
 * Of a plain file, links not followed. Synchronous on purpose: five times as fast as through the thread pool, a few
 * microseconds each, and the walk pauses between slices.
 */
function statsOf(absolutePath: string): Stats | ReadingTrouble {
  try {
    const stats = lstatSync(absolutePath, { throwIfNoEntry: false });
    if (stats === undefined) return { reason: 'vanished', detail: 'is no longer there' };
    return stats.isFile() ? stats : { reason: 'unreadable', detail: unusualKind(stats) };
  } catch (error) {
    return readingTrouble(error);
  }
}

/** The scope inside a folder of a root, judged on the way down; null where the rules do not lead there. */
export function scopeInside(
  rules: IgnoreRules,
  at: OpenRoot,
  folder: string,
  insist: boolean,
  known: Map<string, FolderScope | null> = new Map(),
): FolderScope | null {
  const key = `${at.root.path}\0${folder}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  let scope: FolderScope | null;
  if (folder === '') {
    scope = enter(rules, scopeAbove(rules, at.real), '', at.real, 'candidate');
  } else {
    const slash = folder.lastIndexOf('/');
    const outer = scopeInside(rules, at, folder.slice(0, Math.max(0, slash)), insist, known);
    const judged = outer === null ? 'ignored' : judge(rules, outer, folder.slice(slash + 1), true);
    const verdict = judged === 'ignored' && insist ? 'candidate' : judged;
    scope =
      outer === null || verdict === 'ignored'
        ? null
        : enter(
            rules,
            outer,
            folder,
            join(at.real, folder),
            insist && verdict === 'passage' ? 'candidate' : verdict,
          );
  }
  known.set(key, scope);
  return scope;
}
