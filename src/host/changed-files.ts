import { extensions } from 'vscode';
import type { Uri } from 'vscode';

/** The part of the built-in git extension's API (version 1) that is used here. */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): { readonly repositories: readonly { readonly state: GitState }[] };
}
interface GitState {
  readonly workingTreeChanges: readonly GitChange[];
  readonly indexChanges: readonly GitChange[];
  readonly mergeChanges: readonly GitChange[];
  /** Absent in editors before `git.untrackedChanges`. */
  readonly untrackedChanges?: readonly GitChange[];
}
interface GitChange {
  readonly uri: Uri;
  readonly status: number;
}

/** `Status.INDEX_DELETED` and `Status.DELETED` of that API: there is nothing to read. */
const DELETED = new Set([2, 6]);

/** Files that differ from the last commit, in all repositories; null when there is no git to ask. */
export async function changedFiles(): Promise<readonly Uri[] | null> {
  const extension = extensions.getExtension<GitExtension>('vscode.git');
  if (extension === undefined) return null;
  const git = await extension.activate();
  // `getAPI` throws while git is switched off.
  if (!git.enabled) return null;
  const changes = git
    .getAPI(1)
    .repositories.flatMap(({ state }) =>
      [state.workingTreeChanges, state.indexChanges, state.mergeChanges, state.untrackedChanges ?? []].flat(),
    );
  const uris = changes.filter(({ status }) => !DELETED.has(status)).map(({ uri }) => uri);
  return [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
}
