import { hashPair, hashTerm, hashWord } from './term-hash.ts';
import { LONGEST_TERM, visitWords } from './words.ts';
import { stem } from './stem.ts';

/**
 * What the index keeps of a text, in one array (so that 20,000 files are 20,000 objects, and a stored index is used
 * as it lies in memory): how many terms it has, then sorted hashes of its terms, of its whole words and of its
 * neighbouring stems, then the counts of terms and words, two in an element.
 */
export type FileTerms = Uint32Array;

const HEAD = 4;
const MOST_COUNTED = 0xffff;
/** Of a text this much is read, in UTF-16 code units: the ranking study ranked nothing larger. */
const LONGEST_READ = 400_000;
/** Shorter words are no names that a task would single out. */
const SHORTEST_WORD = 3;
/** Stems kept between texts; beyond it is begun anew. About 30 MB. */
const MOST_STEMS = 400_000;

/** Makes `FileTerms`; keeps nothing of the texts but which hash is the stem of which. */
export type TermIndexer = (text: string) => FileTerms;

export function createTermIndexer(): TermIndexer {
  const stems = new Map<number, number>();
  const terms = growing();
  const words = growing();
  const pairs = growing();
  return (text) => {
    const read = text.length > LONGEST_READ ? text.slice(0, LONGEST_READ) : text;
    terms.clear();
    words.clear();
    pairs.clear();
    if (stems.size > MOST_STEMS) stems.clear();
    let before = -1;
    visitWords(read, {
      term: (from, to) => {
        const hash = hashTerm(read, from, to);
        terms.push(hash);
        let root = stems.get(hash);
        if (root === undefined) {
          root = hashTerm(stem(read.slice(from, Math.min(to, from + LONGEST_TERM)).toLowerCase()));
          stems.set(hash, root);
        }
        if (before >= 0) pairs.push(hashPair(before, root));
        before = root;
      },
      word: (from, to) => {
        if (to - from >= SHORTEST_WORD) words.push(hashWord(read, from, to));
      },
    });
    return packed(terms.sorted(), words.sorted(), pairs.sorted());
  };
}

/** All terms of the text, each as often as it occurs. */
export function termTotal(file: FileTerms): number {
  return file[0] ?? 0;
}

/** How often the term with this hash occurs, at most 65,535. */
export function termCount(file: FileTerms, hash: number): number {
  const place = found(file, HEAD, file[1] ?? 0, hash);
  return place < 0 ? 0 : countAt(file, place);
}

/** How often the whole word with this hash occurs, at most 65,535. */
export function wordCount(file: FileTerms, hash: number): number {
  const terms = file[1] ?? 0;
  const place = found(file, HEAD + terms, file[2] ?? 0, hash);
  return place < 0 ? 0 : countAt(file, terms + place);
}

/** Whether the two stems stand beside each other somewhere. */
export function hasPair(file: FileTerms, hash: number): boolean {
  return found(file, HEAD + (file[1] ?? 0) + (file[2] ?? 0), file[3] ?? 0, hash) >= 0;
}

/** Hashes to look for in many files: sorted, each with its place among those that were asked for. */
export interface AskedHashes {
  readonly sorted: Uint32Array;
  readonly places: Uint32Array;
}

export function askedHashes(hashes: readonly number[]): AskedHashes {
  const places = Uint32Array.from(hashes, (_, place) => place);
  places.sort((a, b) => (hashes[a] ?? 0) - (hashes[b] ?? 0) || a - b);
  return { sorted: Uint32Array.from(places, (place) => hashes[place] ?? 0), places };
}

/** What a file keeps apart; see `FileTerms`. */
export type TermSort = 'terms' | 'words' | 'pairs';

/**
 * Counts all asked hashes in one walk through the file: for 20,000 files and a task that takes a tenth of the time of
 * one search after the other, as each file comes into the processor's cache once.
 *
 * @param found gets the places of the asked hashes that the file has, in the order of the hashes.
 * @param counts gets, at these places, how often each occurs: at most 65,535, and 1 for a pair.
 * @returns how many there are.
 */
