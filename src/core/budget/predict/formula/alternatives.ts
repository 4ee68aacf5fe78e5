import { roundHalfAway } from '../../../facts/decimals.ts';
import type { Alternative } from '../../../facts/prediction.ts';
import type { FormulaParameters } from './parameters.ts';

type Label = Alternative['label'];

const TRADE_OFFS: Readonly<Record<Label, string>> = {
  conservative: 'Spends less; the work may have to be cut short.',
  generous: 'Leaves room for detours.',
  maximum: 'Room for nearly everything; most of it may stay unused.',
};

/** In the order given; those equal to the budget or to an earlier one are dropped (spec P4). */
export function alternativesOf(
  recommended: number,
  tokens: Readonly<Record<Label, number>>,
): readonly Alternative[] {
  const taken = new Set([recommended]);
  const alternatives: Alternative[] = [];
  for (const label of ['conservative', 'generous', 'maximum'] as const) {
    if (taken.has(tokens[label])) continue;
    taken.add(tokens[label]);
    alternatives.push(Object.freeze({ label, tokens: tokens[label], tradeOff: TRADE_OFFS[label] }));
  }
  return Object.freeze(alternatives);
}

/** The formula's alternatives: shares of the budget, within bounds (spec P5). */
export function formulaAlternatives(
  recommended: number,
  { alternatives }: FormulaParameters,
  [low, high]: readonly [number, number],
): readonly Alternative[] {
  const share = (of: number): number => Math.min(high, Math.max(low, roundHalfAway(of * recommended)));
  return alternativesOf(recommended, {
    conservative: share(alternatives.conservative),
    generous: share(alternatives.generous),
    maximum: share(alternatives.maximum),
  });
}
