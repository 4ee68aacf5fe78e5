import { fail, ok, type Result } from '../../facts/result.ts';
import type { NodeKind } from '../item.ts';
import { headingsOf } from '../levels/headings.ts';
import type { FileOutline } from '../levels/symbols.ts';
import { shownText } from '../render/shown-text.ts';
import { type DocumentNodes, documentNodes, linesAt } from './document-nodes.ts';
import { type IndexNode, NODE_KINDS, nodeId, parseNodeId } from './node.ts';
import { summaryOf, titleOf } from './summary.ts';

/** The symbols of a text as it is shown; the path tells its language. */
export type OutlinePort = (path: string, text: string) => FileOutline | Promise<FileOutline>;

export interface DocumentMetadata {
  /** Default: the last part of the id. */
  readonly title?: string;
  /** VS Code's language id; default: by the id as a path. */
  readonly language?: string;
}

/** Documents as nodes of every granularity (spec F8). It holds the texts: for the documents of one search, not for all. */
export interface NodeIndex {
  /**
   * Adds a document, in place of one with the same id, which is its path in node ids. Gives the file's node, and what was
   * left out or cut. Error: `empty_content`; then a document with this id stays as it was.
   */
  readonly index: (
    content: string,
    id: string,
    metadata?: DocumentMetadata,
  ) => Promise<Result<{ readonly node: IndexNode; readonly notes: readonly string[] }>>;
  /** False: there was none with this id. */
  readonly remove: (id: string) => boolean;
  readonly get: (nodeId: string) => IndexNode | null;
  /** Zooms in; empty for what has no parts. */
  readonly children: (nodeId: string) => readonly IndexNode[];
  /** Zooms out; null for the workspace and for what is not there. */
  readonly parent: (nodeId: string) => IndexNode | null;
  /** Nodes of every kind, the workspace among them. */
  readonly size: () => number;
  /** In the order of their first indexing. */
  readonly documents: () => Iterable<DocumentNodes>;
}

const WORKSPACE: NodeKind = 'workspace';
const ROOT = nodeId(WORKSPACE, '', 1);

/**
 * @param outlineOf default: headings alone (spec F8).
 * @param title of the folder or collection.
 *
 * @example
 * const index = createNodeIndex();
 * await index.index('# Parser\n\nIt parses ranges.', 'docs/parser.md');
 * index.children('file:docs/parser.md:1'); // [the section "Parser"]
 */
export function createNodeIndex(outlineOf: OutlinePort = headingsOf, title = ''): NodeIndex {
  const documents = new Map<string, DocumentNodes>();

  const workspace = (): IndexNode => ({
    id: ROOT,
    nodeKind: WORKSPACE,
    content: '',
    summary: title,
    parentId: null,
    childIds: [...documents.keys()].map((path) => nodeId('file', path, 1)),
    metadata: { path: '', range: null, span: null, title, language: null, ordinal: 1 },
  });

  const get = (id: string): IndexNode | null => {
    if (id === ROOT) return workspace();
    const parsed = parseNodeId(id);
    const document = parsed === null ? undefined : documents.get(parsed.path);
    if (parsed === null || document === undefined) return null;
    const place = document.byKind[NODE_KINDS.indexOf(parsed.kind)]?.[parsed.ordinal - 1];
    return place === undefined ? null : nodeAt(document, place);
  };

  return {
    index: async (content, id, metadata = {}) => {
      const text = shownText(content);
      if (text.trim() === '')
        return fail('empty_content', `There is nothing to index in ${JSON.stringify(id)}: it is blank.`, {
          id,
        });
      const outline = await outlineOf(id, text);
      const document = documentNodes({ path: id, text, outline, ...metadata });
      documents.set(id, document);
      return ok({ node: nodeAt(document, 0), notes: document.notes });
    },
    remove: (id) => documents.delete(id),
    get,
    children: (id) => (get(id)?.childIds ?? []).flatMap((child) => get(child) ?? []),
    parent: (id) => get(get(id)?.parentId ?? '') ?? null,
    size: () => [...documents.values()].reduce((sum, { kinds }) => sum + kinds.length, 1),
    documents: () => documents.values(),
  };
}

export function nodeAt(document: DocumentNodes, place: number): IndexNode {
  const { text, path, parents, language, ordinals } = document;
  const span = [document.from[place] ?? 0, document.to[place] ?? 0] as const;
  const parent = parents[place] ?? -1;
  return {
    id: idAt(document, place),
    nodeKind: kindAt(document, place),
    content: text.slice(...span),
    summary: summaryOf(document, span, document.symbols.get(place)),
    parentId: parent < 0 ? ROOT : idAt(document, parent),
    childIds: placesBelow(document, place).map((child) => idAt(document, child)),
    metadata: {
      path,
      range: linesAt(document, span),
      span,
      title: titleOf(document, place),
      language,
      ordinal: ordinals[place] ?? 1,
    },
  };
}

export function idAt(document: DocumentNodes, place: number): string {
  return nodeId(kindAt(document, place), document.path, document.ordinals[place] ?? 1);
}

function kindAt({ kinds }: DocumentNodes, place: number): NodeKind {
  return NODE_KINDS[kinds[place] ?? 0] ?? WORKSPACE;
}

function placesBelow({ ends }: DocumentNodes, place: number): readonly number[] {
  const places: number[] = [];
  const end = ends[place] ?? 0;
  for (let at = place + 1; at < end; at = ends[at] ?? end) places.push(at);
  return places;
}
