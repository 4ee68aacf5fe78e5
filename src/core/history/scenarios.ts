import { roundHalfAway } from '../facts/decimals.ts';

/** What a task gets when nobody plans, and the price of a million tokens: the seed's arithmetic only (spec P1). */
export const NAIVE_BUDGET = 15_000;
const DEFAULT_USD_PER_MILLION = 15;
const MONTHS = 12;

/** Tokens against the naive budget, and their money at the default price. Arithmetic, never a measured saving. */
export interface TokenArithmetic {
  /** May be negative. */
  readonly tokens: number;
  readonly microUsd: number;
}

/** 15,000 tokens for each task less what was allocated. @param allocated tokens of each task */
export function arithmeticOf(allocated: readonly number[]): TokenArithmetic {
  const tokens = NAIVE_BUDGET * allocated.length - allocated.reduce((sum, each) => sum + each, 0);
  return Object.freeze({ tokens, microUsd: tokens * DEFAULT_USD_PER_MILLION });
}

export interface Scenario {
  readonly tokensPerMonth: number;
  readonly microUsdPerMonth: number;
  readonly microUsdPerYear: number;
  readonly reductions: readonly { readonly share: number; readonly microUsdPerYear: number }[];
}

const REDUCTIONS = [0.3, 0.4, 0.5];

/** What so many tasks a month would take at the naive budget, and what reductions would save (spec P8). */
export function scenarioOf(tasksPerMonth: number): Scenario {
  const tokensPerMonth = tasksPerMonth * NAIVE_BUDGET;
  const microUsdPerMonth = tokensPerMonth * DEFAULT_USD_PER_MILLION;
  const microUsdPerYear = microUsdPerMonth * MONTHS;
  const reductions = REDUCTIONS.map((share) =>
    Object.freeze({ share, microUsdPerYear: roundHalfAway(share * microUsdPerYear) }),
  );
  return Object.freeze({ tokensPerMonth, microUsdPerMonth, microUsdPerYear, reductions });
}

export interface Mix {
  readonly tokens: number;
  readonly microUsd: number;
  /** Share below the naive budget for as many tasks; 0 without tasks. */
  readonly reduction: number;
}

/** Tasks of several sizes together. */
export function mixOf(parts: readonly { readonly tasks: number; readonly tokens: number }[]): Mix {
  const tokens = parts.reduce((sum, part) => sum + part.tasks * part.tokens, 0);
  const naive = parts.reduce((sum, part) => sum + part.tasks * NAIVE_BUDGET, 0);
  const reduction = naive === 0 ? 0 : 1 - tokens / naive;
  return Object.freeze({ tokens, microUsd: tokens * DEFAULT_USD_PER_MILLION, reduction });
}
