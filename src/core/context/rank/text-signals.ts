import { rarity, saturatedCount, termWeight } from './bm25.ts';
import { type FileTerms, termTotal } from './file-terms.ts';
import { occurrencesOf, summed } from './occurrences.ts';
import type { RankedSource } from './rank-index.ts';
import type { TaskTerms } from './task-terms.ts';

/** How much the length of a text and of a path counts against it (ranking study). */
const B_CONTENT = 0.75;
const B_PATH = 0.4;
/** A name that fills a file counts at most this many times one that occurs once. */
const MOST_OF_A_NAME = 3;

type Files = readonly RankedSource[];

export interface ContentSignal {
  readonly values: Float64Array;
  /** How many files have each term of the task in their text. */
  readonly having: Uint32Array;
}

/** BM25 of the task's terms over path and content together. */
export function contentSignal({ terms }: Pick<TaskTerms, 'terms'>, files: Files): ContentSignal {
  const lengths = relativeLengths(files, ({ terms, path }) => total(terms) + path.terms.length);
  const found = occurrencesOf(hashesOf(terms), {
    files: files.length,
    text: { sort: 'terms', of: textOf(files) },
    more: (place) => files[place]?.path.terms ?? [],
  });
  const weights = terms.map(({ count }, n) => count * rarity(files.length, found.having[n] ?? 0));
  const values = summed(
    found,
    (n, count, place) => (weights[n] ?? 0) * termWeight(count, B_CONTENT, lengths[place] ?? 1),
  );
  return { values, having: found.havingText };
}

/** BM25 of the task's stems over the whole path. */
export function pathSignal({ stems }: Pick<TaskTerms, 'stems'>, files: Files): Float64Array {
  const lengths = relativeLengths(files, ({ path }) => path.stems.length);
  const found = occurrencesOf(hashesOf(stems), {
    files: files.length,
    more: (place) => files[place]?.path.stems ?? [],
  });
  const weights = stems.map(
    ({ count }, n) => rarity(files.length, found.having[n] ?? 0) * saturatedCount(count),
  );
  return summed(
    found,
    (n, count, place) => (weights[n] ?? 0) * termWeight(count, B_PATH, lengths[place] ?? 1),
  );
}

/** Rarity of the task's code identifiers that the file has as whole words, more for several times. */
export function namesSignal({ names }: Pick<TaskTerms, 'names'>, files: Files): Float64Array {
  const text = { sort: 'words', of: textOf(files) } as const;
  const found = occurrencesOf(hashesOf(names), { files: files.length, text });
  const weights = names.map((_, n) => rarity(files.length, found.having[n] ?? 0));
  return summed(found, (n, count) => (weights[n] ?? 0) * Math.min(MOST_OF_A_NAME, 1 + Math.log(count)));
}

/** Rarity of the task's pairs of neighbouring stems that are neighbours in the file. */
export function pairsSignal({ pairs }: Pick<TaskTerms, 'pairs'>, files: Files): Float64Array {
  const text = { sort: 'pairs', of: textOf(files) } as const;
  const found = occurrencesOf(hashesOf(pairs), { files: files.length, text });
  const weights = pairs.map((_, n) => rarity(files.length, found.having[n] ?? 0));
  return summed(found, (n) => weights[n] ?? 0);
}

function hashesOf(asked: readonly { readonly hash: number }[]): readonly number[] {
  return asked.map(({ hash }) => hash);
}

function textOf(files: Files): (place: number) => FileTerms | null {
  return (place) => files[place]?.terms ?? null;
}

function total(terms: RankedSource['terms']): number {
  return terms === null ? 0 : termTotal(terms);
}

function relativeLengths(files: Files, length: (file: RankedSource) => number): Float64Array {
  const lengths = Float64Array.from(files, length);
  const mean = lengths.reduce((sum, each) => sum + each, 0) / Math.max(1, files.length);
  return lengths.map((each) => each / Math.max(1, mean));
}
