import { rarity } from './bm25.ts';
import { changedTogether } from './commit-history.ts';
import type { Attended, FoundPlace } from './evidence.ts';
import { hasPair, termCount, wordCount } from './file-terms.ts';
import type { RankIndex, RankedSource } from './rank-index.ts';
import type { Signals } from './signals.ts';
import type { TaskTerm, TaskTerms } from './task-terms.ts';

/** What the reasons of one file are told from. */
export interface ReasonFacts {
  readonly task: TaskTerms;
  readonly index: RankIndex;
  readonly signals: Signals;
  /** The files most likely needed, best first. */
  readonly best: readonly RankedSource[];
}

export interface FileSigns {
  readonly place: FoundPlace | undefined;
  readonly attended: Attended;
  /** The source that a test tests. */
  readonly tests: RankedSource | undefined;
}

const MOST_REASONS = 5;
const MOST_WORDS = 3;
/** Fewer common commits may be chance. */
const FEWEST_TOGETHER = 2;
const FEWEST_CHANGES = 5;
const LONGEST_SUBJECT = 72;

/**
 * Why a file ranks where it does, in words that go on from its name: "names `parseRange` in 3 places". The strongest
 * kind of reason first; empty when nothing speaks for it. Texts of tasks and commits are quoted as they are.
 */
export function reasonsFor(file: RankedSource, signs: FileSigns, facts: ReasonFacts): readonly string[] {
  const { place, attended, tests } = signs;
  const reasons = [
    place === undefined ? null : `is named in the task${place.line === null ? '' : `, line ${place.line}`}`,
    attended.ticked === true ? 'is ticked' : null,
    attended.visible === true ? 'is in view' : attended.open === true ? 'is open' : null,
    attended.editedAt === undefined ? null : 'was edited lately',
    attended.changed === true ? 'differs from the last commit' : null,
    attended.problems === true ? 'has problems' : null,
    ...namedWords(file, facts),
    tests === undefined ? null : `tests ${nameOf(tests)}`,
    pathWords(file, facts),
    pairWords(file, facts),
    contentWords(file, facts),
    togetherWith(file, facts),
    similarCommit(file, facts),
    changedOften(file, facts),
  ];
  return reasons.filter((reason) => reason !== null).slice(0, MOST_REASONS);
}

function namedWords({ terms }: RankedSource, { task }: ReasonFacts): readonly string[] {
  if (terms === null) return [];
  return task.names
    .map(({ text, hash }) => ({ text, count: wordCount(terms, hash) }))
    .filter(({ count }) => count > 0)
    .slice(0, MOST_WORDS - 1)
    .map(({ text, count }) => `names \`${text}\` in ${count === 1 ? 'one place' : `${count} places`}`);
}

function pathWords({ path }: RankedSource, { task }: ReasonFacts): string | null {
  const said = task.stems.filter(({ hash }) => path.stems.includes(hash)).slice(0, MOST_WORDS);
  return said.length === 0 ? null : `its path says ${quoted(said.map(({ word }) => word))}`;
}

function pairWords({ terms }: RankedSource, { task }: ReasonFacts): string | null {
  if (terms === null) return null;
  const pairs = task.pairs.filter(({ hash }) => hasPair(terms, hash)).slice(0, MOST_WORDS - 1);
  return pairs.length === 0 ? null : `has ${quoted(pairs.map(({ text }) => text))} together`;
}

/** The rarest terms that it has. */
function contentWords({ terms }: RankedSource, { task, index, signals }: ReasonFacts): string | null {
  if (terms === null) return null;
  const weight = (term: TaskTerm, place: number): number =>
    term.count * rarity(index.files.length, signals.having[place] ?? 0);
  const has = task.terms
    .map((term, place) => ({ term, weight: weight(term, place) }))
    .filter(({ term }) => termCount(terms, term.hash) > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_WORDS);
  return has.length === 0 ? null : `has ${quoted(has.map(({ term }) => term.text))}`;
}

function togetherWith(file: RankedSource, { index, best }: ReasonFacts): string | null {
  const { history } = index;
  if (history === null) return null;
  const partners = best
    .filter(({ id }) => id !== file.id)
    .map((other) => ({ other, times: changedTogether(history, file.id, other.id) }))
    .sort((a, b) => b.times - a.times);
  const [partner] = partners;
  if (partner === undefined || partner.times < FEWEST_TOGETHER) return null;
  return `changed with ${nameOf(partner.other)} ${partner.times} times`;
}

function similarCommit(file: RankedSource, { index, signals }: ReasonFacts): string | null {
  const found = signals.similar.find(
    ({ commit }) => index.history?.commits[commit]?.files.includes(file.id) === true,
  );
  const subject = found === undefined ? undefined : index.history?.commits[found.commit]?.subject;
  if (subject === undefined || subject === '') return null;
  const shown = subject.length > LONGEST_SUBJECT ? `${subject.slice(0, LONGEST_SUBJECT - 1)}…` : subject;
  return `changed by a similar commit, “${shown}”`;
}

function changedOften(file: RankedSource, { index }: ReasonFacts): string | null {
  const changes = index.history?.files.get(file.id)?.commits.length ?? 0;
  return changes < FEWEST_CHANGES ? null : `changed ${changes} times lately`;
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `“${word}”`).join(', ');
}

function nameOf({ id }: RankedSource): string {
  return `\`${id.slice(id.lastIndexOf('/') + 1)}\``;
}
