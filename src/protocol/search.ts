/** Looking for parts of files by words. */
import { RequestType } from 'vscode-jsonrpc';
import type { LineRange, NodeKind } from '../core/context/item.ts';
import type { Result } from '../core/facts/result.ts';

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
