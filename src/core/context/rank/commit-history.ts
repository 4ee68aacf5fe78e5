import { stem } from './stem.ts';
import { hashTerm } from './term-hash.ts';
import { termsOf } from './words.ts';

/** A commit as far as ranking looks at it. */
export interface Commit {
  /** Subject and body, without trailers. */
  readonly message: string;
  /** Ids of the files it touched. */
  readonly files: readonly string[];
}

/** Commits of more files (renames, formatting, releases) say nothing of any one of them. */
const MOST_FILES = 30;
/** The message of a commit describes each of its files only while they are few. */
const MOST_DESCRIBED = 12;
/** Terms of messages kept for one file. */
const MOST_TERMS = 3_000;

/** Past changes, made ready for any task. */
export interface CommitHistory {
  /** Newest first; those of too many files are gone. */
  readonly commits: readonly PastCommit[];
  /** By file id. */
  readonly files: ReadonlyMap<string, FilePast>;
  /** Which commits have a stem in their message, and how often. */
  readonly byStem: ReadonlyMap<number, readonly StemInCommit[]>;
  /** Mean stems of a message, and of all messages of a described file. */
  readonly meanLength: { readonly commit: number; readonly file: number };
  /** Files that have a message. */
  readonly described: number;
}

interface PastCommit {
  readonly subject: string;
  readonly files: readonly string[];
  readonly length: number;
}

interface StemInCommit {
  readonly commit: number;
  readonly count: number;
}

interface FilePast {
  /** Places in `commits` of those that touch it, newest first. */
  readonly commits: readonly number[];
  /** The same, of those whose message describes it. */
  readonly described: readonly number[];
  /** Stems of these messages. */
  readonly length: number;
}

/** Fewer tell nothing: a clone without its past, a project begun today. */
const FEWEST_COMMITS = 20;

/** Reads commits, newest first, once for all tasks; null when there are too few to learn from. */
export function readHistory(newestFirst: readonly Commit[]): CommitHistory | null {
  const history = indexed(newestFirst);
  return history.commits.length < FEWEST_COMMITS ? null : history;
}

function indexed(newestFirst: readonly Commit[]): CommitHistory {
  const commits: PastCommit[] = [];
  const byStem = new Map<number, StemInCommit[]>();
  const files = new Map<string, { commits: number[]; described: number[]; length: number }>();
  const stemHashes = new Map<string, number>();
  newestFirst.forEach(({ message, files: touched }) => {
    if (touched.length === 0 || touched.length > MOST_FILES) return;
    const place = commits.length;
    const stems = termsOf(message).map((term) => {
      const hash = stemHashes.get(term) ?? hashTerm(stem(term));
      stemHashes.set(term, hash);
      return hash;
    });
    commits.push({ subject: message.split('\n', 1)[0] ?? '', files: touched, length: stems.length });
    for (const [hash, count] of counts(stems)) {
      const known = byStem.get(hash);
      if (known === undefined) byStem.set(hash, [{ commit: place, count }]);
      else known.push({ commit: place, count });
    }
    for (const id of touched) {
      const past = files.get(id) ?? { commits: [], described: [], length: 0 };
      past.commits.push(place);
      if (touched.length <= MOST_DESCRIBED && past.length < MOST_TERMS) {
        past.described.push(place);
        past.length += stems.length;
      }
      files.set(id, past);
    }
  });
  const lengths = [...files.values()].map(({ length }) => length).filter((length) => length > 0);
  return {
    commits,
    files,
    byStem,
    meanLength: { commit: mean(commits.map(({ length }) => length)), file: mean(lengths) },
    described: lengths.length,
  };
}

/** How often two files were changed by the same commit. */
export function changedTogether(history: CommitHistory, id: string, other: string): number {
  const mine = history.files.get(id)?.commits ?? [];
  const theirs = new Set(history.files.get(other)?.commits);
  return mine.filter((commit) => theirs.has(commit)).length;
}

function counts(hashes: readonly number[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const hash of hashes) found.set(hash, (found.get(hash) ?? 0) + 1);
  return found;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 1 : Math.max(1, values.reduce((sum, value) => sum + value, 0) / values.length);
}
