import { dirname, join, relative, sep } from 'node:path';
import { editorGlobs, namedByGlob, type PathMatcher, typedGlobs } from './globs.ts';
import { entered, type IgnoreFile, ignoreFile, readIgnoreFile, verdictOf } from './ignore-file.ts';
import { repositoryOf } from './repository-top.ts';

/** Our own ignore file: git's syntax, nested like git's, and it has the last word. */
export const OWN_IGNORE_FILE = '.contextbudgetignore';
const GIT_IGNORE_FILE = '.gitignore';

/** Never walked, whatever anybody says: not the user's text, and huge. */
const VERSION_CONTROL_FOLDERS: ReadonlySet<string> = new Set(['.git', '.hg', '.svn']);

export function isVersionControl(name: string): boolean {
  return VERSION_CONTROL_FOLDERS.has(name);
}

/** Out even where no ignore file says so; an include glob or `!node_modules/` in our ignore file brings it back. */
const DEPENDENCY_FOLDER = 'node_modules';

/** Which files are candidates. Globs: see `globs.ts`. */
export interface IgnoreSettings {
  /** Whether `.gitignore` files and `.git/info/exclude` count. */
  readonly gitignore: boolean;
  /** From `files.exclude` and `search.exclude`, relative to each root. */
  readonly editorExclude: readonly string[];
  /** Typed by the user; with at least one, only what matches is a candidate. */
  readonly include: readonly string[];
  /** Typed by the user; what matches stays a candidate, left out as `user_excluded`. */
  readonly exclude: readonly string[];
  /** As the file system does; default: on Windows and macOS. */
  readonly ignoreCase?: boolean;
}

/** Settings ready for matching; made once, used for any number of walks. */
export interface IgnoreRules {
  readonly gitignore: boolean;
  readonly ignoreCase: boolean;
  readonly editorExcludes: PathMatcher;
  /** Null: everything is included. */
  readonly includes: PathMatcher | null;
  readonly userExcludes: PathMatcher;
  /** Folders and files that include globs name literally. */
  readonly named: ReadonlySet<string>;
  /** Literal starts of the include globs; null when one may match anywhere. */
  readonly includeStarts: readonly string[] | null;
}

export function ignoreRules(settings: IgnoreSettings): IgnoreRules {
  const ignoreCase = settings.ignoreCase ?? (process.platform === 'win32' || process.platform === 'darwin');
  const options = { ignoreCase };
  const include = settings.include.filter((glob) => glob.trim() !== '');
  const named = include.map(namedByGlob);
  const starts = named.map((paths) => paths.at(-1));
  return {
    gitignore: settings.gitignore,
    ignoreCase,
    editorExcludes: editorGlobs(settings.editorExclude, options),
    includes: include.length === 0 ? null : typedGlobs(include, options),
    userExcludes: typedGlobs(settings.exclude, options),
    named: new Set(named.flat()),
    includeStarts: include.length > 0 && starts.every((start) => start !== undefined) ? starts : null,
  };
}

/** What is known of a folder while standing in it; immutable. `path` is relative to the root, '' at the root. */
export interface FolderScope {
  readonly path: string;
  /** Innermost first. */
  readonly gitFiles: readonly IgnoreFile[];
  readonly ownFiles: readonly IgnoreFile[];
  /** Folders that our ignore files want entered although they are ignored. */
  readonly reopened: ReadonlySet<string>;
  /** The folder itself is ignored: only what our ignore files bring back counts. */
  readonly onlyReincluded: boolean;
  /** A typed exclude glob matched this folder or one above. */
  readonly userExcluded: boolean;
}

/** `passage`: an ignored folder that must be entered because something inside is brought back. */
export type Verdict = 'candidate' | 'user_excluded' | 'ignored' | 'passage';

/**
 * The scope in which the names of a root folder are judged, before the root's own ignore files are read (`enter`
 * does that): those of the folders above it, up to the top of its repository, and `.git/info/exclude`. When they
 * ignore the root itself they are dropped, since the user opened it all the same.
 */
export function scopeAbove(rules: IgnoreRules, root: string): FolderScope {
  const repository = repositoryOf(root);
  const gitFiles: IgnoreFile[] = [];
  const ownFiles: IgnoreFile[] = [];
  if (repository !== null) {
    for (let folder = root; folder !== repository.top;) {
      folder = dirname(folder);
      const place = { at: '', below: relative(folder, root).split(sep).join('/') };
      if (rules.gitignore) add(gitFiles, join(folder, GIT_IGNORE_FILE), place, rules);
      add(ownFiles, join(folder, OWN_IGNORE_FILE), place, rules);
    }
    if (rules.gitignore) {
      const below = relative(repository.top, root).split(sep).join('/');
      add(gitFiles, repository.excludeFile, { at: '', below }, rules);
    }
  }
  return {
    path: '',
    gitFiles: gitFiles.filter((file) => !ignoresItsRoot(file)),
    ownFiles: ownFiles.filter((file) => !ignoresItsRoot(file)),
    reopened: new Set(ownFiles.flatMap((file) => file.reopens)),
    onlyReincluded: false,
    userExcluded: false,
  };
}

