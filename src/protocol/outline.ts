/** The symbols of a file. */
import { RequestType } from 'vscode-jsonrpc';
import type { LineRange } from '../core/context/item.ts';
import type { FileOutline, SymbolKind } from '../core/context/levels/symbols.ts';
import type { Result } from '../core/facts/result.ts';

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
