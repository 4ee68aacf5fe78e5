import type { ComplexityWord, TaskType } from './characteristics.ts';

/** A vocabulary that `tiktoken` carries. */
export const ENCODINGS = [
  'o200k_base',
  'o200k_harmony',
  'cl100k_base',
  'p50k_base',
  'p50k_edit',
  'r50k_base',
  'gpt2',
] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Used when no model is known (spec F7). */
export const DEFAULT_ENCODING: Encoding = 'o200k_base';

/**
 * How a model's tokens are counted. `exact`: by its own vocabulary, factor 1 and band 0. Otherwise the count is
 * that of `encoding` times `factor`, rounded up, and `band` (a share of the count, 0.12 = 12 %) is the measured
 * error that the fit keeps free as its margin.
 */
export interface TokenCounting {
  readonly encoding: Encoding;
  readonly exact: boolean;
  readonly factor: number;
  readonly band: number;
  /** Where factor and band come from, for people, with the date of the measurement; null when exact. */
  readonly basis: string | null;
}

/** Counting by a vocabulary itself, whoever the model is. */
export function exactBy(encoding: Encoding): TokenCounting {
  return { encoding, exact: true, factor: 1, band: 0, basis: null };
}

/** Spec M1, "price kind": `included` in a subscription and `unknown` are never 0. USD per million tokens. */
export type Price =
  | {
      readonly kind: 'perToken';
      readonly inputUsdPerMillion: number;
      readonly outputUsdPerMillion: number;
      readonly cachedInputUsdPerMillion: number | null;
    }
  | { readonly kind: 'included' }
  | { readonly kind: 'unknown' };

/** What a ranking of models looks at beside price and limits (spec P11); what is absent is unknown. */
export interface ModelTraits {
  /** Mean time of an answer, integer ms > 0: measured where there are records, else as stated. */
  readonly avgResponseMs?: number;
  /** How good its answers are, 0–100. */
  readonly quality?: number;
  readonly supportsThinking?: boolean;
  readonly supportsTools?: boolean;
  readonly strengths?: readonly TaskType[];
  readonly preferredFor?: readonly ComplexityWord[];
}

/** What is known of a model. Limits are tokens; null means unknown. */
export interface ModelProfile extends ModelTraits {
  /** What the user types: `gpt-5`, `claude-sonnet-4-5`. Unique in a registry, lower case. */
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly counting: TokenCounting;
  readonly contextWindow: number | null;
  readonly maxInputTokens: number | null;
  readonly maxOutputTokens: number | null;
  readonly price: Price;
  /** Where the figures come from: package names with versions, `settings`, `editor`. */
  readonly sources: readonly string[];
  /** One sentence per figure on which the sources disagree. */
  readonly disagreements: readonly string[];
  /** One sentence per thing to know of the figures: dearer above a length, retired on a date. */
  readonly notes?: readonly string[];
  /** Stated by the user of an `included` model: it costs nothing, as one that runs on the own machine (spec M1). */
  readonly freeOfCharge?: boolean;
}
