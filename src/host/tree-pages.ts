import type { TreeEntry } from '../protocol/tree.ts';
import type { EntryNode, TreeNode } from './tree-nodes.ts';
import { isBelow, PAGE, rows, sameEntry } from './tree-nodes.ts';

/** The entries of a folder from its first on, as the engine has them. */
export interface Page {
  readonly entries: readonly TreeEntry[];
  readonly total: number;
}
export type AskPage = (folder: string, limit: number) => Promise<Page>;

/** What has to be drawn anew: some rows with what is open below them, or the whole view. */
export type Redraw = readonly EntryNode[] | 'everything';

/** What the editor was given of the tree, folder by folder. No vscode. */
export interface TreePages {
  /** For the editor's question; at once where a redraw has the answer ready. */
  children(folder: string): Promise<readonly TreeNode[]>;
  node(path: string): EntryNode | undefined;
  /** The editor shows the folder's rows, or no longer. */
  opened(folder: string): void;
  closed(folder: string): void;
  /** One page more of a folder from now on. */
  grow(folder: string): void;
  /**
   * Looks at the open folders that hold the paths (null: at all) and tells what differs from what the editor was
   * given. Nothing of it is asked of the engine again when the editor comes for it: rows that the editor has to wait
   * for are rows whose clicks it drops.
   */
  changed(paths: readonly string[] | null): Promise<Redraw>;
  /** The engine knows more: what is ready is out of date. */
  outdated(): void;
}

/** `page`: entries of a folder that are shown at once. */
export function treePages(ask: AskPage, page = PAGE): TreePages {
  const nodes = new Map<string, EntryNode>();
  const limits = new Map<string, number>();
  const given = new Map<string, Page>();
  const ready = new Map<string, Page>();
  const open = new Set<string>();
  /** Closed folders that may look different when they are opened again. */
  const stale = new Set<string>();
  const fetch = (folder: string): Promise<Page> => ask(folder, limits.get(folder) ?? page);

  return {
    async children(folder) {
      open.add(folder);
      const found = ready.get(folder) ?? (await fetch(folder));
      ready.delete(folder);
      given.set(folder, found);
      return rows(nodes, folder, found.entries, found.total);
    },
    node: (path) => nodes.get(path),
    opened: (folder) => void open.add(folder),
    closed: (folder) => void open.delete(folder),
    grow: (folder) => void limits.set(folder, (limits.get(folder) ?? page) + page),
    async changed(paths) {
      const concerns = (folder: string): boolean =>
        paths === null || stale.has(folder) || paths.some((path) => isBelow(path, folder));
      for (const folder of given.keys()) if (!open.has(folder) && concerns(folder)) stale.add(folder);
      const looked = [...given.keys()].filter((folder) => open.has(folder) && concerns(folder));
      const pages = await Promise.all(looked.map(async (folder) => [folder, await fetch(folder)] as const));
      const redraw = differences(pages, given, nodes);
      ready.clear();
      for (const [folder, page] of pages) {
        stale.delete(folder);
        const isAskedFor = redraw === 'everything' || redraw.some(({ entry }) => isBelow(folder, entry.path));
        if (isAskedFor) ready.set(folder, page);
        // It is gone, and so is all that was open in it.
        if (page.total === 0 && folder !== '') given.delete(folder);
      }
      return redraw;
    },
    outdated: () => ready.clear(),
  };
}

function differences(
  pages: readonly (readonly [folder: string, page: Page])[],
  given: Map<string, Page>,
  nodes: ReadonlyMap<string, EntryNode>,
): Redraw {
  const redrawn: EntryNode[] = [];
  for (const [folder, page] of pages) {
    const before = given.get(folder);
    if (before === undefined) continue;
    given.set(folder, page);
    if (!sameRows(before, page)) {
      const node = nodes.get(folder);
      if (node === undefined) return 'everything';
      redrawn.push(node);
      continue;
    }
    page.entries.forEach((entry, at) => {
      const then = before.entries[at];
      const node = nodes.get(entry.path);
      if (node === undefined || then === undefined || sameEntry(then, entry)) return;
      node.entry = entry;
      redrawn.push(node);
    });
  }
  // A folder brings along what is below it.
  const folders = new Set(redrawn.filter(({ entry }) => entry.folder).map(({ entry }) => entry.path));
  const isCovered = (path: string): boolean =>
    [...folders].some((folder) => path !== folder && isBelow(path, folder));
  return [...new Set(redrawn)].filter(({ entry }) => !isCovered(entry.path));
}

/** The same names in the same order: what is in the rows may differ. */
function sameRows(a: Page, b: Page): boolean {
  return (
    a.total === b.total &&
    a.entries.length === b.entries.length &&
    a.entries.every(({ path, folder }, at) => {
      const other = b.entries[at];
      return other?.path === path && other.folder === folder;
    })
  );
}
