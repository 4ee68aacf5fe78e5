import { execFile, type ExecFileException } from 'node:child_process';
import { devNull } from 'node:os';
import type { Commit } from '../core/context/rank/commit-history.ts';

/** Commits looked at (ranking study); older ones describe another program. */
const MOST_COMMITS = 2_000;
/** A message is cut here, in UTF-16 code units. */
const LONGEST_MESSAGE = 1_500;
/** A history that takes longer is done without: ranking must not wait for a slow disk. */
const LONGEST_WAIT_MS = 10_000;
const MOST_OUTPUT_BYTES = 64_000_000;

/** Lines of a message that are for programs and lawyers. */
const TRAILER =
  /^(?:signed-off-by|co-authored-by|acked-by|reviewed-by|tested-by|reported-by|cc|change-id|git-svn-id):.*$/gim;

const COMMIT_START = '\u0001';
const FIELD_END = '\u0002';

/**
 * Settings that could make a foreign repository's git run a program or use the network are switched off. Even so
 * git is only for folders that the user trusts: that is the caller's to know.
 */
const SAFE_SETTINGS = [
  'core.fsmonitor=false',
  `core.hooksPath=${devNull}`,
  'log.showSignature=false',
  'log.follow=false',
  'core.quotePath=false',
  'diff.renames=false',
].flatMap((setting) => ['-c', setting]);
const SAFE_ENVIRONMENT = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  LC_ALL: 'C',
} as const;

export interface GitOptions {
  readonly signal?: AbortSignal;
  /** Default 10,000. */
  readonly timeoutMs?: number;
  /** Program to run, default `git`. */
  readonly git?: string;
}

/** Name of the commit that is checked out; null without git, repository or commit. */
export async function headOf(folder: string, options: GitOptions = {}): Promise<string | null> {
  const printed = await runGit(folder, ['rev-parse', '--verify', '--quiet', 'HEAD'], options);
  return printed?.trim() ?? null;
}

/**
 * The newest commits that touch the folder, newest first, merges left out; paths are relative to the folder. Empty
 * without git, repository or history, and when it takes too long or is cancelled: nothing here is worth an error.
 */
export async function gitHistory(folder: string, options: GitOptions = {}): Promise<readonly Commit[]> {
  const format = `--format=${COMMIT_START}%H${FIELD_END}%B${FIELD_END}`;
  const printed = await runGit(
    folder,
    `log --no-merges -n ${MOST_COMMITS} --relative --name-only -z --no-ext-diff --no-textconv --no-color`
      .split(' ')
      .concat(format, '--ignore-submodules', 'HEAD', '--'),
    options,
  );
  return printed === null ? [] : commitsFrom(printed);
}

/** NUL ends every header and every path; neither can hold one. */
function commitsFrom(printed: string): readonly Commit[] {
  const commits: { message: string; files: string[] }[] = [];
  for (const part of printed.split('\0')) {
    if (part.startsWith(COMMIT_START)) {
      commits.push({ message: messageIn(part.slice(part.indexOf(FIELD_END) + 1)), files: [] });
      continue;
    }
    const path = part.startsWith('\n') ? part.slice(1) : part;
    if (path !== '') commits.at(-1)?.files.push(path);
  }
  return commits;
}

function messageIn(field: string): string {
  const end = field.lastIndexOf(FIELD_END);
  const message = end < 0 ? field : field.slice(0, end);
  return message.slice(0, LONGEST_MESSAGE).replaceAll(TRAILER, '').trim();
}

function runGit(folder: string, words: readonly string[], options: GitOptions): Promise<string | null> {
  const { signal, timeoutMs = LONGEST_WAIT_MS, git = 'git' } = options;
  if (signal?.aborted === true) return Promise.resolve(null);
  return new Promise((resolve) => {
    const done = (error: ExecFileException | null, printed: string): void =>
      resolve(error === null ? printed : null);
    try {
      execFile(
        git,
        [...SAFE_SETTINGS, '--no-pager', ...words],
        {
          cwd: folder,
          env: { ...process.env, ...SAFE_ENVIRONMENT },
          encoding: 'utf8',
          maxBuffer: MOST_OUTPUT_BYTES,
          timeout: timeoutMs,
          killSignal: 'SIGKILL',
          windowsHide: true,
          ...(signal === undefined ? {} : { signal }),
        },
        done,
      );
    } catch {
      // a path with NUL, or no such folder on some systems
      resolve(null);
    }
  });
}
