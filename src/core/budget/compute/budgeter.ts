import { hundredthsOf, sumOf, unitsOf } from '../../facts/amounts.ts';
import { isObject } from '../../facts/json-value.ts';
import { fail, ok, type Result } from '../../facts/result.ts';
import type { BudgeterSettings } from './budgeter-settings.ts';
import { readBudgeterSettings } from './budgeter-settings.ts';
import { type ComputeBudget, create } from './compute-budget.ts';

/**
 * The ledger of one scope as a plain value (spec C5), frozen: what each level may cost, and what has been used. An
 * operation gives the next value; a refused one gives none.
 */
export interface ComputeBudgeter extends BudgeterSettings {
  /** Sum of what was allocated, hundredths; `allocated` is the same in compute units. */
  readonly allocatedHundredths: number;
  readonly allocated: number;
  /** Sum of the usage that was tracked besides, hundredths; `tracked` is the same in compute units. */
  readonly trackedHundredths: number;
  readonly tracked: number;
  readonly allocationCount: number;
}

export interface Allocated {
  readonly budget: ComputeBudget;
  readonly budgeter: ComputeBudgeter;
}

/** In compute units. */
export interface UsageStats {
  readonly usedBudget: number;
  readonly allocationCount: number;
  /** Null without a limit. */
  readonly remainingBudget: number | null;
  /** Mean cost of an allocation, 0 without one; tracked usage does not raise it. */
  readonly averageCost: number;
}

/** The settings of an allocation by hand; each is optional and checked as those of a compute budget (spec C2). */
export interface CustomOptions {
  readonly usePrm?: unknown;
  readonly useSearch?: unknown;
  readonly maxRefinements?: unknown;
  readonly searchIterations?: unknown;
  readonly prmThreshold?: unknown;
}

/**
 * A budgeter that has used nothing. All options are absent by default: presets for the levels, no custom levels, no
 * limit.
 *
 * Errors: `invalid_object`, `invalid_budget`, `reserved_level`, `invalid_level_name`, `invalid_global_limit`,
 * `global_limit_too_low`.
 *
 * @example createBudgeter({ globalLimit: 20 })
 */
export function createBudgeter(options: unknown = {}): Result<ComputeBudgeter> {
  const settings = readBudgeterSettings(options);
  return settings.ok ? ok(unused(settings.value)) : settings;
}

/** As {@link createBudgeter}. @throws Error `Invalid ComputeBudgeter: <code>` */
export function createBudgeterOrThrow(options: unknown = {}): ComputeBudgeter {
  const created = createBudgeter(options);
  if (!created.ok) throw new Error(`Invalid ComputeBudgeter: ${created.error.code}`);
  return created.value;
}

/**
 * Takes the budget of a level. Refused when it does not fit, never downgraded.
 *
 * @param level a difficulty estimate (its level counts), easy, medium, hard, or the name of a custom level
 *
 * Errors: `unknown_level` (names it), `budget_exhausted`.
 */
export function allocate(budgeter: ComputeBudgeter, level: unknown): Result<Allocated> {
  const budget = budgetForLevel(budgeter, level);
  return budget.ok ? take(budgeter, budget.value) : budget;
}

export function allocateForEasy(budgeter: ComputeBudgeter): Result<Allocated> {
  return take(budgeter, budgeter.easyBudget);
}

export function allocateForMedium(budgeter: ComputeBudgeter): Result<Allocated> {
  return take(budgeter, budgeter.mediumBudget);
}

export function allocateForHard(budgeter: ComputeBudgeter): Result<Allocated> {
  return take(budgeter, budgeter.hardBudget);
}

/** Takes a budget made by hand. Errors: those of `create`, `budget_exhausted`. */
export function customAllocation(
  budgeter: ComputeBudgeter,
  numCandidates: unknown,
  options: CustomOptions = {},
): Result<Allocated> {
  const { usePrm, useSearch, maxRefinements, searchIterations, prmThreshold } = options;
  const budget = create({
    numCandidates,
    usePrm,
    useSearch,
    maxRefinements,
    searchIterations,
    prmThreshold,
  });
  return budget.ok ? take(budgeter, budget.value) : budget;
}

/** Whether a cost in compute units would fit. Errors: `invalid_cost`, `would_exceed_limit`. */
export function checkBudget(budgeter: ComputeBudgeter, cost: unknown): Result<'within_limit'> {
  const hundredths = hundredthsOf(cost);
  if (hundredths === null) return invalidCost();
  if (fits(budgeter, hundredths)) return ok('within_limit');
  const remaining = remainingBudget(budgeter);
  return fail('would_exceed_limit', `That is more than the ${remaining} compute units that remain.`, {
    remaining,
  });
}

