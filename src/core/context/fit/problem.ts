/** In place of a variant's index: the item is left out. */
export const NOTHING = -1;

/**
 * At most one variant of each item, together within the room, for the greatest value: a multiple-choice knapsack.
 * Everything here is an index, so that the search touches numbers only. Items are in rank order and the variants
 * of an item fullest first, whatever the order they came in: equal solutions are told apart by index, and so
 * always the same way.
 */
export interface Problem {
  readonly items: number;
  /** The variants of item i are offsets[i] … offsets[i + 1] − 1. */
  readonly offsets: Int32Array;
  /** Tokens with framing of each variant, integers ≥ 0. */
  readonly costs: Float64Array;
  /** Finite, ≥ 0. */
  readonly values: Float64Array;
  /** Tokens, integer ≥ 0. */
  readonly room: number;
}

/** Per item the index of the variant taken, or NOTHING. */
export type Picks = Int32Array;

/** Σ of `amounts` over the picked variants, in item order. */
export function sumOf(picks: Picks, amounts: Float64Array): number {
  let sum = 0;
  for (const pick of picks) if (pick !== NOTHING) sum += amounts[pick] as number;
  return sum;
}
