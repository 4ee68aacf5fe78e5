/** Tokens of files as they are, and of a text by the editor's own counter. */
import { RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { ExcludedReason } from '../core/context/reason.ts';
import type { Result } from '../core/facts/result.ts';

/** Files as they are on disk, BOM and CRLF included. Waits for all. Cancellable. */
export interface CountedFiles {
  readonly encoding: string;
  readonly exact: boolean;
  readonly total: number;
  readonly files: readonly { readonly path: string; readonly tokens: number }[];
  readonly skipped: readonly { readonly path: string; readonly reason: ExcludedReason }[];
}
export const countFiles = new RequestType0<Result<CountedFiles>, void>('count');

/** Counts the final text by the editor's own counter; null when the model is not to be had there. */
export const countByEditor = new RequestType<
  { readonly model: string; readonly text: string },
  number | null,
  void
>('editor/count');
