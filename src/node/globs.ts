import { globPattern } from './glob-pattern.ts';

/** Whether a path (relative, with `/`) or a folder above it matches one of the globs. */
export type PathMatcher = (path: string) => boolean;

/** `ignoreCase`: as the file system does (Windows, macOS). */
export interface GlobOptions {
  readonly ignoreCase?: boolean;
}

/**
 * VS Code's globs, as in `files.exclude`: `*` and `?` stay in one segment, `**` spans any number, `{a,b}`, `[a-z]`
 * and `[!a-z]`; dot files match like others; there is no negation, and parentheses are letters. A glob that matches
 * a folder matches everything below it: callers ask for each folder on the way down.
 */
export function editorGlobs(globs: readonly string[], options: GlobOptions = {}): PathMatcher {
  return anyOf(globs.map(tidied), options);
}

/**
 * Globs that a user types, as in the search view's "files to include": VS Code's globs, but a glob without a slash
 * matches at any depth, and one that names a folder stands for everything below it, so that `docs`, `docs/`,
 * `./docs` and `docs/**` all do what they seem to. Paths may be asked for at any depth.
 */
export function typedGlobs(globs: readonly string[], options: GlobOptions = {}): PathMatcher {
  return anyOf(
    globs.flatMap((glob) => {
      const text = anchored(glob);
      return text === '' ? [] : [text, `${text}/**`];
    }),
    options,
  );
}

/**
 * The folders (and, for a glob without wildcards, the file) that a typed glob names literally, outermost first:
 * `src/gen/*.ts` → `src`, `src/gen`.
 */
export function namedByGlob(glob: string): readonly string[] {
  const text = anchored(glob);
  const segments = text.split('/');
  const wild = segments.findIndex((segment) => /[*?[\]{}\\]/.test(segment));
  const literal = wild < 0 ? segments : segments.slice(0, wild);
  return literal.map((_, index) => literal.slice(0, index + 1).join('/')).filter((path) => path !== '');
}

function tidied(glob: string): string {
  const text = glob.trim().replaceAll('\\', '/');
  return text.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
}

function anchored(glob: string): string {
  const text = tidied(glob);
  const fromTop = /^\s*\.?[\\/]/.test(glob);
  return text === '' || text.includes('/') || fromTop ? text : `**/${text}`;
}

function anyOf(globs: readonly string[], options: GlobOptions): PathMatcher {
  const wanted = globs.filter((glob) => glob !== '');
  if (wanted.length === 0) return () => false;
  const patterns = wanted.map((glob) => globPattern(glob, options.ignoreCase === true));
  return (path) => patterns.some((pattern) => pattern.test(path));
}
