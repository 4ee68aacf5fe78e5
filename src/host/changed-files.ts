import { extensions } from 'vscode';
import type { Disposable, Event, Uri } from 'vscode';

/** The part of the built-in git extension's API (version 1) that is used here. */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}
interface GitApi {
  readonly repositories: readonly GitRepository[];
  readonly onDidOpenRepository: Event<GitRepository>;
  readonly onDidCloseRepository: Event<GitRepository>;
}
interface GitRepository {
  readonly state: GitState;
}
interface GitState {
  readonly workingTreeChanges: readonly GitChange[];
  readonly indexChanges: readonly GitChange[];
  readonly mergeChanges: readonly GitChange[];
  /** Absent in editors before `git.untrackedChanges`. */
  readonly untrackedChanges?: readonly GitChange[];
  readonly onDidChange: Event<void>;
}
interface GitChange {
  readonly uri: Uri;
  readonly status: number;
}

/** `Status.INDEX_DELETED` and `Status.DELETED` of that API: there is nothing to read. */
const DELETED = new Set([2, 6]);

/** Files that differ from the last commit, in all repositories; null when there is no git to ask. */
export async function changedFiles(): Promise<readonly Uri[] | null> {
  const git = await gitApi();
  return git === null ? null : changesOf(git);
}

/**
 * Tells which files differ from the last commit whenever git says that this changed, until it is disposed of. Only for
 * workspaces that the user trusts: it wakes the git extension.
 */
export function watchChangedFiles(tell: (changed: readonly Uri[]) => void): Disposable {
  const parts: Disposable[] = [];
  const repositories = new Map<GitRepository, Disposable>();
  let disposed = false;

  const follow = (git: GitApi): void => {
    const tellAll = (): void => tell(changesOf(git));
    const open = (repository: GitRepository): void => {
      repositories.set(repository, repository.state.onDidChange(tellAll));
    };
    parts.push(
      git.onDidOpenRepository((repository) => {
        open(repository);
        tellAll();
      }),
      git.onDidCloseRepository((repository) => {
        repositories.get(repository)?.dispose();
        repositories.delete(repository);
        tellAll();
      }),
    );
    git.repositories.forEach(open);
    tellAll();
  };
  // A git extension that cannot be woken is as good as none: its changes are a hint, not a need.
  gitApi().then(
    (git) => {
      if (git !== null && !disposed) follow(git);
      return undefined;
    },
    () => undefined,
  );
  return {
    dispose() {
      disposed = true;
      for (const part of [...parts, ...repositories.values()]) part.dispose();
    },
  };
}

async function gitApi(): Promise<GitApi | null> {
  const extension = extensions.getExtension<GitExtension>('vscode.git');
  if (extension === undefined) return null;
  const git = await extension.activate();
  // `getAPI` throws while git is switched off.
  return git.enabled ? git.getAPI(1) : null;
}

function changesOf({ repositories }: GitApi): readonly Uri[] {
  const changes = repositories.flatMap(({ state }) =>
    [state.workingTreeChanges, state.indexChanges, state.mergeChanges, state.untrackedChanges ?? []].flat(),
  );
  const uris = changes.filter(({ status }) => !DELETED.has(status)).map(({ uri }) => uri);
  return [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
}
