import { rarity, saturatedCount, termWeight } from './bm25.ts';
import { hasPair, termCount, termTotal, wordCount } from './file-terms.ts';
import type { RankedSource } from './rank-index.ts';
import type { TaskTerms } from './task-terms.ts';

/** How much the length of a text and of a path counts against it (ranking study). */
const B_CONTENT = 0.75;
const B_PATH = 0.4;
/** A name that fills a file counts at most this many times one that occurs once. */
const MOST_OF_A_NAME = 3;

/** BM25 of the task's terms over path and content together. */
export function contentSignal(task: TaskTerms, files: readonly RankedSource[]): Float64Array {
  const lengths = relativeLengths(files, ({ terms, path }) => total(terms) + path.terms.length);
  const scores = new Float64Array(files.length);
  const inPath = pathCounts(files, ({ path }) => path.terms);
  for (const { hash, count } of task.terms) {
    const counts = Float64Array.from(files, ({ terms }) => (terms === null ? 0 : termCount(terms, hash)));
    for (const [place, found] of inPath.get(hash) ?? []) counts[place] = (counts[place] ?? 0) + found;
    addTerm(scores, counts, count, B_CONTENT, lengths);
  }
  return scores;
}

/** BM25 of the task's stems over the whole path. */
export function pathSignal(task: TaskTerms, files: readonly RankedSource[]): Float64Array {
  const lengths = relativeLengths(files, ({ path }) => path.stems.length);
  const scores = new Float64Array(files.length);
  const inPath = pathCounts(files, ({ path }) => path.stems);
  for (const { hash, count } of task.stems) {
    const found = inPath.get(hash);
    if (found === undefined) continue;
    const weight = rarity(files.length, found.size) * saturatedCount(count);
    for (const [place, times] of found) {
      scores[place] = (scores[place] ?? 0) + weight * termWeight(times, B_PATH, lengths[place] ?? 1);
    }
  }
  return scores;
}

/** Rarity of the task's code identifiers that the file has as whole words, more for several times. */
export function namesSignal(task: TaskTerms, files: readonly RankedSource[]): Float64Array {
  const scores = new Float64Array(files.length);
  for (const { hash } of task.names) {
    const counts = Uint32Array.from(files, ({ terms }) => (terms === null ? 0 : wordCount(terms, hash)));
    const weight = rarity(files.length, having(counts));
    counts.forEach((count, place) => {
      if (count === 0) return;
      scores[place] = (scores[place] ?? 0) + weight * Math.min(MOST_OF_A_NAME, 1 + Math.log(count));
    });
  }
  return scores;
}

/** Rarity of the task's pairs of neighbouring stems that are neighbours in the file. */
export function pairsSignal(task: TaskTerms, files: readonly RankedSource[]): Float64Array {
  const scores = new Float64Array(files.length);
  for (const { hash } of task.pairs) {
    const counts = Uint8Array.from(files, ({ terms }) => (terms !== null && hasPair(terms, hash) ? 1 : 0));
    const weight = rarity(files.length, having(counts));
    counts.forEach((count, place) => {
      if (count > 0) scores[place] = (scores[place] ?? 0) + weight;
    });
  }
  return scores;
}

function addTerm(
  scores: Float64Array,
  counts: Float64Array,
  times: number,
  b: number,
  lengths: Float64Array,
): void {
  const weight = times * rarity(counts.length, having(counts));
  for (let place = 0; place < counts.length; place++) {
    const count = counts[place] ?? 0;
    if (count > 0) {
      scores[place] = (scores[place] ?? 0) + weight * termWeight(count, b, lengths[place] ?? 1);
    }
  }
}

function having(counts: Float64Array | Uint32Array | Uint8Array): number {
  let files = 0;
  for (const count of counts) if (count > 0) files++;
  return files;
}

function total(terms: RankedSource['terms']): number {
  return terms === null ? 0 : termTotal(terms);
}

function relativeLengths(
  files: readonly RankedSource[],
  length: (file: RankedSource) => number,
): Float64Array {
  const lengths = Float64Array.from(files, length);
  const mean = lengths.reduce((sum, each) => sum + each, 0) / Math.max(1, files.length);
  return lengths.map((each) => each / Math.max(1, mean));
}

/** By hash: which files have it in their path, and how often. */
function pathCounts(
  files: readonly RankedSource[],
  hashes: (file: RankedSource) => readonly number[],
): ReadonlyMap<number, ReadonlyMap<number, number>> {
  const found = new Map<number, Map<number, number>>();
  files.forEach((file, place) => {
    for (const hash of hashes(file)) {
      const places = found.get(hash) ?? new Map<number, number>();
      places.set(place, (places.get(place) ?? 0) + 1);
      found.set(hash, places);
    }
  });
  return found;
}
