/**
 * What a door and the engine's thread say to each other, one typed object per message (JSON-RPC over the
 * worker's port). Events go up, whole snapshots come down; contents stay in the engine.
 */
import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { Audit, VerifiedPack } from '../core/context/audit.ts';
import type { FitSettings } from '../core/context/fit-settings.ts';
import type { ExcludedReason, IncludedReason } from '../core/context/reason.ts';
import type { SourceKind } from '../core/context/kind/source-kind.ts';
import type { Selection } from '../core/context/selection.ts';
import type { Witness } from '../core/context/witness.ts';
import type { Level, LineRange, NodeKind } from '../core/context/item.ts';
import type { FileOutline, SymbolKind } from '../core/context/levels/symbols.ts';
import type { ModelProfile } from '../core/facts/model-profile.ts';
import type { Failure, Result } from '../core/facts/result.ts';

// ── up: the door's events ──────────────────────────────────────────────────────────────────────────────────────

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

/**
 * The editor's text of a document that differs from the disk (unsaved, untitled, virtual). `id` is the path id
 * of a workspace file, or a name of its own for documents that are no file.
 */
export const documentText = new NotificationType<{ readonly id: string; readonly text: string }>(
  'document/text',
);

/** UTF-16 offsets in the text before this edit; edits of one message apply one after the other. */
export interface DocumentEdit {
  readonly offset: number;
  readonly deleted: number;
  readonly inserted: string;
}
export const documentEdited = new NotificationType<{
  readonly id: string;
  readonly edits: readonly DocumentEdit[];
}>('document/edited');

/** The engine could not follow the edits: the door sends the whole text again. */
export const documentLost = new NotificationType<{ readonly id: string }>('document/lost');

/** The document is saved or closed: what is on disk counts again. */
export const documentReleased = new NotificationType<{ readonly id: string }>('document/released');

/** Gestures that raise a file's value; ids. `edited` holds the epoch ms of the last edit. */
export interface Attention {
  readonly open: readonly string[];
  readonly visible: readonly string[];
  readonly edited: Readonly<Record<string, number>>;
  /** Differ from the last commit. */
  readonly changed?: readonly string[];
  /** Have errors or warnings. */
  readonly problems?: readonly string[];
}
export const attentionChanged = new NotificationType<Attention>('attention/changed');

export const selectionChanged = new NotificationType<Selection>('selection/changed');
export const fitSettingsChanged = new NotificationType<FitSettings>('fit/settings');

/** A model that the editor's language-model API offers. */
export interface EditorModel {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  readonly family: string;
  readonly maxInputTokens: number;
}
/** Models of the editor and the user's own entries (checked by the engine, failures come back in the snapshot). */
export const modelsChanged = new NotificationType<{
  readonly editor: readonly EditorModel[];
  readonly own: readonly unknown[];
}>('models/changed');

// ── down: snapshots ────────────────────────────────────────────────────────────────────────────────────────────

export type PlanState =
  /** No folder and no document. */
  | 'no_folder'
  /** A folder without a candidate. */
  | 'empty'
  | 'nothing_selected'
  /** Everything ticked gets in. */
  | 'fits'
  /** More is ticked than fits; the fit keeps the best. */
  | 'over'
  /** `failure` says why nothing can be fitted, and what to do. */
  | 'refused';

export interface PlanSnapshot {
  /** Rises with every snapshot. */
  readonly revision: number;
  readonly state: PlanState;
  readonly failure: Failure | null;
  /** Set while files are found and counted; the plan is usable meanwhile. */
  readonly indexing: { readonly found: number; readonly counted: number } | null;
  readonly model: {
    readonly id: string | null;
    readonly name: string | null;
    /** Tokens that may go in; null when unknown. */
    readonly window: number | null;
    readonly exact: boolean;
    readonly encoding: string;
    /** Share of the count, 0 when exact. */
    readonly band: number;
    readonly disagreements: readonly string[];
  };
  /**
   * Tokens. `used` = instructions + files; `files`: the texts as the tree counts them, `instructions`: all else, the
   * framing and the file tree among it. `wanted`: `used` if everything ticked got in.
   */
  readonly budget: number;
  readonly margin: number;
  readonly tokens: {
    readonly used: number;
    readonly instructions: number;
    readonly files: number;
    readonly wanted: number;
  };
  /** False while a figure still rests on an estimate: shown with "~". */
  readonly settled: boolean;
  readonly files: {
    readonly candidates: number;
    readonly ticked: number;
    readonly pinned: number;
    readonly included: number;
    readonly leftOut: number;
    /** Files that would be of use, but hold a secret; the first is the one most probably needed. */
    readonly heldBack: { readonly count: number; readonly first: string | null };
  };
  /** Null without a task. `indexing`: files are still being read, and the order may change. */
  readonly ranking: {
    readonly files: number;
    readonly indexing: boolean;
    /** Expected share of what the task needs that the fit shows, in [0, 1]. */
    readonly share: number;
    /** False: nothing in the workspace matches the task, and the order is a guess. */
    readonly found: boolean;
  } | null;
  readonly strategy: FitSettings['strategy'];
  readonly format: FitSettings['format'];
  /** Share by which the value may lie below the greatest possible, and whether it is proven to be the greatest. */
  readonly gap: number;
  readonly proven: boolean;
  /** Price of the prompt's tokens in micro-USD; null when unknown. */
  readonly costMicroUsd: number | null;
  /** Whether the unknown price means "included in the subscription". */
  readonly priceKind: 'perToken' | 'included' | 'unknown';
  /** One sentence for the user: "Fits with 7.9k to spare." */
  readonly sentence: string;
  readonly notes: readonly string[];
}
export const planSnapshot = new NotificationType<PlanSnapshot>('plan/snapshot');

