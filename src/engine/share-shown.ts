import type { Gathered } from './gather.ts';

/**
 * Expected share of what the task needs that is shown, in [0, 1]: value against that of every candidate in full.
 * @param value of what is in.
 */
export function shareShown(value: number, { candidates }: Gathered): number {
  let all = 0;
  for (const { reason, probability, worth = 1 } of candidates.values())
    if (reason === null) all += probability * worth;
  return all === 0 ? 0 : Math.min(1, value / all);
}
