/**
 * Weighted max-min fair shares (spec F4, balanced, step 2): b = min(demand, share · θ), with θ so that Σ b = room,
 * or b = demand everywhere when all fits. Groups are satisfied in order of demand per share; a group without a
 * share gets something only when all fits.
 *
 * @param shares weight of each group, ≥ 0
 * @param demands tokens each group can use, ≥ 0
 * @param room tokens, ≥ 0
 */
export function waterFilling(shares: readonly number[], demands: readonly number[], room: number): number[] {
  const wanted = demands.reduce((sum, demand) => sum + demand, 0);
  if (wanted <= room) return [...demands];
  const open = shares
    .map((share, group) => ({ group, share, demand: demands[group] ?? 0 }))
    .filter(({ share, demand }) => share > 0 && demand > 0)
    .sort((a, b) => a.demand / a.share - b.demand / b.share || a.group - b.group);
  const filled = demands.map(() => 0);
  let remaining = room;
  let openShares = open.reduce((sum, { share }) => sum + share, 0);
  let level = Infinity;
  for (const { group, share, demand } of open) {
    // Once a group is short the level is final: every later group is short as well.
    if (level === Infinity && demand * openShares > share * remaining) level = remaining / openShares;
    filled[group] = Math.min(demand, share * level);
    remaining -= demand;
    openShares -= share;
  }
  return filled;
}
