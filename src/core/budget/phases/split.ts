import { type Phase, PHASES, type Phases } from '../../facts/prediction.ts';
import { wholeShares } from '../../facts/whole-shares.ts';

/** A budget by phase, in whole tokens that sum exactly to it (spec P6). @param tokens integer ≥ 0 */
export function phasesByWeight(tokens: number, weights: Readonly<Record<Phase, number>>): Phases {
  const [thinking = 0, planning = 0, execution = 0, reflection = 0] = wholeShares(
    tokens,
    PHASES.map((phase) => weights[phase]),
  );
  return Object.freeze({ thinking, planning, execution, reflection });
}

/**
 * Moves what finished phases left over, or overdrew, to the later ones in proportion to their shares (spec P6).
 *
 * @param spent tokens of the finished phases, integers ≥ 0; a phase without an entry is not finished, nor is any
 *   after it
 * @returns finished phases as they were spent, later ones anew; none below 0
 */
export function reallocate(phases: Phases, spent: Readonly<Partial<Phases>>): Phases {
  const open = PHASES.findIndex((phase) => spent[phase] === undefined);
  const finished: readonly Phase[] = open < 0 ? PHASES : PHASES.slice(0, open);
  const later = PHASES.slice(finished.length);
  const budget = PHASES.reduce((sum, phase) => sum + phases[phase], 0);
  const used = finished.reduce((sum, phase) => sum + (spent[phase] ?? 0), 0);
  const left = wholeShares(
    Math.max(0, budget - used),
    later.map((phase) => phases[phase]),
  );
  const next: Record<Phase, number> = { ...phases };
  for (const phase of finished) next[phase] = spent[phase] ?? 0;
  for (const [i, phase] of later.entries()) next[phase] = left[i] ?? 0;
  return Object.freeze(next);
}
