import { byCodeUnit } from '../../facts/text-order.ts';
import type { RouteCandidate } from './route-candidate.ts';

/**
 * Numbers that are added over a set and compared in their order, smaller first. Adding keeps an order in which a better
 * member makes a better set.
 */
export type Preference = (candidate: RouteCandidate) => readonly number[];

/** Scores as integers: sums of shares in binary differ in their last digits by the order they are added in. */
const SCORE_STEPS = 1e12;

/** What counts against a money limit: nothing without a price per token (spec M5.7). */
export function pricedCost({ estimateMicroUsd }: RouteCandidate): number {
  return estimateMicroUsd ?? 0;
}

/** Nobody can say what it costs. A price per token without an estimate is one of these. */
export function hasUnknownPrice({ model, estimateMicroUsd }: RouteCandidate): boolean {
  return estimateMicroUsd === null && model.price.kind !== 'included';
}

function isIncluded({ model, estimateMicroUsd }: RouteCandidate): boolean {
  return estimateMicroUsd === null && model.price.kind === 'included' && model.freeOfCharge !== true;
}

function isFree({ model, estimateMicroUsd }: RouteCandidate): boolean {
  return estimateMicroUsd === null && model.price.kind === 'included' && model.freeOfCharge === true;
}

/** *Cheapest* by M1's price kinds: what is free, then by cost, then subscriptions, then the unknown. */
export const cheapestFirst: Preference = (candidate) => [
  Number(hasUnknownPrice(candidate)),
  Number(isIncluded(candidate)),
  pricedCost(candidate),
  -Number(isFree(candidate)),
];

/** Greatest sum of scores, then lower cost (spec M5.4). */
export const bestScoreFirst: Preference = (candidate) => [
  -Math.round(candidate.score.score * SCORE_STEPS),
  ...cheapestFirst(candidate),
];

/** By what counts against the limit: when no set keeps to it, the one that passes it least (spec M5.7). */
export const leastMoneyFirst: Preference = (candidate) => [
  pricedCost(candidate),
  ...cheapestFirst(candidate),
];

/** Order of single models: by preference, then fastest, then by name. */
export function inOrder(
  candidates: readonly RouteCandidate[],
  preference: Preference,
): readonly RouteCandidate[] {
  return candidates.toSorted((a, b) => compareSets([a], [b], preference));
}

/** Less than 0 when the first set is to be preferred; models answer in parallel, so that the slowest one's time counts. */
export function compareSets(
  a: readonly RouteCandidate[],
  b: readonly RouteCandidate[],
  preference: Preference,
): number {
  return (
    compareNumbers(sumOf(a, preference), sumOf(b, preference)) ||
    slowestMs(a) - slowestMs(b) ||
    compareNames(namesOf(a), namesOf(b))
  );
}

export function compareNumbers(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function sumOf(set: readonly RouteCandidate[], preference: Preference): readonly number[] {
  return set
    .map(preference)
    .reduce((sums, values) => values.map((value, index) => value + (sums[index] ?? 0)), []);
}

function slowestMs(set: readonly RouteCandidate[]): number {
  return Math.max(0, ...set.map(({ model }) => model.avgResponseMs));
}

function namesOf(set: readonly RouteCandidate[]): readonly string[] {
  return set.map(({ model }) => model.id).toSorted(byCodeUnit);
}

function compareNames(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((name, index) => name !== b[index]);
  return at === -1 ? 0 : byCodeUnit(a[at] ?? '', b[at] ?? '');
}
