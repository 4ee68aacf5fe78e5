import { byCodeUnit } from '../../facts/text-order.ts';
import { shownPath } from './shown-path.ts';

/** A file for the tree; `note` stands behind its name (the length of what is shown by its path only). */
export interface TreeFile {
  readonly path: string;
  readonly note: string | null;
}

/**
 * The included files as an indented tree: folders end with "/", a chain of folders with nothing else in it
 * shares one line, order by code unit. Empty for no files; else ends with a newline.
 */
export function renderTree(files: readonly TreeFile[]): string {
  const root = folder();
  for (const file of files) {
    const segments = file.path.split('/');
    const name = segments.pop() ?? '';
    let at = root;
    for (const segment of segments) {
      const next = at.folders.get(segment) ?? folder();
      at.folders.set(segment, next);
      at = next;
    }
    at.files.set(name, file.note);
  }
  return linesOf(root, 0).join('');
}

/** The line that one file adds; its folders' lines are shared and not in it. */
export function treeLine({ path, note }: TreeFile): string {
  const segments = path.split('/');
  return fileLine(segments.at(-1) ?? '', note, segments.length - 1);
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: Map<string, string | null>;
}

function folder(): Folder {
  return { folders: new Map(), files: new Map() };
}

const INDENT = '  ';

function fileLine(name: string, note: string | null, depth: number): string {
  return `${INDENT.repeat(depth)}${shownPath(name)}${note === null ? '' : ` (${note})`}\n`;
}

function linesOf(at: Folder, depth: number): string[] {
  const lines: string[] = [];
  for (const [name, inner] of byName(at.folders)) {
    let label = `${shownPath(name)}/`;
    let last = inner;
    for (let only = onlyFolder(last); only !== null; only = onlyFolder(last)) {
      label += `${shownPath(only.name)}/`;
      last = only.folder;
    }
    lines.push(`${INDENT.repeat(depth)}${label}\n`, ...linesOf(last, depth + 1));
  }
  for (const [name, note] of byName(at.files)) lines.push(fileLine(name, note, depth));
  return lines;
}

function onlyFolder({ folders, files }: Folder): { name: string; folder: Folder } | null {
  const [only] = folders;
  return only !== undefined && folders.size === 1 && files.size === 0
    ? { name: only[0], folder: only[1] }
    : null;
}

function byName<Entry>(entries: ReadonlyMap<string, Entry>): [string, Entry][] {
  return [...entries].sort(([a], [b]) => byCodeUnit(a, b));
}
