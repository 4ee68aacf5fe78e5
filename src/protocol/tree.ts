/** The entries of the tree, asked for as they are shown. */
import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type { ExcludedReason, IncludedReason } from '../core/context/reason.ts';
import type { Level } from '../core/context/item.ts';

/** What the tree shows changed; null: everything. Ask again for the folders on show. */
export const treeChanged = new NotificationType<{ readonly paths: readonly string[] | null }>('tree/changed');

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
