import type { Encoding, TokenCounting } from '../core/facts/model-profile.ts';
import { ESTIMATE_BAND, estimateTokens } from './estimate.ts';
import type { TokenCounters } from './token-counters.ts';

/** Counts tokens as a model does, as far as is known (spec F7). */
export interface ModelCounter {
  readonly encoding: Encoding;
  readonly exact: boolean;
  /** Share of a count by which it may be too low; 0 when exact. The fit keeps it free as its margin. */
  readonly band: number;
  /** Why no tokenizer could be loaded, so that counts are estimates from the words alone; null when one was. */
  readonly failure: string | null;
  count(text: string): number;
  /** As `count`, of a file as it lies on disk. */
  countBytes(bytes: Uint8Array): number;
}

/** Factors are decimals of at most six places. */
const FACTOR_SCALE = 1_000_000;

/**
 * Tokens of a model whose tokens are `factor` times those counted, rounded up. The factor counts to six decimal
 * places and exactly: `Math.ceil(100 * 1.1)` would be 111, because 1.1 is a little more than 11/10 in binary.
 *
 * @example scaleTokens(100, 1.1) // 110
 */
export function scaleTokens(tokens: number, factor: number): number {
  const millionths = tokens * Math.round(factor * FACTOR_SCALE);
  const remainder = millionths % FACTOR_SCALE;
  return (millionths - remainder) / FACTOR_SCALE + (remainder > 0 ? 1 : 0);
}

/**
 * The counter of a model. When its vocabulary cannot be loaded it estimates, says so in `failure` and `exact`, and
 * widens the band.
 */
export function createModelCounter(counting: TokenCounting, counters: TokenCounters): ModelCounter {
  const { encoding, factor, exact, band } = counting;
  try {
    const counter = counters(encoding);
    return {
      encoding,
      exact,
      band,
      failure: null,
      count: (text) => scaleTokens(counter.count(text), factor),
      countBytes: (bytes) => scaleTokens(counter.countBytes(bytes), factor),
    };
  } catch (error) {
    const count = (text: string): number => scaleTokens(estimateTokens(text), factor);
    return {
      encoding,
      exact: false,
      // The one error on top of the other: (1 + a)(1 + b) − 1.
      band: band + ESTIMATE_BAND * (1 + band),
      failure: error instanceof Error ? error.message : String(error),
      count,
      countBytes: (bytes) => count(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()),
    };
  }
}