export function countAsked(
  file: FileTerms,
  sort: TermSort,
  { sorted, places }: AskedHashes,
  found: Uint32Array,
  counts: Uint32Array,
): number {
  const [terms, words, pairs] = [file[1] ?? 0, file[2] ?? 0, file[3] ?? 0];
  const first = HEAD + (sort === 'terms' ? 0 : sort === 'words' ? terms : terms + words);
  const end = first + (sort === 'terms' ? terms : sort === 'words' ? words : pairs);
  const countsFrom = HEAD + terms + words + pairs;
  let hits = 0;
  let low = first;
  for (let n = 0; n < sorted.length && low < end; n++) {
    const hash = sorted[n] ?? 0;
    // Steps that double, then halving (Bentley and Yao 1976): many hashes are found in a walk, few in leaps.
    let step = 1;
    while (low + step < end && (file[low + step] ?? 0) < hash) {
      low += step;
      step *= 2;
    }
    let high = Math.min(low + step, end);
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((file[middle] ?? 0) < hash) low = middle + 1;
      else high = middle;
    }
    if (low === end || file[low] !== hash) continue;
    const place = places[n] ?? 0;
    found[hits++] = place;
    const counted = low - HEAD;
    const both = file[countsFrom + (counted >> 1)] ?? 0;
    counts[place] = sort === 'pairs' ? 1 : (both >>> ((counted & 1) * 16)) & MOST_COUNTED;
  }
  return hits;
}

/** Whether the array is whole, as far as its own head tells: for what comes from a disk. */
export function isFileTerms(file: Uint32Array): boolean {
  const [, terms = 0, words = 0, pairs = 0] = file;
  return file.length >= HEAD && file.length === sizeOf(terms, words, pairs);
}

function sizeOf(terms: number, words: number, pairs: number): number {
  return HEAD + terms + words + pairs + Math.ceil((terms + words) / 2);
}

function packed(terms: Uint32Array, words: Uint32Array, pairs: Uint32Array): FileTerms {
  const [distinctTerms, distinctWords, distinctPairs] = [distinct(terms), distinct(words), distinct(pairs)];
  const file = new Uint32Array(sizeOf(distinctTerms, distinctWords, distinctPairs));
  file.set([terms.length, distinctTerms, distinctWords, distinctPairs]);
  const counts = HEAD + distinctTerms + distinctWords + distinctPairs;
  let place = 0;
  const put = (hash: number, count: number | null): void => {
    file[HEAD + place] = hash;
    if (count !== null) {
      const at = counts + (place >> 1);
      file[at] = ((file[at] ?? 0) | (Math.min(count, MOST_COUNTED) << ((place & 1) * 16))) >>> 0;
    }
    place++;
  };
  runs(terms, put);
  runs(words, put);
  runs(pairs, (hash) => put(hash, null));
  return file;
}

function countAt(file: FileTerms, place: number): number {
  const [terms, words, pairs] = [file[1] ?? 0, file[2] ?? 0, file[3] ?? 0];
  const pair = file[HEAD + terms + words + pairs + (place >> 1)] ?? 0;
  return (pair >>> ((place & 1) * 16)) & MOST_COUNTED;
}

/** Binary search; the place from `from`, or -1. */
function found(file: FileTerms, from: number, length: number, hash: number): number {
  let low = from;
  let high = from + length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const here = file[middle] ?? 0;
    if (here === hash) return middle - from;
    if (here < hash) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function distinct(sorted: Uint32Array): number {
  let count = 0;
  runs(sorted, () => {
    count++;
  });
  return count;
}

function runs(sorted: Uint32Array, visit: (hash: number, count: number) => void): void {
  for (let from = 0; from < sorted.length;) {
    const hash = sorted[from] ?? 0;
    let to = from + 1;
    while (to < sorted.length && sorted[to] === hash) to++;
    visit(hash, to - from);
    from = to;
  }
}

interface Growing {
  readonly push: (value: number) => void;
  readonly clear: () => void;
  /** A view that holds until the next `clear`. */
  readonly sorted: () => Uint32Array;
}

/** Numbers of one text after the other in the same memory. */
function growing(): Growing {
  let values = new Uint32Array(4_096);
  let length = 0;
  return {
    push: (value) => {
      if (length === values.length) {
        const larger = new Uint32Array(length * 2);
        larger.set(values);
        values = larger;
      }
      values[length++] = value;
    },
    clear: () => {
      length = 0;
    },
    sorted: () => values.subarray(0, length).sort(),
  };
}
