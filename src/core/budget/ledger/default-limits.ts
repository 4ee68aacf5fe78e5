import type { Limit } from '../../facts/limit.ts';

const MICRO_USD = 1_000_000;

/** Limits of a workspace until its user sets others (spec P12): $10 a day, $250 a month, by UTC. */
export const DEFAULT_LIMITS: readonly Limit[] = Object.freeze([
  Object.freeze({
    id: 'day',
    unit: 'microUsd',
    amount: 10 * MICRO_USD,
    period: 'day',
    timeZone: 'utc',
    scope: 'workspace',
    warnShare: 0.75,
  }),
  Object.freeze({
    id: 'month',
    unit: 'microUsd',
    amount: 250 * MICRO_USD,
    period: 'month',
    timeZone: 'utc',
    scope: 'workspace',
    warnShare: 0.8,
  }),
]);
