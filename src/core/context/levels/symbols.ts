import type { LineRange } from '../item.ts';

export const SYMBOL_KINDS = [
  'module',
  'class',
  'interface',
  'type',
  'enum',
  'function',
  'method',
  'field',
  'constant',
  'heading',
  'rule',
  'element',
  'key',
] as const;
export type SymbolKind = (typeof SYMBOL_KINDS)[number];

/** A definition, headed section, style rule, element or key of a file (spec F8: `section`). Lines are 1-based. */
export interface FileSymbol {
  /** Not empty, at most `LONGEST_NAME` characters. */
  readonly name: string;
  readonly kind: SymbolKind;
  /** All of it, with the comments and attributes in front. */
  readonly range: LineRange;
  /** Inside `range`: the lines that declare it, without its body. */
  readonly signature: LineRange;
  /** The first line with words of its documentation; null without any. Outside of `signature`. */
  readonly docLine: number | null;
  /** Index in the list of the symbol around it, always smaller than its own; null at the top. */
  readonly parent: number | null;
}

export const LONGEST_NAME = 160;

/** The symbols of one file, in the order of their first lines; children lie inside their parent's range. */
export interface FileOutline {
  readonly symbols: readonly FileSymbol[];
  /** By a grammar, or by the plain rules for headings (spec F8). */
  readonly by: 'grammar' | 'headings';
  /** The text has syntax errors, or was too much to be read to its end: symbols may be missing. */
  readonly partial: boolean;
}

export const EMPTY_OUTLINE: FileOutline = { symbols: [], by: 'headings', partial: false };

/** Kinds whose body is instructions rather than members. */
export function isCallable({ kind }: Pick<FileSymbol, 'kind'>): boolean {
  return kind === 'function' || kind === 'method';
}
