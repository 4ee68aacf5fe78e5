import { budgetForLevel, type ComputeBudgeter } from '../../core/budget/compute/budgeter.ts';
import {
  type LevelSuggestion,
  type LevelUse,
  suggestLevel,
} from '../../core/budget/compute/suggest-level.ts';
import { computeUnitsText } from '../../core/facts/amounts.ts';
import { DIFFICULTY_LEVELS } from '../../core/facts/difficulty-level.ts';
import { exactCount } from '../../core/facts/readable-number.ts';

/** A level that could cost another amount (spec C9). Shown, never applied by itself. */
export interface SuggestedLevel {
  readonly level: string;
  readonly suggestion: LevelSuggestion;
}

/** What tasks say of the levels as they are set now. @param now epoch ms */
export function suggestedLevels(
  uses: readonly LevelUse[],
  budgeter: ComputeBudgeter,
  now: number,
): readonly SuggestedLevel[] {
  if (uses.length === 0) return [];
  return [...DIFFICULTY_LEVELS, ...Object.keys(budgeter.customLevels)].flatMap((level) => {
    const budget = budgetForLevel(budgeter, level);
    const suggestion = budget.ok ? suggestLevel(level, budget.value, uses, now) : null;
    return suggestion === null ? [] : [{ level, suggestion }];
  });
}

/** "By what its tasks used, 4 candidates (8.5 compute units) would do." */
export function suggestionSentence({ direction, budget }: LevelSuggestion): string {
  const { numCandidates, costHundredths } = budget;
  const candidates = `${exactCount(numCandidates)} ${numCandidates === 1 ? 'candidate' : 'candidates'}`;
  const units = `${computeUnitsText(costHundredths)} compute ${costHundredths === 100 ? 'unit' : 'units'}`;
  return direction === 'lower'
    ? `By what its tasks used, ${candidates} (${units}) would do.`
    : `Its tasks used all that they were given, or more: ${candidates} (${units}) would be enough.`;
}
