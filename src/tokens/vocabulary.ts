import type { Encoding } from '../core/facts/model-profile.ts';

/** How a text is cut into pieces before they are merged; one pattern serves several encodings. */
export type Splitting = 'o200k' | 'cl100k' | 'gpt2';

export interface Vocabulary {
  /** Name of the asset that `assets/build.js` makes. */
  readonly asset: string;
  readonly splitting: Splitting;
  /** How many tokens of the asset belong to it, in the order of their ranks; null means all. */
  readonly tokens: number | null;
  /** The encoding that stands for all that count ordinary text alike. */
  readonly sameAs: Encoding;
}

const O200K: Vocabulary = { asset: 'o200k.bin', splitting: 'o200k', tokens: null, sameAs: 'o200k_base' };
const CL100K: Vocabulary = { asset: 'cl100k.bin', splitting: 'cl100k', tokens: null, sameAs: 'cl100k_base' };
const P50K: Vocabulary = { asset: 'p50k.bin', splitting: 'gpt2', tokens: null, sameAs: 'p50k_base' };
/** p50k is r50k with 24 runs of blanks added at the end, so one asset holds both. */
const R50K: Vocabulary = { asset: 'p50k.bin', splitting: 'gpt2', tokens: 50_256, sameAs: 'r50k_base' };

/**
 * The vocabulary of every encoding. Those that share one differ only in special tokens, which count as plain text
 * here (spec F7). Tests compare every line with tiktoken.
 */
export const VOCABULARIES: Readonly<Record<Encoding, Vocabulary>> = {
  o200k_base: O200K,
  o200k_harmony: O200K,
  cl100k_base: CL100K,
  p50k_base: P50K,
  p50k_edit: P50K,
  r50k_base: R50K,
  gpt2: R50K,
};
