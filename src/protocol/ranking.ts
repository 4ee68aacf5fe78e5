/** The files by how probably the task needs them. */
import { RequestType } from 'vscode-jsonrpc';
import type { SourceKind } from '../core/context/kind/source-kind.ts';
import type { Result } from '../core/facts/result.ts';
import type { TreeEntry } from './tree.ts';

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
