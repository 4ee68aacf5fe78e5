import type { Characteristics } from './characteristics.ts';

/** How a budget was found (spec P4); `learned` unless the formula alone is asked for. */
export const PREDICTION_METHODS = ['learned', 'heuristic', 'history', 'override'] as const;
export type PredictionMethod = (typeof PREDICTION_METHODS)[number];

/** A range of tokens: the share `level` of outcomes is expected inside. `calibrated` by past outcomes, or only stated. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Share in (0, 1). */
  readonly level: number;
  readonly calibrated: boolean;
}

/** Tokens that are not passed in 5, 10, 50, 80, 90 and 95 % of tasks like this; integers ≥ 1, ascending. */
export interface Quantiles {
  readonly q05: number;
  readonly q10: number;
  readonly q50: number;
  readonly q80: number;
  readonly q90: number;
  readonly q95: number;
}

/** Tokens by phase of the work; integers ≥ 0 that sum exactly to the budget (P6). */
export interface Phases {
  readonly thinking: number;
  readonly planning: number;
  readonly execution: number;
  readonly reflection: number;
}

/** The order of the phases in time; ties of rounding go to the earlier one. */
export const PHASES = ['thinking', 'planning', 'execution', 'reflection'] as const;
export type Phase = (typeof PHASES)[number];

/** What is said of one target: output tokens, or all tokens in and out. */
export interface Forecast {
  /** Tokens to allocate, integer ≥ 1. */
  readonly recommended: number;
  readonly typical: number;
  readonly interval: Interval;
  readonly quantiles: Quantiles | null;
}

/** What a record keeps of a prediction: what was promised (P7). Output tokens; `total` is the second target. */
export interface PromisedPrediction extends Forecast {
  /** Share in [0, 1]. */
  readonly confidence: number;
  readonly method: PredictionMethod;
  readonly phases: Phases;
  readonly total: Forecast | null;
}

export interface Alternative {
  readonly label: 'conservative' | 'generous' | 'maximum';
  readonly tokens: number;
  readonly tradeOff: string;
}

/** Why the budget is what it is; inputs that were ignored are named with multiplier 1. */
export interface Factor {
  readonly name: string;
  readonly value: unknown;
  readonly multiplier: number;
  readonly reason: string;
}

/** A past task the prediction rests on. */
export interface BasisTask {
  readonly taskId: string;
  /** [0, 1]; of characteristics (P3) by the formula's methods, of words (cosine) by the learned one. */
  readonly similarity: number;
  readonly budgetUsed: number;
}

/** The share of a phase, learned from past tasks, with the range in which the middle 80 % of them lie. */
export interface PhaseRange {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** How often intervals held: of so many past tasks, so many lay inside the one that was forecast for them. */
export interface Coverage {
  readonly held: number;
  readonly tasks: number;
}

/** Of total tokens, with the chance that they are within ±50 % of what is typical. */
export interface TotalForecast extends Forecast {
  readonly confidence: number;
}

/** What every predictor returns (P4). All amounts are output tokens, `total` apart. */
export interface Prediction extends PromisedPrediction {
  readonly total: TotalForecast | null;
  /** The cap that goes to the model and the output that a fit reserves. */
  readonly requestCap: number;
  /** Learned: the formula's budget; else null. */
  readonly baseline: number | null;
  /** Learned: the formula's share in the centre of the forecast, [0, 1]; else null. */
  readonly priorWeight: number | null;
  /** Where phases are learned: shares with ranges (an estimate); else null. */
  readonly phaseRanges: Readonly<Record<Phase, PhaseRange>> | null;
  /** Learned: of the 80 % interval over the latest tasks, null before the first; else null. */
  readonly coverage: Coverage | null;
  readonly alternatives: readonly Alternative[];
  readonly factors: readonly Factor[];
  readonly basis: readonly BasisTask[];
  /** How many records were similar enough for the formula, and the mean of what those with a good end used. */
  readonly similarTasks: number;
  readonly similarMean: number | null;
  readonly characteristics: Characteristics;
}
