import { roundHalfAway, toSixDecimals } from '../facts/decimals.ts';
import type { BudgetRecord } from '../facts/outcome-record.ts';
import { byTime } from './by-time.ts';
import { groupedBy, isFormulas, meanOf, type Utilized, utilizedOf } from './utilization-score.ts';

/** Per task. */
export interface ExpectedChange {
  readonly tokens: number;
  /** Null when no record of the type has a price. */
  readonly costMicroUsd: number | null;
  /** Of the mean allocation. */
  readonly percentage: number;
}

/** A better base for the formula's budgets of a task type (spec P9). Shown, never applied by itself. */
export interface Suggestion {
  readonly taskType: string;
  readonly direction: 'lower' | 'raise';
  /** Tokens: the mean allocation as it is, and as it could be. */
  readonly current: number;
  readonly suggested: number;
  /** What lowering saves; what raising adds. Positive. */
  readonly expected: ExpectedChange;
  /** [0, 1]. */
  readonly confidence: number;
  readonly effort: 'low' | 'medium' | 'high';
  readonly records: number;
}

const LEAST_RECORDS = 5;
const SUGGEST_LOWER = 0.65;
const SUGGEST_RAISE = 0.95;
const MARGIN = 1.15;
/** The formula's bounds (spec P1). */
const BOUNDS = [1000, 32_000] as const;
const FULL_CONFIDENCE_COUNT = 20;
const LOW_EFFORT = 0.25;
const MEDIUM_EFFORT = 0.5;

/** Those that lower first, by saved money; then those that raise. The order of the records does not matter. */
export function suggestionsFrom(records: readonly BudgetRecord[]): readonly Suggestion[] {
  const formulas = utilizedOf(byTime(records).filter(isFormulas));
  const types = groupedBy(formulas, ({ record }) => record.characteristics.taskType);
  return [...types].flatMap(([type, utilized]) => suggestionFor(type, utilized) ?? []).toSorted(inOrder);
}

function suggestionFor(taskType: string, utilized: readonly Utilized[]): Suggestion | null {
  if (utilized.length < LEAST_RECORDS) return null;
  const used = meanOf(utilized.map(({ record }) => record.budgetUsed));
  const current = meanOf(utilized.map(({ allocated }) => allocated));
  const ratio = toSixDecimals(used / current);
  if (ratio >= SUGGEST_LOWER && ratio <= SUGGEST_RAISE) return null;
  const direction = ratio < SUGGEST_LOWER ? 'lower' : 'raise';
  const [least, most] = BOUNDS;
  const suggested = Math.min(most, Math.max(least, roundHalfAway(toSixDecimals(MARGIN * used))));
  const change = direction === 'lower' ? current - suggested : suggested - current;
  // the bounds can leave nothing to change, or turn it round
  const tokens = roundHalfAway(toSixDecimals(change));
  if (tokens <= 0) return null;
  const share = toSixDecimals(change / current);
  const price = pricePerToken(utilized);
  return Object.freeze({
    taskType,
    direction,
    current,
    suggested,
    expected: Object.freeze({
      tokens,
      costMicroUsd: price === null ? null : roundHalfAway(toSixDecimals(tokens * price)),
      percentage: (change / current) * 100,
    }),
    confidence: Math.min(1, utilized.length / FULL_CONFIDENCE_COUNT),
    effort: share <= LOW_EFFORT ? 'low' : share <= MEDIUM_EFFORT ? 'medium' : 'high',
    records: utilized.length,
  });
}

/** Of the type's priced records; null without any, or when they used nothing. */
function pricePerToken(utilized: readonly Utilized[]): number | null {
  let cost = 0;
  let used = 0;
  for (const { record } of utilized) {
    if (record.costMicroUsd === null) continue;
    cost += record.costMicroUsd;
    used += record.budgetUsed;
  }
  return used === 0 ? null : cost / used;
}

function inOrder(a: Suggestion, b: Suggestion): number {
  if (a.direction !== b.direction) return a.direction === 'lower' ? -1 : 1;
  const [cost, otherCost] = [a.expected.costMicroUsd, b.expected.costMicroUsd];
  if ((cost === null) !== (otherCost === null)) return cost === null ? 1 : -1;
  const more = (otherCost ?? b.expected.tokens) - (cost ?? a.expected.tokens);
  return more === 0 ? (a.taskType < b.taskType ? -1 : 1) : more;
}
