import { type ByWork, type Work, WORKS } from './logged-session.ts';

/**
 * Splits whole tokens by weights ≥ 0 so that they sum exactly (largest remainder; ties to the earlier kind of work).
 * Without any weight nobody knows what they went to: `other`.
 */
export function wholeShares(tokens: number, weights: ByWork): ByWork {
  const total = WORKS.reduce((sum, work) => sum + (weights[work] ?? 0), 0);
  if (total === 0) return tokens === 0 ? {} : { other: tokens };
  const exact = WORKS.map((work) => (tokens * (weights[work] ?? 0)) / total);
  const shares = exact.map(Math.floor);
  const rest = tokens - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = exact
    .map((share, place) => ({ place, remainder: share - Math.floor(share) }))
    .sort((left, right) => right.remainder - left.remainder || left.place - right.place);
  for (const { place } of byRemainder.slice(0, rest)) shares[place] = (shares[place] ?? 0) + 1;
  const named = WORKS.map((work, place): [Work, number] => [work, shares[place] ?? 0]);
  return Object.fromEntries(named.filter(([, share]) => share > 0));
}
