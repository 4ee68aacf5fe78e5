import { lstat, realpath } from 'node:fs/promises';
import { type IgnoreRules, judge } from './ignore-rules.ts';
import { readingTrouble, systemCode, unusualKind } from './reading-trouble.ts';
import { pathInside } from './roots.ts';
import { addFile, idIn, type PendingLink, scopeInside, skip, type WalkState } from './walk-state.ts';

/**
 * Follows a symbolic link, after everything that is reached without links: to a file or folder inside a root that
 * the walk did not reach and the rules do not put out. So nothing is in twice, loops end, and a link does not bring
 * in what is ignored where it lies. A walk of changed paths reaches nothing else: there a link is left out when
 * the rules let its target be reached.
 */
export async function followLink(state: WalkState, link: PendingLink): Promise<void> {
  const id = idIn(state, link.at, link.path);
  try {
    const real = await realpath(link.absolutePath);
    const owner = state.roots.find((at) => pathInside(at.real, real) !== null);
    if (owner === undefined) {
      skip(state, id, { reason: 'unreadable', detail: 'is a link that leads out of the workspace' }, false);
      return;
    }
    const stats = await lstat(real);
    if (!stats.isFile() && !stats.isDirectory()) {
      skip(state, id, { reason: 'unreadable', detail: `is a link to what ${unusualKind(stats)}` }, false);
      return;
    }
    const isFolder = stats.isDirectory();
    const verdict = isFolder ? judge(state.rules, link.scope, link.name, true) : 'candidate';
    const inside = pathInside(owner.real, real) ?? '';
    if (
      (isFolder ? state.visitedFolders : state.reachedFiles).has(real) ||
      (state.onlyChanged && !isIgnored(state.rules, owner, inside, isFolder))
    ) {
      state.totals.doubledLinks++;
    } else if (
      verdict === 'ignored' ||
      // which files the user wants to include is the link's business
      isIgnored({ ...state.rules, includes: null, includeStarts: null }, owner, inside, isFolder)
    ) {
      state.totals.ignored++;
    } else if (isFolder) {
      const { at, path, absolutePath, scope } = link;
      state.folders.push({ at, path, absolutePath, real, outer: scope, verdict });
    } else {
      addFile(state, { ...link, real });
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT')
      skip(state, id, { reason: 'unreadable', detail: 'is a link to nothing' }, false);
    else skip(state, id, readingTrouble(error), false);
  }
}

/** Whether the rules put out a path where it lies. */
function isIgnored(rules: IgnoreRules, at: PendingLink['at'], path: string, isFolder: boolean): boolean {
  if (path === '') return false;
  const slash = path.lastIndexOf('/');
  const scope = scopeInside(rules, at, path.slice(0, Math.max(0, slash)), false);
  return scope === null || judge(rules, scope, path.slice(slash + 1), isFolder) === 'ignored';
}
