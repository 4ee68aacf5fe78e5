import { parentOf } from '../core/context/selection.ts';

/** Sums over all files below a folder. `tokens` counts those that have a count. */
export interface FolderTotals {
  readonly files: number;
  readonly counting: number;
  readonly tokens: number;
}

interface Folder {
  readonly folders: Set<string>;
  readonly files: Set<string>;
  totals: FolderTotals;
  /** Names in the order shown; dropped when a child comes or goes. */
  sorted: readonly string[] | null;
}

/** What one file adds to the folders above it. */
export interface FileShare {
  readonly counting: boolean;
  readonly tokens: number;
}

const NO_TOTALS: FolderTotals = { files: 0, counting: 0, tokens: 0 };

/**
 * The folders of the workspace by path id (`''` is the top), with running totals, so that a change of one file
 * costs its depth and not the size of the workspace.
 */
export class FolderTree {
  readonly #folders = new Map<string, Folder>([['', emptyFolder()]]);
  readonly #shares = new Map<string, FileShare>();
  readonly #byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

  has(folder: string): boolean {
    return this.#folders.has(folder);
  }

  totals(folder: string): FolderTotals {
    return this.#folders.get(folder)?.totals ?? NO_TOTALS;
  }

  /** Adds a file or corrects what it adds. */
  set(file: string, share: FileShare): void {
    const before = this.#shares.get(file);
    this.#shares.set(file, share);
    if (before === undefined) this.#link(file);
    this.#add(file, {
      files: before === undefined ? 1 : 0,
      counting: Number(share.counting) - Number(before?.counting ?? false),
      tokens: share.tokens - (before?.tokens ?? 0),
    });
  }

  delete(file: string): void {
    const share = this.#shares.get(file);
    if (share === undefined) return;
    this.#shares.delete(file);
    this.#add(file, { files: -1, counting: -Number(share.counting), tokens: -share.tokens });
    this.#unlink(file);
  }

  /** Paths of the children: folders first, then files, each by name as people sort them. */
  children(folder: string): readonly string[] {
    const found = this.#folders.get(folder);
    if (found === undefined) return [];
    const inOrder = (paths: Iterable<string>): string[] =>
      [...paths].sort((a, b) => this.#byName.compare(a, b) || (a < b ? -1 : 1));
    found.sorted ??= [...inOrder(found.folders), ...inOrder(found.files)];
    return found.sorted;
  }

  /** All files below a folder, in no order. */
  *filesBelow(folder: string): Generator<string> {
    const found = this.#folders.get(folder);
    if (found === undefined) return;
    yield* found.files;
    for (const child of found.folders) yield* this.filesBelow(child);
  }

  #add(file: string, change: FolderTotals): void {
    for (let at = parentOf(file); at !== undefined; at = parentOf(at)) {
      const folder = this.#folders.get(at);
      if (folder === undefined) continue;
      const { totals } = folder;
      folder.totals = {
        files: totals.files + change.files,
        counting: totals.counting + change.counting,
        tokens: totals.tokens + change.tokens,
      };
    }
  }

  #link(file: string): void {
    let child = file;
    for (let at = parentOf(file); at !== undefined; at = parentOf(at)) {
      const known = this.#folders.get(at);
      const folder = known ?? emptyFolder();
      if (known === undefined) this.#folders.set(at, folder);
      (child === file ? folder.files : folder.folders).add(child);
      folder.sorted = null;
      if (known !== undefined && child !== file) return;
      child = at;
    }
  }

  #unlink(file: string): void {
    let child = file;
    for (let at = parentOf(file); at !== undefined; at = parentOf(at)) {
      const folder = this.#folders.get(at);
      if (folder === undefined) return;
      (child === file ? folder.files : folder.folders).delete(child);
      folder.sorted = null;
      if (at === '' || folder.files.size + folder.folders.size > 0) return;
      this.#folders.delete(at);
      child = at;
    }
  }
}

function emptyFolder(): Folder {
  return { folders: new Set(), files: new Set(), totals: NO_TOTALS, sorted: null };
}
