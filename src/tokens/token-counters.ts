import type { Encoding } from '../core/facts/model-profile.ts';
import { loadTokenCounter, type ReadAsset, type TokenCounter } from './token-counter.ts';
import { VOCABULARIES } from './vocabulary.ts';

/** The counter of an encoding, loaded when it is first asked for. */
export type TokenCounters = (encoding: Encoding) => TokenCounter;

/**
 * Counters for one thread. Encodings that count alike share one machine (13 MB each). A failure to load is thrown
 * and not remembered, so the next call tries again.
 */
export function createTokenCounters(readAsset: ReadAsset): TokenCounters {
  const loaded = new Map<Encoding, TokenCounter>();
  return (encoding) => {
    const { sameAs } = VOCABULARIES[encoding];
    let counter = loaded.get(sameAs);
    if (counter === undefined) {
      counter = loadTokenCounter(sameAs, readAsset);
      loaded.set(sameAs, counter);
    }
    return encoding === sameAs ? counter : { ...counter, encoding };
  };
}
