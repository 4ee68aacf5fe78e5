import type { ModelProfile, TokenCounting } from '../facts/model-profile.ts';
import { DEFAULT_ENCODING } from '../facts/model-profile.ts';
import { exactCount } from '../facts/readable-number.ts';
import type { Result } from '../facts/result.ts';
import { fail, ok } from '../facts/result.ts';
import { DEFAULT_BUDGET } from './fit-settings.ts';

/** Counting when no model is known (spec F7). */
export const DEFAULT_COUNTING: TokenCounting = {
  encoding: DEFAULT_ENCODING,
  exact: true,
  factor: 1,
  band: 0,
  basis: null,
};

export interface BudgetRequest {
  /** Tokens of the whole prompt that the user asks for. */
  readonly budget?: number | undefined;
  readonly model?: ModelProfile | null | undefined;
  /** In place of the model's own counting: when its tokenizer could not be loaded, or without a model. */
  readonly counting?: TokenCounting | undefined;
  /** Tokens of the window kept for the answer; integer ≥ 0, default 0. */
  readonly reservedOutputTokens?: number | undefined;
}

/** All in tokens. The final prompt may count `limit` at most by our count: `budget − margin`. */
export interface PlannedBudget {
  readonly budget: number;
  readonly margin: number;
  readonly limit: number;
  readonly counting: TokenCounting;
  readonly notes: readonly string[];
}

/**
 * The budget of a prompt: the least of what is asked, what the model takes in and what its window has beside
 * the reserved output; members that are unknown do not count (spec F2). For an estimated count its error band
 * is kept free.
 *
 * Errors: `invalid_budget`, `invalid_option` (the reserve), `budget_exceeds_window`, `no_room`.
 */
export function planBudget(request: BudgetRequest): Result<PlannedBudget> {
  const { budget: asked, model = null, reservedOutputTokens: reserved = 0 } = request;
  if (asked !== undefined && !(Number.isSafeInteger(asked) && asked > 0)) {
    return fail('invalid_budget', `The budget is a whole number of tokens above 0, not ${asked}.`, {
      budget: asked,
    });
  }
  if (!(Number.isSafeInteger(reserved) && reserved >= 0)) {
    return fail('invalid_option', `The reserved output is a whole number of tokens, not ${reserved}.`, {
      reservedOutputTokens: reserved,
    });
  }
  const window = model?.contextWindow ?? null;
  if (model !== null && window !== null && asked !== undefined && asked > window) {
    return fail(
      'budget_exceeds_window',
      `The budget of ${exactCount(asked)} tokens is larger than the window of ${model.id}, ${exactCount(window)} tokens. Lower the budget or choose a larger model.`,
      { budget: asked, contextWindow: window },
    );
  }
  const caps = capsOf(model, reserved);
  const cap = caps.reduce((least, { tokens }) => Math.min(least, tokens), Number.POSITIVE_INFINITY);
  const budget = Math.min(asked ?? (Number.isFinite(cap) ? cap : DEFAULT_BUDGET), cap);
  if (budget <= 0) {
    return fail(
      'no_room',
      `The reserved output of ${exactCount(reserved)} tokens leaves no room in the window of ${exactCount(window ?? 0)} tokens. Reserve less.`,
      { budget, reservedOutputTokens: reserved, contextWindow: window },
    );
  }
  const counting = request.counting ?? model?.counting ?? DEFAULT_COUNTING;
  const margin = counting.exact ? 0 : marginOf(budget, counting.band);
  const notes =
    asked !== undefined && budget < asked
      ? caps
          .filter(({ tokens }) => tokens === budget)
          .slice(0, 1)
          .map(
            ({ why }) => `Budget lowered from ${exactCount(asked)} to ${exactCount(budget)} tokens: ${why}.`,
          )
      : [];
  return ok({ budget, margin, limit: budget - margin, counting, notes });
}

/** Bands are decimals that doubles only approach: products count to six places, so that 5000 · 0.34 is 1700. */
const PLACES = 1e6;

function marginOf(budget: number, band: number): number {
  return Math.ceil(Math.round(budget * band * PLACES) / PLACES);
}

function capsOf(model: ModelProfile | null, reserved: number): { tokens: number; why: string }[] {
  if (model === null) return [];
  const { id, maxInputTokens, contextWindow } = model;
  const caps: { tokens: number; why: string }[] = [];
  if (maxInputTokens !== null) caps.push({ tokens: maxInputTokens, why: `${id} takes no more input` });
  if (contextWindow !== null) {
    const why = `${exactCount(reserved)} of the ${exactCount(contextWindow)} in the window of ${id} are reserved for the answer`;
    caps.push({ tokens: contextWindow - reserved, why });
  }
  return caps;
}
