import { budgetForLevel, type ComputeBudgeter } from '../../core/budget/compute/budgeter.ts';
import type { ComputeBudget } from '../../core/budget/compute/compute-budget.ts';
import { type LevelUse, suggestLevel } from '../../core/budget/compute/suggest-level.ts';
import { isDifficultyLevel } from '../../core/facts/difficulty-level.ts';
import { ok, type Result } from '../../core/facts/result.ts';
import type { Described } from '../../core/task/describe.ts';
import { difficultyOf } from '../../core/task/difficulty/difficulty.ts';
import type { ComputeAnswer } from '../../protocol/ledger.ts';
import type { TaskQuestion } from './asked.ts';
import { suggestionSentence } from './level-suggestions.ts';

/** What a compute budget is made from. */
export interface ComputeKnowledge {
  readonly budgeter: ComputeBudgeter;
  /** What tasks used of their levels. */
  readonly levelUses: readonly LevelUse[];
  /** Epoch ms. */
  readonly now: number;
}

/**
 * The compute budget of a task: of the level that was chosen, else of its difficulty, as it came with the task or as the
 * task says. Errors: `unknown_level`, those of an estimate that is wrong.
 */
export function computeAnswer(
  described: Described,
  { level: chosen, difficulty: estimate }: Pick<TaskQuestion, 'level' | 'difficulty'>,
  knowledge: ComputeKnowledge,
): Result<ComputeAnswer> {
  const given = chosen === null ? estimate : isDifficultyLevel(chosen) ? chosen : null;
  const difficulty = difficultyOf(described, given);
  if (!difficulty.ok) return difficulty;
  const { level, score, confidence, reasoning } = difficulty.value;
  const named = chosen ?? level;
  const budget = budgetForLevel(knowledge.budgeter, named);
  if (!budget.ok) return budget;
  const { numCandidates, usePrm, useSearch, searchIterations, maxRefinements, costHundredths } = budget.value;
  const suggestion = suggestionFor(named, budget.value, knowledge);
  const work = {
    numCandidates,
    usePrm,
    useSearch,
    searchIterations,
    maxRefinements,
    costHundredths,
    suggestion,
  };
  return ok(
    chosen === null
      ? { level, reasoning, score, confidence, ...work }
      : { level: chosen, reasoning: 'Chosen for this task.', score: null, confidence: null, ...work },
  );
}

function suggestionFor(
  level: string,
  budget: ComputeBudget,
  { levelUses, now }: ComputeKnowledge,
): string | null {
  const suggestion = levelUses.length === 0 ? null : suggestLevel(level, budget, levelUses, now);
  return suggestion === null ? null : suggestionSentence(suggestion);
}
