import { budgetForLevel, type ComputeBudgeter } from '../../core/budget/compute/budgeter.ts';
import { isDifficultyLevel } from '../../core/facts/difficulty-level.ts';
import { ok, type Result } from '../../core/facts/result.ts';
import type { Described } from '../../core/task/describe.ts';
import { difficultyOf } from '../../core/task/difficulty/difficulty.ts';
import type { ComputeAnswer } from '../../protocol/ledger.ts';

/** The compute budget of a task: of the level that was chosen, else of its difficulty. Error: `unknown_level`. */
export function computeAnswer(
  described: Described,
  chosen: string | null,
  budgeter: ComputeBudgeter,
): Result<ComputeAnswer> {
  const difficulty = difficultyOf(described, chosen !== null && isDifficultyLevel(chosen) ? chosen : null);
  if (!difficulty.ok) return difficulty;
  const { level, score, confidence, reasoning } = difficulty.value;
  const budget = budgetForLevel(budgeter, chosen ?? level);
  if (!budget.ok) return budget;
  const { numCandidates, usePrm, useSearch, searchIterations, maxRefinements, costHundredths } = budget.value;
  const work = { numCandidates, usePrm, useSearch, searchIterations, maxRefinements, costHundredths };
  return ok(
    chosen === null
      ? { level, reasoning, score, confidence, ...work }
      : { level: chosen, reasoning: 'Chosen for this task.', score: null, confidence: null, ...work },
  );
}
