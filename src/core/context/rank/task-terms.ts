import { LETTER, letterClass } from './letters.ts';
import { type NamedPlace, namedPlaces } from './named-places.ts';
import { stem } from './stem.ts';
import { isStopWord } from './stop-words.ts';
import { hashPair, hashTerm, hashWord } from './term-hash.ts';
import { LONGEST_TERM, plainWord, visitWords } from './words.ts';

/** A term or stem of the task, and how often the task has it. */
export interface TaskTerm {
  readonly text: string;
  /** The first word that it stands for. */
  readonly word: string;
  readonly hash: number;
  readonly count: number;
}

/** A name from the code that the task mentions. */
export interface TaskName {
  /** As the task writes it first. */
  readonly text: string;
  readonly hash: number;
}

/** Two stems that follow each other in the task. */
export interface TaskPair {
  readonly hash: number;
  /** The two words as the task first has them. */
  readonly text: string;
}

/** A task as the ranking reads it. */
export interface TaskTerms {
  /** Terms as they are, without stop words. */
  readonly terms: readonly TaskTerm[];
  readonly stems: readonly TaskTerm[];
  readonly pairs: readonly TaskPair[];
  readonly names: readonly TaskName[];
  readonly places: readonly NamedPlace[];
}

/** Distinct terms, stems and names that are looked up: a pasted log must not slow the ranking down. */
const MOST_TERMS = 400;
const LONGEST_READ = 200_000;
const SHORTEST_IN_BACKTICKS = 3;
const SHORTEST_BY_FORM = 4;
const BACKTICKED = /`([^`\n]{1,200})`/g;
const WORD = /[\p{L}_$][\p{L}\p{M}\d_$]*/gu;

/** Reads a task. Any text will do; an empty one has no terms. */
export function taskTerms(task: string): TaskTerms {
  const text = task.slice(0, LONGEST_READ);
  const terms = tally();
  const stems = tally();
  const pairs = new Map<number, TaskPair>();
  let before: { readonly stem: number; readonly word: string } | null = null;
  visitWords(text, {
    term: (from, to) => {
      const term = text.slice(from, Math.min(to, from + LONGEST_TERM)).toLowerCase();
      if (isStopWord(term)) {
        before = null;
        return;
      }
      terms.add(term, term);
      const root = stems.add(stem(term), term);
      if (root === null) return;
      if (before !== null && pairs.size < MOST_TERMS) {
        const hash = hashPair(before.stem, root);
        if (!pairs.has(hash)) pairs.set(hash, { hash, text: `${before.word} ${term}` });
      }
      before = { stem: root, word: term };
    },
    word: () => undefined,
  });
  return {
    terms: terms.all(),
    stems: stems.all(),
    pairs: [...pairs.values()],
    names: namesIn(text),
    places: namedPlaces(text),
  };
}

interface Tally {
  /** The term's hash, null when there are too many already. */
  readonly add: (text: string, word: string) => number | null;
  readonly all: () => readonly TaskTerm[];
}

function tally(): Tally {
  const found = new Map<string, { text: string; word: string; hash: number; count: number }>();
  return {
    add: (text, word) => {
      const known = found.get(text);
      if (known !== undefined) {
        known.count++;
        return known.hash;
      }
      if (found.size >= MOST_TERMS) return null;
      const hash = hashTerm(text);
      found.set(text, { text, word, hash, count: 1 });
      return hash;
    },
    all: () => [...found.values()],
  };
}

/**
 * Code identifiers: every word inside backticks, and words whose form or surroundings are those of code:
 * `camelCase`, `snake_case`, `HTMLParser`, `call(`, `object.member`.
 */
function namesIn(text: string): readonly TaskName[] {
  const names = new Map<string, TaskName>();
  const take = (word: string): void => {
    const plain = plainWord(word);
    if (plain.length >= SHORTEST_IN_BACKTICKS && names.size < MOST_TERMS && !names.has(plain))
      names.set(plain, { text: word, hash: hashWord(word) });
  };
  for (const [, inside = ''] of text.matchAll(BACKTICKED)) {
    for (const [word] of inside.matchAll(WORD)) if (word.length >= SHORTEST_IN_BACKTICKS) take(word);
  }
  for (const match of text.matchAll(WORD)) {
    const [word] = match;
    if (word.length >= SHORTEST_BY_FORM && looksLikeCode(word, text, match.index + word.length)) take(word);
  }
  return [...names.values()];
}

function looksLikeCode(word: string, text: string, end: number): boolean {
  if (/\p{Ll}\p{Lu}/u.test(word) || /[^_$]_+[^_$]/.test(word) || /\p{Lu}{2,}\p{Ll}/u.test(word)) return true;
  if (text.charAt(end) === '(') return true;
  return text.charAt(end) === '.' && isLetter(text.charCodeAt(end + 1));
}

/** NaN at the end of the text. */
function isLetter(code: number): boolean {
  const kind = Number.isNaN(code) ? LETTER.none : letterClass(code);
  return kind === LETTER.lower || kind === LETTER.upper || kind === LETTER.joint;
}
