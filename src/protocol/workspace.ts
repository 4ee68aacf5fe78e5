/** The folders of a workspace and what becomes of their files: told to the engine, which finds and counts them. */
import { NotificationType } from 'vscode-jsonrpc';

/** A folder (or, at the terminal, a file) whose files are candidates. Ids are relative to it. */
export interface WorkspaceRoot {
  /** Unique among the roots; prefixes the ids when there are several roots. */
  readonly name: string;
  /** Absolute path in the file system. */
  readonly path: string;
}

/** Which files are candidates, and how they are read. Globs are VS Code's. */
export interface FileSettings {
  readonly gitignore: boolean;
  /** From `files.exclude` and `search.exclude`. */
  readonly editorExclude: readonly string[];
  /** Own globs; an empty include means all. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Larger files are left out, in bytes. */
  readonly maxFileBytes: number;
  /** Absolute paths that are never candidates: saved prompts, `--out`, `--audit`. */
  readonly ownFiles: readonly string[];
}

export interface OpenWorkspace {
  readonly roots: readonly WorkspaceRoot[];
  /** Terminal: only these absolute paths below the roots; empty means everything. */
  readonly only: readonly string[];
  /** Terminal: globs of files that must be in, whatever they are. */
  readonly pin: readonly string[];
  readonly files: FileSettings;
  /** Folder for the engine's caches; null keeps nothing. */
  readonly cacheFolder: string | null;
  /** Whether plans follow every change and come down as snapshots; the terminal only asks. */
  readonly live: boolean;
  /**
   * Whether files are read for ranking, so that a task tells which are needed; absent: they are not. `history`: whether
   * git may be asked for past changes, which it may only in a workspace that the user trusts.
   */
  readonly ranking?: { readonly history: boolean };
}

/** Replaces the workspace: the engine scans it in the background and reports by snapshots. */
export const openWorkspace = new NotificationType<OpenWorkspace>('workspace/open');

/** Absolute paths that were created, changed, deleted or renamed; folders too. */
export const filesChanged = new NotificationType<{ readonly paths: readonly string[] }>('workspace/changed');

/** Files found and counted so far, while a request waits. */
export const progress = new NotificationType<{
  readonly found: number;
  readonly counted: number;
  readonly done: boolean;
}>('progress');