/** Compute units left, null without a limit. */
export function remainingBudget(budgeter: ComputeBudgeter): number | null {
  const { limitHundredths } = budgeter;
  return limitHundredths === null ? null : unitsOf(Math.max(0, limitHundredths - usedOf(budgeter)));
}

export function budgetExhausted(budgeter: ComputeBudgeter): boolean {
  return budgeter.limitHundredths !== null && usedOf(budgeter) >= budgeter.limitHundredths;
}

/**
 * Records usage that happened, in compute units; no limit stops it and it counts as no allocation.
 *
 * Errors: `invalid_cost`.
 */
export function trackUsage(budgeter: ComputeBudgeter, cost: unknown): Result<ComputeBudgeter> {
  const hundredths = hundredthsOf(cost);
  if (hundredths === null) return invalidCost();
  const trackedHundredths = sumOf(budgeter.trackedHundredths, hundredths);
  return ok(Object.freeze({ ...budgeter, trackedHundredths, tracked: unitsOf(trackedHundredths) }));
}

/** The same settings with nothing used. */
export function resetBudget(budgeter: ComputeBudgeter): ComputeBudgeter {
  return unused(budgeter);
}

export function getUsageStats(budgeter: ComputeBudgeter): UsageStats {
  const { allocationCount, allocatedHundredths } = budgeter;
  return Object.freeze({
    usedBudget: unitsOf(usedOf(budgeter)),
    allocationCount,
    remainingBudget: remainingBudget(budgeter),
    averageCost: allocationCount === 0 ? 0 : unitsOf(allocatedHundredths) / allocationCount,
  });
}

/** The budget that is set for a level; nothing is charged. Errors: `unknown_level`. */
export function budgetForLevel(budgeter: ComputeBudgeter, level: unknown): Result<ComputeBudget> {
  const name = isObject(level) ? level['level'] : level;
  if (name === 'easy') return ok(budgeter.easyBudget);
  if (name === 'medium') return ok(budgeter.mediumBudget);
  if (name === 'hard') return ok(budgeter.hardBudget);
  const custom =
    typeof name === 'string' && Object.hasOwn(budgeter.customLevels, name)
      ? budgeter.customLevels[name]
      : undefined;
  if (custom !== undefined) return ok(custom);
  const known = ['easy', 'medium', 'hard', ...Object.keys(budgeter.customLevels)].join(', ');
  return fail(
    'unknown_level',
    `There is no level ${JSON.stringify(name) ?? 'undefined'}. There are ${known}.`,
    {
      level: name,
    },
  );
}

function unused(settings: BudgeterSettings): ComputeBudgeter {
  const { easyBudget, mediumBudget, hardBudget, customLevels, globalLimit, limitHundredths } = settings;
  return Object.freeze({
    easyBudget,
    mediumBudget,
    hardBudget,
    customLevels,
    globalLimit,
    limitHundredths,
    allocatedHundredths: 0,
    allocated: 0,
    trackedHundredths: 0,
    tracked: 0,
    allocationCount: 0,
  });
}

function usedOf({ allocatedHundredths, trackedHundredths }: ComputeBudgeter): number {
  return sumOf(allocatedHundredths, trackedHundredths);
}

/** The limit is inclusive (spec C5). */
function fits(budgeter: ComputeBudgeter, hundredths: number): boolean {
  const { limitHundredths } = budgeter;
  return limitHundredths === null || usedOf(budgeter) <= limitHundredths - hundredths;
}

function take(budgeter: ComputeBudgeter, budget: ComputeBudget): Result<Allocated> {
  if (!fits(budgeter, budget.costHundredths)) {
    const remaining = remainingBudget(budgeter);
    const sentence = `It takes ${budget.cost} compute units and ${remaining} remain. Raise the limit or reset the usage.`;
    return fail('budget_exhausted', sentence, { cost: budget.cost, remaining });
  }
  const allocatedHundredths = sumOf(budgeter.allocatedHundredths, budget.costHundredths);
  const next = Object.freeze({
    ...budgeter,
    allocatedHundredths,
    allocated: unitsOf(allocatedHundredths),
    allocationCount: budgeter.allocationCount + 1,
  });
  return ok(Object.freeze({ budget, budgeter: next }));
}

function invalidCost() {
  return fail('invalid_cost', 'A cost is a number of compute units of 0 or more.');
}
