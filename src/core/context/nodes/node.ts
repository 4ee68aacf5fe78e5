import type { LineRange, NodeKind } from '../item.ts';

/** Spec F8, widest first. */
export const NODE_KINDS: readonly NodeKind[] = ['workspace', 'file', 'section', 'block', 'line'];

/** Half-open, in UTF-16 code units of the document as it is shown. */
export type Span = readonly [from: number, to: number];

export interface NodeMetadata {
  readonly path: string;
  /** Null for the workspace. Sentences of one line share it; `span` tells them apart. */
  readonly range: LineRange | null;
  readonly span: Span | null;
  /** The name of the file or section; inside of a section that of the section. */
  readonly title: string;
  /** VS Code's language id. */
  readonly language: string | null;
  /** 1-based, among its kind in its document. */
  readonly ordinal: number;
}

/** A piece of a document at one granularity (spec F8). Children lie inside of their parent and do not overlap. */
export interface IndexNode {
  readonly id: string;
  readonly nodeKind: NodeKind;
  /** Empty for the workspace: its files are its children. */
  readonly content: string;
  readonly summary: string;
  /** Null for the workspace. */
  readonly parentId: string | null;
  /** In the order in which they stand. */
  readonly childIds: readonly string[];
  readonly metadata: NodeMetadata;
}

export function nodeId(kind: NodeKind, path: string, ordinal: number): string {
  return `${kind}:${path}:${ordinal}`;
}

/** Null for what no `nodeId` gives. Paths may hold colons. */
export function parseNodeId(id: string): { kind: NodeKind; path: string; ordinal: number } | null {
  const [, word = '', path = '', digits = ''] = /^([a-z]+):(.*):([1-9]\d*)$/s.exec(id) ?? [];
  const kind = NODE_KINDS.find((each) => each === word);
  return kind === undefined ? null : { kind, path, ordinal: Number(digits) };
}
