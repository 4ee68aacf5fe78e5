import type { Node } from '@vscode/tree-sitter-wasm';
import {
  type FileSymbol,
  isCallable,
  LONGEST_NAME,
  type SymbolKind,
} from '../../core/context/levels/symbols.ts';
import type { Definition, LanguageRules } from './rules.ts';

/** Spec F8. */
const MOST_SYMBOLS = 4000;
/** A declaration longer than this is data: its first lines say what it is. */
const LONGEST_SIGNATURE = 8;
/** What has no body to elide, such as a type or a table, is shown whole up to this many lines. */
const LONGEST_VALUE = 3;
/** Nodes inside nodes; generated code goes deeper than the stack. */
const DEEPEST = 120;

interface Comment {
  readonly first: number;
  readonly last: number;
}

/** What stands in front of a definition and belongs to it. Rows count from 0. */
interface Lead {
  readonly first: number;
  readonly comment: Comment | null;
  /** The row on which a wrapper such as `export` begins. */
  readonly declared: number | null;
}

interface Place {
  readonly parent: number | null;
  readonly symbolDepth: number;
  readonly isInCallable: boolean;
  readonly depth: number;
  readonly lead: Lead | null;
}

/** The symbols below a node, in the order of their lines; `partial`: some were too deep or too many. */
export function collectSymbols(
  root: Node,
  rules: LanguageRules,
  text: string,
): { readonly symbols: readonly FileSymbol[]; readonly partial: boolean } {
  const symbols: FileSymbol[] = [];
  const lines = text.split('\n');
  /** Last line taken by the children of a symbol, or at the top. */
  const taken = new Map<number | null, number>();
  let partial = false;
  visit(root, { parent: null, symbolDepth: 0, isInCallable: false, depth: 0, lead: null });
  return { symbols, partial };

  function visit(node: Node, place: Place): void {
    if (place.depth > DEEPEST) {
      partial = true;
      return;
    }
    let comment: Comment | null = null;
    let attributes: number | null = null;
    let before = -1;
    for (const child of node.namedChildren) {
      if (child === null) continue;
      const row = child.startPosition.row;
      if (rules.comments.has(child.type)) {
        // A comment behind something on the same line belongs to that.
        if (row > before) comment = withComment(comment, row, lastRow(child));
        continue;
      }
      before = lastRow(child);
      if (rules.attributes?.has(child.type) === true) {
        attributes ??= row;
        continue;
      }
      const start = attributes ?? row;
      const doc = comment !== null && comment.last >= start - 1 ? comment : null;
      const own = { first: doc?.first ?? start, comment: doc, declared: null };
      const lead = place.lead === null ? own : joined(place.lead, own);
      enter(child, { ...place, depth: place.depth + 1, lead });
      comment = null;
      attributes = null;
    }
  }

  function enter(node: Node, place: Place): void {
    const { type } = node;
    const rule = Object.hasOwn(rules.definitions, type) ? rules.definitions[type] : undefined;
    const definition = typeof rule === 'function' ? rule(node) : (rule ?? null);
    if (definition !== null && define(node, definition, place)) return;
    // `const (…)` holds several, none of which begins where it begins.
    if (rules.wrappers?.has(type) === true && node.lastChild?.type !== ')') {
      const lead = place.lead ?? { first: node.startPosition.row, comment: null };
      visit(node, { ...place, lead: { ...lead, declared: declaredRow(node, rules) } });
    } else if (rules.through.has(type) || rules.wrappers?.has(type) === true || type === 'ERROR') {
      visit(node, { ...place, lead: null });
    }
  }

  /** False: it has no name, and may still hold definitions. */
  function define(node: Node, definition: Definition, place: Place): boolean {
    const name = oneLine(
      definition.name === undefined ? (node.childForFieldName('name')?.text ?? null) : definition.name(node),
    );
    if (name === null) return false;
    const isData = definition.kind === 'constant' || definition.kind === 'field';
    if (place.isInCallable && isData) return true;
    if (place.symbolDepth >= (rules.depth ?? Number.POSITIVE_INFINITY)) return true;
    if (symbols.length >= MOST_SYMBOLS) {
      partial = true;
      return true;
    }
    const above = place.parent === null ? null : (symbols[place.parent] ?? null);
    const free = Math.max(taken.get(place.parent) ?? 0, (above?.range[0] ?? 1) - 1);
    const declared = place.lead?.declared ?? declaredRow(node, rules);
    // One line holds one symbol of a parent: the first.
    if (declared + 1 <= free) return true;
    const body = definition.body === undefined ? node.childForFieldName('body') : definition.body(node);
    const end = lastRow(node);
    const signatureEnd = endOfSignature(node, body, declared, definition.kind);
    const doc = docRow(place.lead?.comment ?? null, declared) ?? innerDocRow(body);
    const range = [Math.max(free, Math.min(place.lead?.first ?? declared, declared)) + 1, end + 1] as const;
    const index = symbols.length;
    symbols.push({
      name,
      kind: kindInside(definition.kind, above),
      range: [Math.min(range[0], declared + 1), range[1]],
      signature: [declared + 1, signatureEnd + 1],
      docLine:
        doc === null || doc + 1 < range[0] || (doc >= declared && doc <= signatureEnd) ? null : doc + 1,
      parent: place.parent,
    });
    taken.set(place.parent, end + 1);
    if (body !== null) {
      const isInCallable = place.isInCallable || isCallable(definition);
      visit(definition.members?.(node) ?? body, {
        parent: index,
        symbolDepth: place.symbolDepth + 1,
        isInCallable,
        depth: place.depth + 1,
        lead: null,
      });
    }
    return true;
  }

  /** The last row of what declares: up to the body, without the line of a brace that stands alone. */
  function endOfSignature(node: Node, body: Node | null, declared: number, kind: SymbolKind): number {
    const end = lastRow(node);
    if (body === null) {
      const most = isCallable({ kind }) ? LONGEST_SIGNATURE : LONGEST_VALUE;
      if (end - declared < most) return end;
      return isCallable({ kind }) ? declared + most - 1 : declared;
    }
    if (lastRow(body) === declared) return end;
    let first = body;
    for (let before = body.previousSibling; before !== null; before = before.previousSibling) {
      if (!rules.comments.has(before.type)) break;
      first = before;
    }
    let at = first.startIndex;
    let { row } = first.startPosition;
    while (at > node.startIndex && /\s/.test(text[at - 1] ?? '')) if (text[--at] === '\n') row--;
    return Math.max(declared, Math.min(row, declared + LONGEST_SIGNATURE - 1, end));
  }

  function innerDocRow(body: Node | null): number | null {
    const doc = body === null ? null : (rules.docIn?.(body) ?? null);
    return doc === null ? null : wordRow(doc.startPosition.row, lastRow(doc));
  }

  function docRow(comment: Comment | null, declared: number): number | null {
    return comment === null ? null : wordRow(comment.first, Math.min(comment.last, declared - 1));
  }

  function wordRow(first: number, last: number): number | null {
    // Tags alone, as in `/// <summary>`, say nothing.
    for (let row = first; row <= last; row++)
      if (WORD.test((lines[row] ?? '').replaceAll(/<\/?\w[^>]*>/g, ''))) return row;
    return null;
  }
}

