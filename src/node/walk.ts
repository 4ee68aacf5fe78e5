import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { byCodeUnit } from '../core/facts/text-order.ts';
import { listFolder } from './folder-listing.ts';
import { enter, type FolderScope, type IgnoreRules, judge } from './ignore-rules.ts';
import { unusualKind } from './reading-trouble.ts';
import { realRoot, type Root } from './roots.ts';
import { followLink } from './walk-links.ts';
import { startAtPaths, startAtRoots } from './walk-start.ts';
import {
  addFile,
  idIn,
  type PendingFolder,
  skip,
  type SkippedPath,
  type WalkedFile,
  type WalkState,
  type WalkTotals,
} from './walk-state.ts';

export interface WalkOptions {
  /** Only these absolute paths below the roots, named by the user: ignore rules do not put out the paths themselves. */
  readonly only?: readonly string[];
  /** Only these absolute paths below the roots, seen to have changed: the rules hold for them as for all others. */
  readonly changed?: readonly string[];
  /** See `own-files.ts`. */
  readonly isOwnFile?: (absolutePath: string) => boolean;
  /** Ends the walk early, without an error: ask `signal.aborted`. */
  readonly signal?: AbortSignal;
}

/** What was found since the last slice, and the running totals. */
export interface WalkSlice {
  readonly files: readonly WalkedFile[];
  readonly skipped: readonly SkippedPath[];
  readonly totals: WalkTotals;
}

/** Half a frame: nothing else on this thread waits longer than that for the walk (measured: `npm run bench:walk`). */
const SLICE_MS = 8;
/** Keeps slices small for whoever reads and counts them. */
const SLICE_FILES = 500;
/** How many names are handled between two looks at the clock. */
const NAMES_PER_LOOK = 32;
/** Folders listed at once by the thread pool (4 threads by default, so that each has the next one waiting). */
const FOLDERS_AHEAD = 8;

/**
 * Finds the candidate files of a workspace, slice by slice; the walk goes on only while it is consumed. Each file
 * comes once, also when roots overlap or links lead to it. Folders come in text order, links last. What cannot be
 * read is reported in `skipped` and stops nothing; a missing root is (ask `checkPathsExist` first to refuse it).
 */
export async function* walkWorkspace(
  roots: readonly Root[],
  rules: IgnoreRules,
  options: WalkOptions = {},
): AsyncGenerator<WalkSlice, void, void> {
  const state = newState(roots, rules, options);
  if (options.only !== undefined && options.only.length > 0) startAtPaths(state, options.only, true);
  else if (options.changed !== undefined) startAtPaths(state, options.changed, false);
  else startAtRoots(state);

  while (state.folders.length > 0 || state.links.length > 0) {
    while (state.folders.length > 0) {
      const batch = state.folders.splice(-FOLDERS_AHEAD).reverse();
      const below = state.folders.length;
      const listings = batch.map((folder) => listFolder(folder.absolutePath));
      for (const [index, folder] of batch.entries()) {
        const listing = await listings[index];
        if (isStopped(options.signal)) return;
        if (listing !== undefined) yield* visit(state, folder, listing, options.signal);
        if (isStopped(options.signal)) return;
      }
      // what was found is a stack: the first folder found is the next to be walked
      state.folders.push(...state.folders.splice(below).reverse());
    }
    const links = state.links.sort((a, b) => byCodeUnit(a.path, b.path));
    state.links = [];
    for (const link of links) {
      await followLink(state, link);
      if (isStopped(options.signal)) return;
    }
    state.folders.reverse();
  }
  yield takeSlice(state);
}

async function* visit(
  state: WalkState,
  folder: PendingFolder,
  listing: Awaited<ReturnType<typeof listFolder>>,
  signal: AbortSignal | undefined,
): AsyncGenerator<WalkSlice, void, void> {
  if (state.visitedFolders.has(folder.real)) return;
  state.visitedFolders.add(folder.real);
  if ('reason' in listing) {
    skip(state, idIn(state, folder.at, folder.path), listing, true);
    return;
  }
  state.totals.folders++;
  const scope = enter(state.rules, folder.outer, folder.path, folder.absolutePath, folder.verdict);
  for (const name of listing.undecodable) {
    const id = idIn(state, folder.at, folder.path === '' ? name : `${folder.path}/${name}`);
    skip(state, id, { reason: 'unreadable', detail: 'has a name that is not UTF-8' }, false);
  }
  for (const [index, entry] of listing.entries.entries()) {
    take(state, folder, scope, entry);
    const look = index % NAMES_PER_LOOK === NAMES_PER_LOOK - 1 || index === listing.entries.length - 1;
    if (state.files.length < SLICE_FILES && !(look && performance.now() - state.pausedAt > SLICE_MS))
      continue;
    await setImmediate();
    if (isStopped(signal)) return;
    if (state.files.length > 0 || state.skipped.length > 0) yield takeSlice(state);
    state.pausedAt = performance.now();
  }
}

function isStopped(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function take(state: WalkState, folder: PendingFolder, scope: FolderScope, entry: Dirent): void {
  const isFolder = entry.isDirectory();
  const verdict = judge(state.rules, scope, entry.name, isFolder);
  if (verdict === 'ignored') {
    state.totals.ignored++;
    return;
  }
  const { at } = folder;
  const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`;
  const absolutePath = join(folder.absolutePath, entry.name);
  const userExcluded = verdict === 'user_excluded';
  if (isFolder) {
    const real = join(folder.real, entry.name);
    state.folders.push({ at, path, absolutePath, real, outer: scope, verdict });
  } else if (entry.isFile()) {
    addFile(state, { at, path, absolutePath, real: join(folder.real, entry.name), userExcluded });
  } else if (entry.isSymbolicLink()) {
    state.links.push({ at, path, absolutePath, name: entry.name, scope, userExcluded });
  } else {
    skip(state, idIn(state, at, path), { reason: 'unreadable', detail: unusualKind(entry) }, false);
  }
}

function newState(roots: readonly Root[], rules: IgnoreRules, options: WalkOptions): WalkState {
  const state: WalkState = {
    rules,
    // innermost first: as in the editor, a file belongs to the innermost root that holds it
    roots: roots
      .flatMap((root) => {
        const real = realRoot(root.path);
        return real === null ? [] : [{ root, real }];
      })
      .sort((a, b) => b.real.length - a.real.length),
    several: roots.length > 1,
    onlyChanged: options.changed !== undefined && (options.only ?? []).length === 0,
    isOwnFile: options.isOwnFile ?? (() => false),
    folders: [],
    links: [],
    visitedFolders: new Set(),
    reachedFiles: new Set(),
    files: [],
    skipped: [],
    pausedAt: performance.now(),
    totals: { files: 0, folders: 0, ignored: 0, own: 0, doubledLinks: 0 },
  };
  for (const root of roots) {
    if (state.roots.some((at) => at.root === root)) continue;
    skip(
      state,
      idIn(state, { root, real: root.path }, ''),
      { reason: 'vanished', detail: 'is no longer there' },
      true,
    );
  }
  return state;
}

function takeSlice(state: WalkState): WalkSlice {
  const slice = { files: state.files, skipped: state.skipped, totals: { ...state.totals } };
  state.files = [];
  state.skipped = [];
  return slice;
}
