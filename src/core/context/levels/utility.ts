import type { Level } from '../item.ts';

/**
 * u(level), the worth of a level against the full text: the share of truly changed hunks that it shows, measured on 221
 * changed files of 130 tasks in six repositories (2026-11-21, `npm run bench:levels`). `path` shows none: it is given
 * the least step, so that names fill only the room that nothing else can use.
 */
export const LEVEL_UTILITY: Readonly<Record<Exclude<Level, 'chunks'>, number>> = {
  full: 1,
  outline: 0.13,
  path: 0.001,
};

/** An excerpt's size, in tokens of the text shown. */
export interface ChunkSize {
  readonly tokens: number;
  /** Of the file in full. */
  readonly fullTokens: number;
  /** The share of the file's whole block score that is shown, in [0, 1]. */
  readonly scoreShare: number;
}

export interface ChunkWeights {
  readonly constant: number;
  readonly tokenShare: number;
  readonly scoreShare: number;
  readonly tokens: number;
}

/**
 * The same measure for `chunks`, by size: logit u = constant + tokenShare · logit(tokens / fullTokens) + scoreShare ·
 * logit(scoreShare) + tokens · ln(tokens). Fitted to 1,218 excerpts of 208 of these files, each file of equal weight; log-loss
 * with each repository left out .590, by the token share alone .626, constant .692. All three weights are positive:
 * of two excerpts of which one holds the other, the larger is worth more.
 */
export const CHUNK_UTILITY: ChunkWeights = {
  constant: -2.817,
  tokenShare: 0.289,
  scoreShare: 0.211,
  tokens: 0.543,
};

/** Shares are kept this far from 0 and 1, where the logit is infinite. */
export const LEAST_SHARE = 0.001;

/** u of an excerpt, in (0, 1). */
export function chunkUtility(size: ChunkSize, weights: ChunkWeights = CHUNK_UTILITY): number {
  const [one, tokenShare, scoreShare, tokens] = chunkFeatures(size);
  const logOdds =
    weights.constant * one +
    weights.tokenShare * tokenShare +
    weights.scoreShare * scoreShare +
    weights.tokens * tokens;
  return 1 / (1 + Math.exp(-logOdds));
}

/** What the formula weighs, in the order of `CHUNK_UTILITY`. */
export function chunkFeatures({
  tokens,
  fullTokens,
  scoreShare,
}: ChunkSize): readonly [one: number, tokenShare: number, scoreShare: number, tokens: number] {
  return [1, logit(tokens / Math.max(1, fullTokens)), logit(scoreShare), Math.log(Math.max(1, tokens))];
}

function logit(share: number): number {
  const kept = Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, share));
  return Math.log(kept / (1 - kept));
}
