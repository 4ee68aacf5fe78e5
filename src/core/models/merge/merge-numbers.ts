import type { JsonValue } from '../../facts/json-value.ts';
import { groupsOf, ranked, type Said } from './vote.ts';
import { notePoint, type Notes, type Place } from './who-said-what.ts';

/** Weights below this are taken as shares of the heaviest: products of the smallest numbers would vanish. */
const TINY_WEIGHT = 1e-6;

/**
 * The weighted mean of answers that are numbers (spec M7, "Scalars"): Σ v·w / Σ w. It is made of all of them.
 *
 * @param said at least one, each a number
 */
export function mergeNumbers(notes: Notes, place: Place, said: readonly Said[]): JsonValue {
  notePoint(notes, place, ranked(groupsOf(said)), said);
  return weightedMean(said.map(({ by, value }) => ({ value: Number(value), weight: by.weight })));
}

interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/** Plain mean when all weights are 0. Never outside of the values, and finite for finite ones. */
function weightedMean(given: readonly Weighted[]): number {
  const heaviest = Math.max(...given.map(({ weight }) => weight));
  const unit = heaviest === 0 ? 1 : heaviest < TINY_WEIGHT ? heaviest : 1;
  const weights = given.map(({ weight }) => (heaviest === 0 ? 1 : weight / unit));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const plain = given.reduce((sum, { value }, place) => sum + value * (weights[place] ?? 0), 0) / all;
  // a sum of the largest numbers overflows, shares of them do not
  const mean = Number.isFinite(plain)
    ? plain
    : given.reduce((sum, { value }, place) => sum + value * ((weights[place] ?? 0) / all), 0);
  const values = given.map(({ value }) => value);
  return Math.min(Math.max(...values), Math.max(Math.min(...values), mean)) + 0;
}
