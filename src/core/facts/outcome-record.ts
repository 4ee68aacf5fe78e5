import type { Characteristics } from './characteristics.ts';
import type { PromisedPrediction } from './prediction.ts';
import type { TaskFeatures } from './task-features.ts';

/** Tokens by kind of work (spec P7): integers ≥ 0, absent when unknown. */
export interface Activity {
  readonly explore?: number;
  readonly edit?: number;
  readonly run?: number;
  readonly text?: number;
  readonly other?: number;
}

export const ACTIVITIES = ['explore', 'edit', 'run', 'text', 'other'] as const;

export interface Outcome {
  readonly success: boolean | null;
  /** 0–100. */
  readonly quality: number | null;
  readonly completedInTime: boolean;
  readonly requiredReflection: boolean | null;
}

/** One finished task (spec P7). Null means unknown, as in an imported log; tokens are integers. */
export interface BudgetRecord {
  readonly id: string;
  readonly taskId: string;
  /** Epoch ms. */
  readonly at: number;
  readonly characteristics: Characteristics;
  readonly prediction: PromisedPrediction | null;
  readonly budgetAllocated: number | null;
  /** All output tokens: thinking and answer. */
  readonly budgetUsed: number;
  /** All tokens in and out over all requests of the task. */
  readonly totalTokens?: number;
  readonly thinkingTokens: number | null;
  readonly activity?: Activity;
  readonly outcome: Outcome;
  readonly features: TaskFeatures | null;
  readonly agent?: string;
  readonly model?: string;
  readonly workspace?: string;
  readonly tenant?: string;
  readonly costMicroUsd: number | null;
  /** Compute cost in hundredths of a unit. */
  readonly allocation?: number;
  readonly witnessId?: string;
  readonly requestId?: string;
  /** The prompt itself: by opt-in only. */
  readonly text?: string;
}

/** Below this quality a task counts as one that had to be gone over again (P7). */
export const REFLECTION_BELOW_QUALITY = 85;

/** used / allocated; null without an allocation (P7: u exists only with one). */
export function utilization(record: Pick<BudgetRecord, 'budgetAllocated' | 'budgetUsed'>): number | null {
  return record.budgetAllocated === null ? null : record.budgetUsed / record.budgetAllocated;
}