/**
 * The scope inside a folder whose ignore files (by name) are there to be read.
 * @param path of the folder, from the root.
 * @param absolutePath of the same folder.
 * @param verdict what `judge` said of it; for a root, `candidate`.
 */
export function enter(
  rules: IgnoreRules,
  outer: FolderScope,
  path: string,
  absolutePath: string,
  verdict: Exclude<Verdict, 'ignored'>,
): FolderScope {
  const gitFiles = path === '' ? [...outer.gitFiles] : outer.gitFiles.map((file) => entered(file, path));
  const ownFiles = path === '' ? [...outer.ownFiles] : outer.ownFiles.map((file) => entered(file, path));
  const place = { at: path, below: '' };
  // .git/info/exclude and outer files come after: the innermost file decides first
  if (rules.gitignore) add(gitFiles, join(absolutePath, GIT_IGNORE_FILE), place, rules, true);
  const own = add(ownFiles, join(absolutePath, OWN_IGNORE_FILE), place, rules, true);
  return {
    path,
    gitFiles,
    ownFiles,
    reopened:
      own === null || own.reopens.length === 0
        ? outer.reopened
        : new Set([...outer.reopened, ...own.reopens]),
    onlyReincluded: verdict === 'passage',
    userExcluded: outer.userExcluded || verdict === 'user_excluded',
  };
}

/**
 * Whether a name in a folder is a candidate (a folder: whether it is walked). Who decides, first to last: version
 * control folders; `.contextbudgetignore`, innermost first; include globs that name the path literally; the
 * editor's excludes; `node_modules`; `.gitignore`, innermost first, and `.git/info/exclude`. Then the include
 * globs narrow what is left, and the exclude globs mark it.
 */
export function judge(rules: IgnoreRules, scope: FolderScope, name: string, isFolder: boolean): Verdict {
  if (isVersionControl(name)) return 'ignored';
  const path = scope.path === '' ? name : `${scope.path}/${name}`;
  const own = firstVerdict(scope.ownFiles, path, isFolder);
  const out =
    own === 'ignored' ||
    (own === 'undecided' && !rules.named.has(path) && isOut(rules, scope, path, name, isFolder));
  if (out) return isFolder && scope.reopened.has(path) ? 'passage' : 'ignored';
  if (isFolder ? !mayHoldIncluded(rules, path) : rules.includes !== null && !rules.includes(path))
    return 'ignored';
  return scope.userExcluded || rules.userExcludes(path) ? 'user_excluded' : 'candidate';
}

function isOut(
  rules: IgnoreRules,
  scope: FolderScope,
  path: string,
  name: string,
  isFolder: boolean,
): boolean {
  if (scope.onlyReincluded || rules.editorExcludes(path)) return true;
  if (isFolder && name === DEPENDENCY_FOLDER) return true;
  return firstVerdict(scope.gitFiles, path, isFolder) === 'ignored';
}

function firstVerdict(
  files: readonly IgnoreFile[],
  path: string,
  isFolder: boolean,
): 'ignored' | 'unignored' | 'undecided' {
  for (const file of files) {
    const verdict = verdictOf(file, path, isFolder);
    if (verdict !== 'undecided') return verdict;
  }
  return 'undecided';
}

/** Saves walking folders that no include glob can reach into. */
function mayHoldIncluded(rules: IgnoreRules, folder: string): boolean {
  if (rules.includeStarts === null) return true;
  return rules.includeStarts.some(
    (start) => start === folder || start.startsWith(`${folder}/`) || folder.startsWith(`${start}/`),
  );
}

/** Of a file above the root. */
function ignoresItsRoot(file: IgnoreFile): boolean {
  return file.patterns.test(`${file.below}/`).ignored;
}

function add(
  files: IgnoreFile[],
  absolutePath: string,
  place: { readonly at: string; readonly below: string },
  rules: IgnoreRules,
  innermost = false,
): IgnoreFile | null {
  const text = readIgnoreFile(absolutePath);
  if (text === null) return null;
  const file = ignoreFile(text, place, rules.ignoreCase);
  if (innermost) files.unshift(file);
  else files.push(file);
  return file;
}
