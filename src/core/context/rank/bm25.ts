/** Okapi BM25's saturation of counts (Robertson and Zaragoza 2009), as in the ranking study. */
const K1 = 1.2;
/** Saturation of the task's own counts, where a signal asks for it. */
const K3 = 1.5;

/** Rarity of a term, > 0. `files`: all; `having`: those with the term. */
export function rarity(files: number, having: number): number {
  return Math.log(1 + (files - having + 0.5) / (having + 0.5));
}

/**
 * What one term adds to a file's BM25, without its rarity: 0 without the term, below `K1 + 1`.
 * @param b how much length counts, in [0, 1].
 * @param length terms of the file over the mean of all files.
 */
export function termWeight(count: number, b: number, length: number): number {
  return (count * (K1 + 1)) / (count + K1 * (1 - b + b * length));
}

/** A term that the task repeats counts more, but ever less so: 1 for once, below 2.5. */
export function saturatedCount(count: number): number {
  return ((1 + K3) * count) / (count + K3);
}
