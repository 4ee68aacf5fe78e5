import { lstatSync, readFileSync } from 'node:fs';
import ignore, { type Ignore } from 'ignore';

/** Git reads ignore files of any size; nobody writes one of a megabyte by hand. */
const LARGEST_IGNORE_FILE = 1_000_000;

export type IgnoreVerdict = 'ignored' | 'unignored' | 'undecided';

/**
 * The patterns of one ignore file. Paths are relative to the root of the workspace; the file may lie in a folder
 * below the root (`at`) or above it (`below`: where the root is, seen from the file's folder).
 */
export interface IgnoreFile {
  readonly patterns: Ignore;
  readonly at: string;
  readonly below: string;
  /** Paths from the root of folders that a `!` pattern names literally on its way to something inside them. */
  readonly reopens: readonly string[];
}

/**
 * Reads an ignore file; null when there is none or it cannot be read. Plain files only: git does not follow a link
 * of that name either, and a pipe would block.
 */
export function readIgnoreFile(absolutePath: string): string | null {
  try {
    const found = lstatSync(absolutePath, { throwIfNoEntry: false });
    if (found === undefined || !found.isFile() || found.size > LARGEST_IGNORE_FILE) return null;
    return readFileSync(absolutePath, 'utf8');
  } catch {
    return null;
  }
}

export function ignoreFile(
  text: string,
  place: { readonly at: string; readonly below: string },
  ignoreCase: boolean,
): IgnoreFile {
  const patterns = ignore({ ignorecase: ignoreCase, allowRelativePaths: true }).add(text);
  const reopens: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    for (const folder of foldersOnTheWay(line)) {
      const fromRoot = place.below === '' ? inside(place.at, folder) : withoutPrefix(place.below, folder);
      if (fromRoot !== null) reopens.push(fromRoot);
    }
  }
  return { patterns, ...place, reopens };
}

/**
 * What this file alone says of one path; a folder's path is asked with `isFolder`. The library also ignores
 * whatever lies in an ignored folder: `entered` undoes that for folders that another rule brought back.
 */
export function verdictOf(file: IgnoreFile, path: string, isFolder: boolean): IgnoreVerdict {
  const relative =
    file.below === '' ? path.slice(file.at === '' ? 0 : file.at.length + 1) : `${file.below}/${path}`;
  const result = file.patterns.test(isFolder ? `${relative}/` : relative);
  return result.ignored ? 'ignored' : result.unignored ? 'unignored' : 'undecided';
}

/** The same rules for use inside a folder that is walked although this file ignores it. */
export function entered(file: IgnoreFile, folder: string): IgnoreFile {
  if (verdictOf(file, folder, true) !== 'ignored') return file;
  const relative =
    file.below === '' ? folder.slice(file.at === '' ? 0 : file.at.length + 1) : `${file.below}/${folder}`;
  const exception = { pattern: `!/${relative.replaceAll(/[\\*?[]/g, '\\$&')}/` };
  const patterns = ignore({ allowRelativePaths: true }).add(file.patterns).add(exception);
  return { ...file, patterns };
}

/** `!dist/sub/*.js` → `dist`, `dist/sub`. */
function foldersOnTheWay(line: string): readonly string[] {
  if (!line.startsWith('!')) return [];
  const pattern = line.slice(1).trim().replace(/^\//, '').replace(/\/$/, '');
  const folders: string[] = [];
  let path = '';
  for (const segment of pattern.split('/').slice(0, -1)) {
    if (segment === '' || /[*?[\\]/.test(segment)) break;
    path = inside(path, segment);
    folders.push(path);
  }
  return folders;
}

function inside(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function withoutPrefix(prefix: string, path: string): string | null {
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : null;
}
