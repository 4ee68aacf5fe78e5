import type { TaskFeatures } from '../../facts/task-features.ts';
import { hash32, hash64, type HashKey } from './keyed-hash.ts';

/** Words after this one say little more about the amount of work (prediction study, section 3). */
export const INDEXED_WORDS = 400;

/** A character of a script without spaces is a word of its own; else a letter and what follows it. */
const WORD = /\p{Script=Han}|\p{L}[\p{L}\p{N}_]+/gu;
const BULLET = /^[ \t]*(?:[-*•]|\d+[.)])\s/gmu;
// The lookbehind starts a path where its run starts: without it a long run would be tried from every character.
const FILE_PATH =
  /(?<![\p{L}\p{N}_./\\-])[\p{L}\p{N}_./\\-]+\.(?:py|tsx?|jsx?|mjs|go|rs|java|kt|cs|md|json|c|h|cpp|sh|ya?ml|toml|rb|php|swift|sql|css|html)(?![\p{L}\p{N}_])/gu;
const CODE_FENCE = /```/g;
const QUESTION = /[?？]/gu;
const SLASH_COMMAND = /^\/(\p{L}[\p{L}\p{N}:_-]*)(?=\s|$)/u;

/** What is known of a request besides its text. */
export interface RequestPlace {
  /** Name of the session; kept as a keyed hash. */
  readonly session?: string | null;
  /** Requests before it in the session, integer ≥ 0. */
  readonly turn?: number;
  /** Attached images, integer ≥ 0. */
  readonly images?: number;
}

/**
 * The features of a task's text (spec P7): counts, and keyed hashes in place of words.
 *
 * @param key from the store's salt: the same text under another key gives other hashes
 */
export function textFeatures(text: string, place: RequestPlace, key: HashKey): TaskFeatures {
  const words = text.toLowerCase().match(WORD) ?? [];
  const command = SLASH_COMMAND.exec(text)?.[1];
  const { session, turn = 0, images = 0 } = place;
  return {
    taskHash: hash64(key, text),
    terms: hashedTerms(words.slice(0, INDEXED_WORDS), key),
    characters: codePoints(text),
    words: words.length,
    bullets: occurrences(text, BULLET),
    codeFences: occurrences(text, CODE_FENCE),
    questionMarks: occurrences(text, QUESTION),
    filePaths: occurrences(text, FILE_PATH),
    images,
    slashCommand: command === undefined ? null : hash64(key, `/${command.toLowerCase()}`),
    session: session === undefined || session === null ? null : hash64(key, session),
    turn,
  };
}

/** Words and pairs of neighbours with their counts: hash, count, … ascending by hash. */
function hashedTerms(words: readonly string[], key: HashKey): readonly number[] {
  const counts = new Map<number, number>();
  const add = (term: string): void => {
    const hash = hash32(key, term);
    counts.set(hash, (counts.get(hash) ?? 0) + 1);
  };
  let before: string | null = null;
  for (const word of words) {
    add(word);
    // a blank is no character of a word, so that no pair is a word
    if (before !== null) add(`${before} ${word}`);
    before = word;
  }
  // as flat numbers: a list of pairs takes several times as long to sort
  const hashes = Uint32Array.from(counts.keys()).sort();
  const terms: number[] = [];
  for (const hash of hashes) terms.push(hash, counts.get(hash) ?? 1);
  return terms;
}

function occurrences(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i + 1 < text.length; i++) {
    const pair = (text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
    if (pair) count--;
  }
  return count;
}