const WORD = /[\p{L}\p{N}]{2}/u;

/** The last row with a part of the node: some grammars count the line ending in. */
function lastRow({ startPosition, endPosition }: Node): number {
  return endPosition.column === 0 && endPosition.row > startPosition.row
    ? endPosition.row - 1
    : endPosition.row;
}

/** The row of the first child that is no attribute. */
function declaredRow(node: Node, rules: LanguageRules): number {
  const { attributes, modifiers } = rules;
  if (attributes === undefined) return node.startPosition.row;
  for (const child of node.children) {
    if (child === null || attributes.has(child.type)) continue;
    if (child.type !== modifiers) return child.startPosition.row;
    const word = child.children.find((part) => part !== null && !attributes.has(part.type));
    if (word) return word.startPosition.row;
  }
  return node.startPosition.row;
}

/** Comments on lines that follow each other are one. */
function withComment(before: Comment | null, first: number, last: number): Comment {
  return before !== null && before.last === first - 1 ? { first: before.first, last } : { first, last };
}

function joined(outer: Lead, inner: Lead): Lead {
  return {
    first: Math.min(outer.first, inner.first),
    comment: outer.comment ?? inner.comment,
    declared: outer.declared,
  };
}

function kindInside(kind: SymbolKind, above: FileSymbol | null): SymbolKind {
  if (above?.kind !== 'class' && above?.kind !== 'interface') return kind;
  if (kind === 'function') return 'method';
  return kind === 'constant' ? 'field' : kind;
}

function oneLine(name: string | null): string | null {
  const short = name?.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_NAME) ?? '';
  return short === '' ? null : short;
}
