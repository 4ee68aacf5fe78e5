import type { DescribedTask } from '../../facts/characteristics.ts';
import type { TaskFeatures } from '../../facts/task-features.ts';

/** A task to predict, as `describeTask` and `textFeatures` give it. */
export interface AskedTask extends DescribedTask {
  /** What stands for its text; null when there is none. */
  readonly features: TaskFeatures | null;
  /** Tokens to allocate in place of a prediction; null for none. */
  readonly override: number | null;
  readonly agent: string | null;
  readonly model: AskedModel | null;
}

/** The model that is to answer. */
export interface AskedModel {
  /** Its name as records have it: what it takes is learned by this name. */
  readonly id: string;
  /** Tokens, integer ≥ 1; null when unknown. */
  readonly maxOutputTokens: number | null;
}

/** Share of tasks whose output the budget is to cover. */
export type BudgetQuantile = 0.5 | 0.8 | 0.9 | 0.95;

export interface PredictorSettings {
  /** The formula alone, or the learned predictor with the formula as its start. */
  readonly method: 'learned' | 'formula';
  readonly budgetQuantile: BudgetQuantile;
}

export const PREDICTOR_SETTINGS: PredictorSettings = Object.freeze({
  method: 'learned',
  budgetQuantile: 0.8,
});
