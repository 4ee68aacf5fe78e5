import type { Characteristics, IgnoredInput } from '../../../facts/characteristics.ts';
import { toSixDecimals } from '../../../facts/decimals.ts';
import type { Factor } from '../../../facts/prediction.ts';
import type { FormulaParameters, Step } from './parameters.ts';

/** The six factors of the formula in the order in which they apply (spec P5); those that change nothing are 1. */
export function factorsOf(task: Characteristics, parameters: FormulaParameters): readonly Factor[] {
  const { novelty, uncertainty, criticality, complexity } = task;
  const { requiresCreativity, involvesArchitecture } = task;
  return [
    stepped('novelty', novelty, parameters.novelty, 'unlike what was done before'),
    stepped('uncertainty', uncertainty, parameters.uncertainty, 'vaguely described'),
    stepped('criticality', criticality, parameters.criticality, 'critical'),
    switched('requiresCreativity', requiresCreativity, parameters.requiresCreativity, 'creative'),
    switched(
      'involvesArchitecture',
      involvesArchitecture,
      parameters.involvesArchitecture,
      'about the architecture',
    ),
    stepped('complexity', complexity, parameters.complexity, 'large'),
  ];
}

/** Inputs that could not be used, as factors that change nothing (spec P4). */
export function ignoredFactors(ignored: readonly IgnoredInput[]): readonly Factor[] {
  return ignored.map(({ name, value, reason }) => Object.freeze({ name, value, multiplier: 1, reason }));
}

export function productOf(factors: readonly Factor[]): number {
  return factors.reduce((product, { multiplier }) => product * multiplier, 1);
}

function stepped(name: string, value: number, steps: readonly Step[], reason: string): Factor {
  const multiplier = steps.find(({ above }) => toSixDecimals(value) > above)?.multiplier ?? 1;
  return Object.freeze({ name, value, multiplier, reason: multiplier === 1 ? `not ${reason}` : reason });
}

function switched(name: string, value: boolean, multiplier: number, reason: string): Factor {
  return Object.freeze({
    name,
    value,
    multiplier: value ? multiplier : 1,
    reason: value ? reason : `not ${reason}`,
  });
}
