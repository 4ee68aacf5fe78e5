/**
 * Splits a whole among parts by weight, in integers that sum to it exactly: the largest remainders get what rounding
 * down left over, ties the earlier part (common rules of the spec).
 *
 * @param whole integer ≥ 0
 * @param weights finite, ≥ 0; with none above 0 all parts weigh the same
 */
export function wholeShares(whole: number, weights: readonly number[]): readonly number[] {
  const given = weights.reduce((total, weight) => total + weight, 0);
  const even = !(given > 0);
  const total = even ? weights.length : given;
  const exact = weights.map((weight) => (whole * (even ? 1 : weight)) / total);
  const parts = exact.map(Math.floor);
  let left = whole - parts.reduce((sum, part) => sum + part, 0);
  const byRemainder = exact
    .map((share, at) => ({ at, remainder: toNanos(share - Math.floor(share)) }))
    .toSorted((a, b) => b.remainder - a.remainder || a.at - b.at);
  // Rounding of very large numbers can leave more than one for each.
  for (let i = 0; left > 0 && byRemainder.length > 0; i = (i + 1) % byRemainder.length, left--) {
    const at = byRemainder[i]?.at ?? 0;
    parts[at] = (parts[at] ?? 0) + 1;
  }
  return parts;
}

/** Remainders that differ by a binary rounding error only are equal: 0.1 · 5 and 0.5 are. */
function toNanos(remainder: number): number {
  return Math.round(remainder * 1e9);
}
