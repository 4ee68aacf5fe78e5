import { DEFAULT_ENCODING, exactBy, type TokenCounting } from '../core/facts/model-profile.ts';
import type { TokenCounters } from '../tokens/token-counters.ts';
import { type Counting, countingFor } from './counting.ts';

/** The resident that knows how texts are counted at present; a vocabulary is loaded on first need. */
export class PresentCounting {
  readonly #counters: TokenCounters;
  readonly #onLost: (text: string) => void;
  /** What the model asks for; `value` is what could be had. */
  #asked: TokenCounting = exactBy(DEFAULT_ENCODING);
  #counting: Counting | null = null;

  /** @param onLost told when a tokenizer cannot be loaded: then counts are estimates. */
  constructor(counters: TokenCounters, onLost: (text: string) => void) {
    this.#counters = counters;
    this.#onLost = onLost;
  }

  get value(): Counting {
    this.#counting ??= this.#load();
    return this.#counting;
  }

  /** Counts so from now on; tells what is another than before. */
  use(asked: TokenCounting): 'same' | 'scale' | 'encoding' {
    const before = this.#asked;
    if (isSame(asked, before)) return 'same';
    this.#asked = asked;
    this.#counting = null;
    return asked.encoding === before.encoding ? 'scale' : 'encoding';
  }

  #load(): Counting {
    const counting = countingFor(this.#asked, this.#counters);
    const { failure } = counting.encoding;
    if (failure !== null)
      this.#onLost(`No tokenizer for ${this.#asked.encoding}, counts are estimates: ${failure}`);
    return counting;
  }
}

function isSame(a: TokenCounting, b: TokenCounting): boolean {
  return (
    a.encoding === b.encoding &&
    a.exact === b.exact &&
    a.factor === b.factor &&
    a.band === b.band &&
    a.basis === b.basis
  );
}
