import type { ModelResponse } from '../../facts/model-response.ts';

/** Why a merged result should be looked at by a person (spec M7). */
export const MERGE_FLAGS = [
  'low_confidence',
  'too_few',
  'below_quality',
  'fewer_models',
  'truncated',
  'stale',
] as const;
export type MergeFlag = (typeof MERGE_FLAGS)[number];

/** Where a data point came from. */
export interface Provenance {
  /** Models that said what was taken. */
  readonly models: readonly string[];
  /** Their share of the weight of all that gave the data point, in [0, 1]. */
  readonly share: number;
  /** Everything that was said: value, by whom, with what weight; the taken one first. */
  readonly values: readonly {
    readonly value: unknown;
    readonly models: readonly string[];
    readonly weight: number;
  }[];
  /** An item of a list that half of the weight or less stands behind. */
  readonly noMajority?: true;
}

/** An answer that was not taken, as it was given. */
export interface Alternative {
  readonly model: string;
  readonly score: number;
  readonly content: string;
}

/** Several answers as one, with who said what (spec M7). Frozen. */
export interface MergedResult {
  readonly kind: 'json' | 'text';
  readonly data: unknown;
  /** Ids of the models whose answers `data` was made of, heaviest first. */
  readonly contributingModels: readonly string[];
  /** Model id → its score for the category. */
  readonly scores: Readonly<Record<string, number>>;
  /** JSON pointer → where the data point came from; `""` is the whole. */
  readonly provenance: Readonly<Record<string, Provenance>>;
  readonly alternatives: readonly Alternative[];
  readonly metadata: {
    readonly asked: number;
    readonly succeeded: number;
    readonly meanScore: number | null;
    /** Share of the data points without dissent, in [0, 1]; null without any. */
    readonly agreement: number | null;
    readonly meanMs: number | null;
    /** Null when one is null. */
    readonly costMicroUsd: number | null;
    /** Models that were asked and gave no answer. */
    readonly missingModels: readonly string[];
  };
  readonly flags: readonly MergeFlag[];
  readonly flaggedForReview: boolean;
  /** An old answer, because no new one came. */
  readonly stale: boolean;
  /** Some that were asked gave no answer. */
  readonly incomplete: boolean;
}

/** A response, and the score of its model for the request's category in [0, 1]: the weight of its word. */
export interface ScoredResponse {
  readonly response: ModelResponse;
  readonly score: number;
}

export interface MergeOptions {
  /** Fields that together tell the items of a list apart: one of `MERGE_KEYS`, or the user's own. */
  readonly keyFields: readonly string[];
  /** How many answers were asked for, integer ≥ 0: a model that is asked twice counts twice. */
  readonly asked: number;
  /** Ids of the models that were asked; those of the responses when absent. */
  readonly askedModels?: readonly string[];
  /** What routing and execution know: `below_quality`, `fewer_models`, `stale`. */
  readonly flags?: readonly MergeFlag[];
}
