import { lstatSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type FolderScope, isVersionControl, judge, scopeAbove } from './ignore-rules.ts';
import { readingTrouble, type ReadingTrouble, unusualKind } from './reading-trouble.ts';
import { pathInside, realRoot } from './roots.ts';
import { addFile, idIn, type OpenRoot, scopeInside, skip, type WalkState } from './walk-state.ts';

/** Puts the roots themselves on the walk's list. Inner roots come first and so keep their files. */
export function startAtRoots(state: WalkState): void {
  // the list of folders is a stack: the last is walked first
  for (const at of [...state.roots].reverse()) {
    const kind = kindOf(at.real);
    if (typeof kind === 'object') skip(state, idIn(state, at, ''), kind, false);
    else if (kind === 'file') {
      addFile(state, { at, path: '', absolutePath: at.root.path, real: at.real, userExcluded: false });
    } else {
      const outer = scopeAbove(state.rules, at.real);
      state.folders.push({
        at,
        path: '',
        absolutePath: at.root.path,
        real: at.real,
        outer,
        verdict: 'candidate',
      });
    }
  }
}

/**
 * Puts single paths below the roots on the walk's list.
 * @param insist the user named them: ignore rules do not put out the paths themselves or the folders above them,
 *   only what lies inside. Otherwise the rules hold on the whole way down.
 */
export function startAtPaths(state: WalkState, paths: readonly string[], insist: boolean): void {
  const known = new Map<string, FolderScope | null>();
  for (const absolutePath of [...paths].reverse()) {
    for (const at of state.roots) {
      const path = pathInside(at.root.path, absolutePath) ?? pathInside(at.real, absolutePath);
      if (path === null) continue;
      startAtPath(state, at, path, insist, known);
      break;
    }
  }
}

function startAtPath(
  state: WalkState,
  at: OpenRoot,
  path: string,
  insist: boolean,
  known: Map<string, FolderScope | null>,
): void {
  const absolutePath = join(at.root.path, path);
  if (path === '') {
    if (kindOf(at.real) === 'file') {
      addFile(state, { at, path, absolutePath: at.root.path, real: at.real, userExcluded: false });
      return;
    }
    const outer = scopeAbove(state.rules, at.real);
    state.folders.push({ at, path, absolutePath: at.root.path, real: at.real, outer, verdict: 'candidate' });
    return;
  }
  const slash = path.lastIndexOf('/');
  if (path.split('/').some(isVersionControl)) {
    state.totals.ignored++;
    return;
  }
  const scope = scopeInside(state.rules, at, path.slice(0, Math.max(0, slash)), insist, known);
  if (scope === null) {
    state.totals.ignored++;
    return;
  }
  const name = path.slice(slash + 1);
  const real = realPlace(at, absolutePath, insist);
  const kind = real === null ? kindOf(absolutePath) : kindOf(real);
  if (kind === 'link') {
    if (insist) {
      // a link whose target is gone or goes round in a circle
      skip(state, idIn(state, at, path), { reason: 'unreadable', detail: 'is a link to nothing' }, false);
      return;
    }
    const verdict = judge(state.rules, scope, name, false);
    if (verdict === 'ignored') state.totals.ignored++;
    else state.links.push({ at, path, absolutePath, name, scope, userExcluded: verdict === 'user_excluded' });
    return;
  }
  if (typeof kind === 'object') {
    skip(state, idIn(state, at, path), kind, false);
    return;
  }
  const judged = judge(state.rules, scope, name, kind === 'folder');
  const verdict = insist && judged !== 'user_excluded' ? 'candidate' : judged;
  if (verdict === 'ignored' || real === null) state.totals.ignored++;
  else if (kind === 'folder') state.folders.push({ at, path, absolutePath, real, outer: scope, verdict });
  else addFile(state, { at, path, absolutePath, real, userExcluded: verdict === 'user_excluded' });
}

/** Where the path really lies. Unless the user insists, a link at its end is left to the rules for links. */
function realPlace(at: OpenRoot, absolutePath: string, insist: boolean): string | null {
  if (insist) return realRoot(absolutePath);
  const folder = realRoot(dirname(absolutePath));
  return folder === null ? null : join(folder, basename(absolutePath));
}

function kindOf(absolutePath: string): 'file' | 'folder' | 'link' | ReadingTrouble {
  try {
    const stats = lstatSync(absolutePath);
    if (stats.isFile()) return 'file';
    if (stats.isDirectory()) return 'folder';
    return stats.isSymbolicLink() ? 'link' : { reason: 'unreadable', detail: unusualKind(stats) };
  } catch (error) {
    return readingTrouble(error);
  }
}
