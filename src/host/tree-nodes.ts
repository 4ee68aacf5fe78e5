import type { TreeEntry } from '../protocol/engine.ts';

/** Entries of a folder that are shown at once; the rest comes when asked for. */
export const PAGE = 500;

/** A row of the Context view: a file or folder, or the row that shows more of a folder. */
export type TreeNode = EntryNode | MoreNode;

/** One object per path for as long as the view lives: the editor asks again for the row of that object. */
export interface EntryNode {
  readonly kind: 'entry';
  entry: TreeEntry;
}

export interface MoreNode {
  readonly kind: 'more';
  readonly folder: string;
  readonly hidden: number;
}

/** The rows of a folder, given the part of its entries that is shown; known rows get their new entry. */
export function rows(
  known: Map<string, EntryNode>,
  folder: string,
  entries: readonly TreeEntry[],
  total: number,
): readonly TreeNode[] {
  const shown = entries.map((entry): TreeNode => {
    const node = known.get(entry.path) ?? { kind: 'entry', entry };
    node.entry = entry;
    known.set(entry.path, node);
    return node;
  });
  return total > entries.length
    ? [...shown, { kind: 'more', folder, hidden: total - entries.length }]
    : shown;
}

export function parentPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The entry at the top level that holds a path; its refresh brings along what is open below it. */
export function topOf(path: string): string {
  return path.split('/', 1)[0] ?? '';
}
