/** Path ids (relative, `/`) of files under workspace folders, as the engine names them. No vscode. */

/** `path` is the path of a URI: `/` on every platform, no trailing one. */
export interface NamedFolder {
  readonly name: string;
  readonly path: string;
}

/** Folder names are what prefixes ids when there are several: a second "app" becomes "app-2". */
export function uniqueNames<F extends NamedFolder>(folders: readonly F[]): readonly F[] {
  const taken = new Set<string>();
  return folders.map((folder) => {
    // A name is one segment of a path id.
    const wanted = folder.name.replaceAll(/[/\\]/g, '-') || 'root';
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted}-${n}`;
    taken.add(name);
    return { ...folder, name };
  });
}

/** The id of a path, `''` for the only folder itself; undefined outside of all folders. */
export function idOfPath(folders: readonly NamedFolder[], path: string): string | undefined {
  let best: NamedFolder | undefined;
  for (const folder of folders) {
    const inside = path === folder.path || path.startsWith(withSlash(folder.path));
    // Nested folders: the innermost owns the file, as in the editor.
    if (inside && folder.path.length >= (best?.path.length ?? 0)) best = folder;
  }
  if (best === undefined) return undefined;
  const relative = path.slice(withSlash(best.path).length);
  if (folders.length === 1) return relative;
  return relative === '' ? best.name : `${best.name}/${relative}`;
}

function withSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}