/** What the tree shows changed; null: everything. Ask again for the folders on show. */
export const treeChanged = new NotificationType<{ readonly paths: readonly string[] | null }>('tree/changed');

/** A line for the log, without file contents. */
export const engineLog = new NotificationType<{
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
}>('log');

export interface TreeEntry {
  /** Path id; what selections name. */
  readonly path: string;
  readonly name: string;
  readonly folder: boolean;
  readonly ticked: boolean;
  readonly pinned: boolean;
  readonly leftOut: boolean;
  /** The fit's answer; null when it is no candidate (not ticked, not pinned). Folders: null. */
  readonly reason: IncludedReason | ExcludedReason | null;
  readonly level: Level | null;
  /**
   * Of what goes in where the file is in the prompt, else of all its text; null when never counted. Folders: sum of all
   * the text that can be shown.
   */
  readonly tokens: number | null;
  /** Of all the text, whatever is shown of it. */
  readonly wholeTokens: number | null;
  /** True while `tokens` is not final. */
  readonly counting: boolean;
  /** That the task needs the file, in [0, 1]; null without a task, for folders, and for what is not ranked. */
  readonly probability: number | null;
  /** The level that the user asked for; null: the fit decides. */
  readonly levelAsked: Level | null;
  /** Folders: files below, how many are ticked, how many are in. */
  readonly files: { readonly total: number; readonly ticked: number; readonly included: number } | null;
  /** Absolute path, null for a document that is no file. */
  readonly absolutePath: string | null;
}

/** The entries of a folder (`''`: the top): folders first, then files, by name. */
export const treeChildren = new RequestType<
  { readonly folder: string; readonly offset: number; readonly limit: number },
  { readonly entries: readonly TreeEntry[]; readonly total: number },
  void
>('tree/children');

/** One entry by path id, or null. */
export const treeEntry = new RequestType<{ readonly path: string }, TreeEntry | null, void>('tree/entry');

/**
 * The files by how probably the task needs them; empty without a task. Pinned files come first, and what the user left
 * out last. Files that a secret keeps out have their place too: they can be allowed.
 */
export const rankedEntries = new RequestType<
  { readonly offset: number; readonly limit: number },
  { readonly entries: readonly TreeEntry[]; readonly total: number },
  void
>('rank/entries');

/** Why a file ranks where it does: words that go on from its name, strongest first. */
export const rankReasons = new RequestType<{ readonly path: string }, readonly string[], void>(
  'rank/reasons',
);

// ── requests ───────────────────────────────────────────────────────────────────────────────────────────────────

export interface FittedPrompt {
  readonly prompt: string;
  readonly audit: Audit;
  /** By which this fit is known again; it is kept with the workspace's caches. */
  readonly witness: Witness;
  /** The audit for people. */
  readonly readable: string;
}

/**
 * Waits until every candidate is counted, then fits and renders. Cancellable. `workLimit`: units of search. `verify`:
 * whether the door answers `countByEditor`.
 */
export const fit = new RequestType<
  { readonly workLimit: number; readonly verify: boolean },
  Result<FittedPrompt>,
  void
>('fit');

/** Why a file is in or out, one sentence with figures and what would change it. */
export const explain = new RequestType<{ readonly path: string }, string, void>('explain');

/** What the last plan shows of a file: the very text that a fit would put in; a failure says why it is not in. */
export interface Preview {
  readonly level: Level;
  /** 1-based, inclusive lines. */
  readonly ranges: readonly LineRange[];
  readonly text: string;
  readonly tokens: number;
}
export const preview = new RequestType<{ readonly path: string }, Result<Preview>, void>('preview');

/** What one budget buys. */
export interface LadderStep {
  /** Tokens: the limit asked for. */
  readonly budget: number;
  readonly tokensUsed: number;
  /** Of the prompt and, with a task, of the answer that room is kept for; micro-USD, null when unknown. */
  readonly costMicroUsd: number | null;
  readonly files: number;
  /** Expected share of what the task needs that is shown, in [0, 1]: value over that of everything in full. */
  readonly share: number;
  /** Files that are in, or shown more fully (`fuller`), beside the step before; most valuable first. */
  readonly added: readonly {
    readonly path: string;
    readonly level: Level;
    readonly tokens: number;
    readonly fuller: boolean;
  }[];
  /** Why this step cannot be fitted; its figures are then zero. */
  readonly failure: Failure | null;
}

