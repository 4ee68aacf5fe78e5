import type { TreeEntry } from '../protocol/tree.ts';

/** Entries of a folder that are shown at once; the rest comes when asked for. */
export const PAGE = 500;

/** A row of the Context view: a file or folder, or the row that shows more of a folder. */
export type TreeNode = EntryNode | MoreNode;

/** One object per path for as long as the view lives: the editor asks again for the row of that object. */
export interface EntryNode {
  readonly kind: 'entry';
  entry: TreeEntry;
  /** In place of the entry's name, where that alone does not tell it from others. */
  label?: string;
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

/** True for the folder itself too; `''` holds everything. */
export function isBelow(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

const shownShare = (share: number | null): number | null => share && Math.round(share * 100);

/** Whether two entries of one path make the same row. */
export function sameEntry(a: TreeEntry, b: TreeEntry): boolean {
  return (
    a.ticked === b.ticked &&
    a.pinned === b.pinned &&
    a.leftOut === b.leftOut &&
    a.reason === b.reason &&
    a.level === b.level &&
    a.tokens === b.tokens &&
    a.wholeTokens === b.wholeTokens &&
    a.counting === b.counting &&
    // What is shown of a probability: a change below that is none to see.
    shownShare(a.probability) === shownShare(b.probability) &&
    a.levelAsked === b.levelAsked &&
    a.files?.total === b.files?.total &&
    a.files?.ticked === b.files?.ticked &&
    a.files?.included === b.files?.included &&
    a.folder === b.folder &&
    a.name === b.name &&
    a.absolutePath === b.absolutePath
  );
}
