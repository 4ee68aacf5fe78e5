import { rarity, saturatedCount, termWeight } from './bm25.ts';
import { type FileTerms, hasPair, termCount, termTotal, wordCount } from './file-terms.ts';
import type { RankedSource } from './rank-index.ts';
import type { TaskTerm, TaskTerms } from './task-terms.ts';

/** How much the length of a text and of a path counts against it (ranking study). */
const B_CONTENT = 0.75;
const B_PATH = 0.4;
/** A name that fills a file counts at most this many times one that occurs once. */
const MOST_OF_A_NAME = 3;

/** BM25 of the task's terms over path and content together. */
export function contentSignal(task: TaskTerms, files: readonly RankedSource[]): Float64Array {
  const lengths = relativeLengths(files, ({ terms, path }) => total(terms) + path.terms.length);
  const scores = new Float64Array(files.length);
  const inPath = pathCounts(files, task.terms, ({ path }) => path.terms);
  for (const { hash, count } of task.terms) {
    const counts = countsOf(files, (terms) => termCount(terms, hash));
    for (const [place, found] of inPath.get(hash) ?? []) counts[place] = (counts[place] ?? 0) + found;
    addTerm(scores, counts, count, B_CONTENT, lengths);
  }
  return scores;
}

/** BM25 of the task's stems over the whole path. */
export function pathSignal(task: TaskTerms, files: readonly RankedSource[]): Float64Array {
  const lengths = relativeLengths(files, ({ path }) => path.stems.length);
  const scores = new Float64Array(files.length);
  const inPath = pathCounts(files, task.stems, ({ path }) => path.stems);
  for (const { hash, count } of task.stems) {
    const found = inPath.get(hash);
    if (found === undefined || found.size === 0) continue;
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
    const counts = countsOf(files, (terms) => wordCount(terms, hash));
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
    const counts = countsOf(files, (terms) => (hasPair(terms, hash) ? 1 : 0));
    const weight = rarity(files.length, having(counts));
    counts.forEach((count, place) => {
      if (count > 0) scores[place] = (scores[place] ?? 0) + weight;
    });
  }
  return scores;
}

function addTerm(
  scores: Float64Array,
  counts: Uint32Array,
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

function having(counts: Uint32Array): number {
  let files = 0;
  for (let place = 0; place < counts.length; place++) if ((counts[place] ?? 0) > 0) files++;
  return files;
}

/** Plain loops: with 20,000 files and 40 terms, iterators would take longer than the looking up. */
function countsOf(files: readonly RankedSource[], count: (terms: FileTerms) => number): Uint32Array {
  const counts = new Uint32Array(files.length);
  for (let place = 0; place < files.length; place++) {
    const terms = files[place]?.terms ?? null;
    if (terms !== null) counts[place] = count(terms);
  }
  return counts;
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

/** By hash of what the task asks for: which files have it in their path, and how often. */
function pathCounts(
  files: readonly RankedSource[],
  asked: readonly TaskTerm[],
  hashes: (file: RankedSource) => readonly number[],
): ReadonlyMap<number, ReadonlyMap<number, number>> {
  const found = new Map(asked.map(({ hash }) => [hash, new Map<number, number>()]));
  files.forEach((file, place) => {
    for (const hash of hashes(file)) {
      const places = found.get(hash);
      places?.set(place, (places.get(place) ?? 0) + 1);
    }
  });
  return found;
}
