import { toSixDecimals } from '../../facts/decimals.ts';
import type { Characteristics } from '../../facts/characteristics.ts';
import type { Phase, Phases } from '../../facts/prediction.ts';
import { phasesByWeight } from './split.ts';

/** Spec P6, in percent: the base, and what uncertain, creative and critical work adds to it. */
const BASE: Readonly<Record<Phase, number>> = { thinking: 25, planning: 20, execution: 40, reflection: 15 };
const UNCERTAIN_ABOVE = 0.6;
const UNCERTAIN: Shift = { thinking: 5, planning: 5, execution: -10 };
const INVENTIVE: Shift = { thinking: 10, execution: -10 };
const CRITICAL_ABOVE = 0.7;
const CRITICAL: Shift = { execution: -5, reflection: 5 };

type Shift = Readonly<Partial<Record<Phase, number>>>;

/** The shares of the phases by the formula, in percent; they sum to 100 and execution has at least 15. */
export function formulaShares(task: Characteristics): Readonly<Record<Phase, number>> {
  const shifts = [
    toSixDecimals(task.uncertainty) > UNCERTAIN_ABOVE ? UNCERTAIN : {},
    task.requiresCreativity || task.involvesArchitecture ? INVENTIVE : {},
    toSixDecimals(task.criticality) > CRITICAL_ABOVE ? CRITICAL : {},
  ];
  const shares = { ...BASE };
  for (const shift of shifts)
    for (const [phase, percent] of Object.entries(shift) as [Phase, number][]) shares[phase] += percent;
  return shares;
}

/** A budget by the formula's phases; sums exactly to it. @param tokens integer ≥ 0 */
export function formulaPhases(tokens: number, task: Characteristics): Phases {
  return phasesByWeight(tokens, formulaShares(task));
}
