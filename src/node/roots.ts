import { realpathSync, statSync } from 'node:fs';
import { basename, sep } from 'node:path';
import { fail, ok, type Result } from '../core/facts/result.ts';

/** A folder (or, at the terminal, a file) whose files are candidates. */
export interface Root {
  /** Unique among the roots; prefixes the ids when there are several. */
  readonly name: string;
  /** Absolute path. */
  readonly path: string;
}

/** Names for absolute paths: the base name, made unique by a number. */
export function namedRoots(paths: readonly string[]): readonly Root[] {
  const taken = new Set<string>();
  return paths.map((path) => {
    const base = basename(path) || 'root';
    let name = base;
    for (let n = 2; taken.has(name); n++) name = `${base}-${n}`;
    taken.add(name);
    return { name, path };
  });
}

/** `path_not_found`, naming the first path that does not exist; other trouble with a path shows while walking. */
export function checkPathsExist(paths: readonly string[]): Result<null> {
  for (const path of paths) {
    let found = true;
    try {
      found = statSync(path, { throwIfNoEntry: false }) !== undefined;
    } catch {
      // not ours to read, or a loop of links: it exists, and the walk says what is wrong with it
    }
    if (!found)
      return fail('path_not_found', `There is no file or folder at ${path}. Check the spelling.`, { path });
  }
  return ok(null);
}

/** Where a root really lies, links resolved; null when it is not there. */
export function realRoot(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

/** Path from a folder to something in it, with `/`; '' for the folder itself, null when it lies elsewhere. */
export function pathInside(folder: string, path: string): string | null {
  if (path === folder) return '';
  const start = folder.endsWith(sep) ? folder : folder + sep;
  if (!path.startsWith(start)) return null;
  const inside = path.slice(start.length);
  return sep === '/' ? inside : inside.split(sep).join('/');
}

/** The absolute path that an id names; null outside of the roots. */
export function pathOfId(roots: readonly Root[], id: string): string | null {
  if (id.split('/').some((part) => part === '..' || part === '.')) return null;
  const [only, ...others] = roots;
  if (only !== undefined && others.length === 0) return below(only, id);
  const root = roots.find(({ name }) => id === name || id.startsWith(`${name}/`));
  return root === undefined ? null : below(root, id.slice(root.name.length + 1));
}

function below({ path }: Root, inside: string): string {
  return inside === '' ? path : `${path}/${inside}`;
}

/** Id of a path: as seen from its root, with the root's name in front when there are several. */
export function pathId(root: Root, several: boolean, inside: string): string {
  if (inside === '') return several ? root.name : basename(root.path);
  return several ? `${root.name}/${inside}` : inside;
}
