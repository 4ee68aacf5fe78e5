import type { Node } from '@vscode/tree-sitter-wasm';
import type { SymbolKind } from '../../core/context/levels/symbols.ts';

/** How a node that defines something is read. */
export interface Definition {
  readonly kind: SymbolKind;
  /** Null: this one defines nothing. Default: the text of the field `name`. */
  readonly name?: (node: Node) => string | null;
  /** What the outline elides, and where members are looked for; null: it has none. Default: the field `body`. */
  readonly body?: (node: Node) => Node | null;
  /** Where members are looked for, when not in the body. */
  readonly members?: (node: Node) => Node;
}

/** What the outline of a language is made of: node types of its grammar. */
export interface LanguageRules {
  /** File in the folder of the grammars, without `.wasm`. */
  readonly grammar: string;
  readonly definitions: Readonly<Record<string, Definition | ((node: Node) => Definition | null)>>;
  /** Nodes that hold definitions and define nothing. */
  readonly through: ReadonlySet<string>;
  /** Nodes around one definition whose first line is a part of its signature: `export`, `template <…>`. */
  readonly wrappers?: ReadonlySet<string>;
  readonly comments: ReadonlySet<string>;
  /** Attributes and annotations, in front of a definition or its first children: not shown with the signature. */
  readonly attributes?: ReadonlySet<string>;
  /** Nodes whose first children may be attributes, too. */
  readonly modifiers?: string;
  /** Documentation inside of the body, as in Python. */
  readonly docIn?: (body: Node) => Node | null;
  /** Symbols inside symbols, at most; default: any depth. */
  readonly depth?: number;
}

/** Node types as one string, apart by spaces. */
export function types(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

/** The same reading for several node types. */
export function each<T>(list: string, value: T): Record<string, T> {
  return Object.fromEntries(list.split(' ').map((type) => [type, value]));
}

export function field(node: Node, name: string): Node | null {
  return node.childForFieldName(name);
}

export function fieldText(node: Node, name: string): string | null {
  return field(node, name)?.text ?? null;
}

/** The first named child of one of the types. */
export function childOf(node: Node, list: string): Node | null {
  const wanted = list.split(' ');
  return node.namedChildren.find((child) => child !== null && wanted.includes(child.type)) ?? null;
}

/** The text of the first named child of one of the types. */
export function childText(list: string): (node: Node) => string | null {
  return (node) => childOf(node, list)?.text ?? null;
}

/** Whether one of the unnamed children is this word. */
export function hasWord(node: Node, word: string): boolean {
  return node.children.some((child) => child?.type === word);
}

export const NO_BODY = (): null => null;