/** Budgets in rising order. Waits until every candidate is counted. Cancellable. */
export const ladder = new RequestType<
  { readonly budgets: readonly number[] },
  Result<readonly LadderStep[]>,
  void
>('ladder');

/** A secret found in a file; its text is kept nowhere. */
export interface FoundSecret {
  readonly id: string;
  readonly path: string;
  readonly rule: string;
  /** 1-based. */
  readonly line: number;
  readonly allowed: boolean;
}

/** Findings in one file, or (null) in all candidates. */
export const secretsFound = new RequestType<{ readonly path: string | null }, readonly FoundSecret[], void>(
  'secrets',
);

export const listModels = new RequestType0<readonly ModelProfile[], void>('models/list');

/** Files as they are on disk, BOM and CRLF included. Waits for all. Cancellable. */
export interface CountedFiles {
  readonly encoding: string;
  readonly exact: boolean;
  readonly total: number;
  readonly files: readonly { readonly path: string; readonly tokens: number }[];
  readonly skipped: readonly { readonly path: string; readonly reason: ExcludedReason }[];
}
export const countFiles = new RequestType0<Result<CountedFiles>, void>('count');

/** A file's symbols, and what the level `outline` shows of it. */
export interface OutlinedFile {
  readonly path: string;
  /** VS Code's language id. */
  readonly language: string | null;
  readonly by: FileOutline['by'];
  /** Symbols may be missing: the text has syntax errors or is too much. */
  readonly partial: boolean;
  readonly lines: number;
  /** Of the whole text. */
  readonly tokens: number;
  readonly outline: {
    readonly text: string;
    readonly ranges: readonly LineRange[];
    readonly tokens: number;
  };
  readonly symbols: readonly {
    readonly name: string;
    readonly kind: SymbolKind;
    readonly range: LineRange;
    /** On one line. */
    readonly signature: string;
    /** The first line of its documentation. */
    readonly doc: string | null;
    /** Index in this list. */
    readonly parent: number | null;
  }[];
}
export const outlineFile = new RequestType<{ readonly path: string }, Result<OutlinedFile>, void>('outline');

export interface RankedFiles {
  /** Files that were ranked. */
  readonly total: number;
  /** The best of them, best first. */
  readonly files: readonly {
    readonly path: string;
    readonly kind: SourceKind;
    /** In [0, 1], calibrated: that the task needs the file (for a test: that it changes too). */
    readonly probability: number;
    /** Orders the files; any finite number. */
    readonly score: number;
    /** As a prompt shows the file in full. */
    readonly tokens: number;
    /** Words that go on from the file's name. */
    readonly reasons: readonly string[];
  }[];
  /** Sentences for the user. */
  readonly notes: readonly string[];
}

/** Files for the task of the settings. Waits until all are read; cancellable. `top`: at most so many. */
export const rankFiles = new RequestType<{ readonly top: number }, Result<RankedFiles>, void>('rank');

/** A part of a file that has words of a query. */
export interface FoundNode {
  readonly id: string;
  readonly nodeKind: NodeKind;
  readonly path: string;
  /** 1-based, inclusive. */
  readonly range: LineRange;
  /** In (0, 1): the share of the query's words that it has, rare ones weighing more, long parts less. */
  readonly score: number;
  /** The name of the section around it, else of the file. */
  readonly title: string;
  /** Its declaration, title, or first sentence or line. */
  readonly summary: string;
}

export interface FoundNodes {
  /** Best first. */
  readonly nodes: readonly FoundNode[];
  /** Files that were looked into, of all that could be. */
  readonly searched: number;
  readonly total: number;
  /** Sentences for the user. */
  readonly notes: readonly string[];
}

/**
 * Parts of the files that rank best for a query, whatever the task of the settings is. Waits until all files are read;
 * cancellable. `top`: at most so many, 1,000 in any case.
 */
export const searchNodes = new RequestType<
  { readonly query: string; readonly nodeKind: Exclude<NodeKind, 'workspace'>; readonly top: number },
  Result<FoundNodes>,
  void
>('search');

/** Re-checks a saved audit (JSON text) against the open workspace. */
export const verifyAudit = new RequestType<{ readonly audit: string }, Result<VerifiedPack>, void>('verify');

/** Files found and counted so far, while a request waits. */
export const progress = new NotificationType<{
  readonly found: number;
  readonly counted: number;
  readonly done: boolean;
}>('progress');

/** Saves what was learnt; to be sent before the thread is ended. */
export const shutDown = new RequestType0<Result<null>, void>('shutdown');

// ── the engine asks the door ───────────────────────────────────────────────────────────────────────────────────

/** Counts the final text by the editor's own counter; null when the model is not to be had there. */
export const countByEditor = new RequestType<
  { readonly model: string; readonly text: string },
  number | null,
  void
>('editor/count');
