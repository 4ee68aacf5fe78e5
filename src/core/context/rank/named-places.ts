/** A file that a text names, with the line where it says one. */
export interface NamedPlace {
  /** As written, with `/`; may be absolute, relative or a bare file name. */
  readonly path: string;
  /** From 1; null when none is named. */
  readonly line: number | null;
}

/** A text that names more is a log: its first places are nearest to the cause. */
const MOST_PLACES = 200;
/** Beyond this a pasted log is not looked through. */
const LONGEST_READ = 200_000;

/** Bounded, and begun only where no longer name begins before it, so that no text makes matching slow. */
const NAME = String.raw`[\p{L}\p{M}\p{N}_@.+~\-]{1,100}`;
const PATH = String.raw`(?<![\p{L}\p{M}\p{N}_@.+~\-/\\])(?:[A-Za-z]:)?(?:[\\/]{1,3}|\.{1,2}[\\/])?(?:${NAME}[\\/]){0,40}${NAME}\.[A-Za-z]\w{0,9}`;

/**
 * Python: `File "pkg/mod.py", line 12`. .NET: `in /src/Foo.cs:line 12`. Java: `at com.foo.Bar.run(Bar.java:12)`.
 * Everybody else (JavaScript, Go, Rust, compilers): `path:12:3`, `path:12`, `path(12,3)`.
 */
const PLACE = new RegExp(
  [
    String.raw`File "(?<python>[^"\n]{1,400})", line (?<pythonLine>\d{1,7})`,
    String.raw`\bat (?<java>[\w$.]{1,200})\((?<javaFile>[\w$]{1,100}\.(?:java|kt|scala|groovy)):(?<javaLine>\d{1,7})\)`,
    String.raw`(?<path>${PATH})(?:(?::line |:|\()(?<line>\d{1,7})(?:[:,]\d{1,7})?\)?|(?![\w/\\]))`,
  ].join('|'),
  'gu',
);

/** Common abbreviations, versions and domains look like file names; a file of the workspace decides in the end. */
const NO_FILE = /^(?:e\.g|i\.e|etc\.?|v?\d[\d.]*)$/i;

/**
 * The files and lines that a task names: plain paths, and the frames of pasted stack traces and compiler messages.
 * In the order of the text, each path and line once. Example: `see src/a.ts:12:3` → `[{path: 'src/a.ts', line: 12}]`.
 */
export function namedPlaces(text: string): readonly NamedPlace[] {
  const places = new Map<string, NamedPlace>();
  for (const { groups = {} } of text.slice(0, LONGEST_READ).matchAll(PLACE)) {
    const place = placeOf(groups);
    if (place === null) continue;
    places.set(`${place.path}:${place.line}`, place);
    if (places.size === MOST_PLACES) break;
  }
  return [...places.values()];
}

function placeOf(groups: Readonly<Record<string, string | undefined>>): NamedPlace | null {
  const { python, java, javaFile, path } = groups;
  if (python !== undefined) return { path: plainPath(python), line: lineOf(groups['pythonLine']) };
  if (java !== undefined && javaFile !== undefined) {
    // `com.foo.Bar$Inner.run` lies in the folder com/foo: the class and the method are the last two names
    const folders = java.split('.').slice(0, -2);
    return { path: [...folders, javaFile].join('/'), line: lineOf(groups['javaLine']) };
  }
  if (path === undefined || NO_FILE.test(path)) return null;
  return { path: plainPath(path), line: lineOf(groups['line']) };
}

function lineOf(digits: string | undefined): number | null {
  const line = Number(digits);
  return Number.isSafeInteger(line) && line > 0 ? line : null;
}

function plainPath(written: string): string {
  return written
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+/, '')
    .replaceAll(/\/{2,}/g, '/');
}
