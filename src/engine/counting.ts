import type { TokenCounting } from '../core/facts/model-profile.ts';
import { createModelCounter, type ModelCounter, scaleTokens } from '../tokens/model-counter.ts';
import type { TokenCounters } from '../tokens/token-counters.ts';

/** How texts are counted for the chosen model. */
export interface Counting {
  /** By the encoding alone: what is remembered of files. */
  readonly encoding: ModelCounter;
  /** As the counter that could be loaded counts: estimates are marked. */
  readonly counting: TokenCounting;
  /** Tokens of the model in a text. Small texts, such as headings, are counted once. */
  readonly count: (text: string) => number;
  /** Tokens of the encoding to tokens of the model. */
  readonly scale: (tokens: number) => number;
}

/** Headings and tree lines are short; longer texts hardly come twice. */
const LONGEST_REMEMBERED = 400;
/** Two for each file of a large workspace; about 20 MB. */
const MOST_REMEMBERED = 100_000;

export function countingFor(counting: TokenCounting, counters: TokenCounters): Counting {
  const exact: TokenCounting = { ...counting, exact: true, factor: 1, band: 0 };
  const encoding = createModelCounter(exact, counters);
  const { factor } = counting;
  const scale = (tokens: number): number => scaleTokens(tokens, factor);
  const remembered = new Map<string, number>();
  const count = (text: string): number => {
    if (text.length > LONGEST_REMEMBERED) return scale(encoding.count(text));
    let tokens = remembered.get(text);
    if (tokens === undefined) {
      tokens = scale(encoding.count(text));
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      remembered.set(text, tokens);
    }
    return tokens;
  };
  const lost = encoding.failure !== null;
  const honest = lost
    ? { ...counting, exact: false, band: (1 + counting.band) * (1 + encoding.band) - 1 }
    : counting;
  return { encoding, counting: honest, count, scale };
}
