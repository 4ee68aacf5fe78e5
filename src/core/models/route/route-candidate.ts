import type { AskableModel } from '../../facts/askable-model.ts';
import type { Category, Consent, Strategy } from '../../facts/category.ts';
import type { ModelScore } from '../scores/model-score.ts';

/** A registered model as it stands for one request. */
export interface RouteCandidate {
  readonly model: AskableModel;
  /** For the request's category (spec M4). */
  readonly score: ModelScore;
  /**
   * Upper bound of one answer (spec M5.7): input tokens × input price + requestCap × output price, integer ≥ 0; null
   * unless the price is known per token.
   */
  readonly estimateMicroUsd: number | null;
  /** Whether a given context fits its window (spec F2); true without one. */
  readonly fits: boolean;
  /** Its adapter is there and has what it needs, a key for instance. */
  readonly ready: boolean;
  /** Epoch ms until which its vendor asked to wait (spec M6); null: it did not. */
  readonly pausedUntil: number | null;
}

/** Settings of M13, and what routing cannot know itself. */
export interface RouteSettings {
  /** Verdicts from which on a model is proven, integer ≥ 1. */
  readonly minSamples: number;
  /** Share of requests that ask one more model, in [0, 1]. */
  readonly explorationRate: number;
  /** How many models each strategy asks, integers from 1 to 3. */
  readonly counts: { readonly simple: number; readonly dual: number; readonly triple: number };
  /** What the covering limits of the ledger leave (spec C6), ≥ 0; null: none covers. The request's own is seen to. */
  readonly moneyLimitMicroUsd: number | null;
  /** Epoch ms. */
  readonly now: number;
  /** Stable hash of a text in [0, 1): the first 32 bits of its SHA-256, divided by 2³² (spec README). */
  readonly stableHash: (text: string) => number;
}

export const DEFAULT_ROUTE_SETTINGS = Object.freeze({
  minSamples: 10,
  explorationRate: 0.2,
  counts: Object.freeze({ simple: 1, dual: 2, triple: 3 }),
});

/**
 * Why a model is asked: it has earned it; it is tried, so that it can; or it is below the threshold and the user
 * consented.
 */
export type RouteRole = 'qualified' | 'exploration' | 'below_quality';

export interface RoutedModel {
  readonly id: string;
  /** In [0, 1], for the decision's category. */
  readonly score: number;
  readonly proven: boolean;
  readonly role: RouteRole;
  /** Of one answer; null without a price per token. */
  readonly estimateMicroUsd: number | null;
}

/** Who is asked, and why (spec M1). */
export interface RoutingDecision {
  /** Best first: the qualified, then those that are tried. */
  readonly models: readonly RoutedModel[];
  readonly strategy: Strategy;
  readonly category: Category;
  /** Successes below which execution asks further models (spec M6). */
  readonly least: number;
  /** Qualified models that were not chosen, next best first: for that refill. */
  readonly ranked: readonly RoutedModel[];
  /** Null when one model's is null. */
  readonly estimatedCostMicroUsd: number | null;
  /** Of the models that have a price: what is compared with money limits. */
  readonly pricedMicroUsd: number;
  readonly warnings: readonly RouteWarning[];
  /** With which of them the merged result is to be flagged (spec M7). */
  readonly flags: readonly RouteWarning[];
  /** For people, a sentence or two. */
  readonly reason: string;
}

export type RouteWarning = Exclude<Consent, 'unknown_price'>;
