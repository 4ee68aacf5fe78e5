/** A multiplier that applies above a value; the first of a list that applies counts. */
export interface Step {
  readonly above: number;
  readonly multiplier: number;
}

/** The numbers of the formula predictor (spec P1, P5) in one object, so that tuning is data. */
export interface FormulaParameters {
  /** Tokens; bounds of the budget and of its alternatives. */
  readonly minBudget: number;
  readonly maxBudget: number;
  /** P3, inclusive. */
  readonly similarityThreshold: number;
  readonly minHistory: number;
  readonly qualityFloor: number;
  readonly heuristicBase: number;
  readonly perPoint: number;
  readonly fullConfidenceCount: number;
  readonly recentDays: number;
  readonly novelty: readonly Step[];
  readonly uncertainty: readonly Step[];
  readonly criticality: readonly Step[];
  readonly requiresCreativity: number;
  readonly involvesArchitecture: number;
  readonly complexity: readonly Step[];
  /** Of the confidence from history: how many, how even, how recent, how familiar. */
  readonly confidence: {
    readonly count: number;
    readonly evenness: number;
    readonly recency: number;
    readonly familiarity: number;
  };
  readonly heuristicConfidence: number;
  /** Interval without history, as shares of the budget, and its level. */
  readonly intervalLow: number;
  readonly intervalHigh: number;
  readonly intervalLevel: number;
  readonly alternatives: {
    readonly conservative: number;
    readonly generous: number;
    readonly maximum: number;
  };
}

export const FORMULA: FormulaParameters = Object.freeze({
  minBudget: 1000,
  maxBudget: 32_000,
  similarityThreshold: 0.6,
  minHistory: 5,
  qualityFloor: 70,
  heuristicBase: 1000,
  perPoint: 150,
  fullConfidenceCount: 20,
  recentDays: 30,
  novelty: [
    { above: 0.7, multiplier: 1.5 },
    { above: 0.5, multiplier: 1.2 },
  ],
  uncertainty: [
    { above: 0.6, multiplier: 1.3 },
    { above: 0.4, multiplier: 1.1 },
  ],
  criticality: [
    { above: 0.8, multiplier: 1.4 },
    { above: 0.6, multiplier: 1.2 },
  ],
  requiresCreativity: 1.3,
  involvesArchitecture: 1.4,
  complexity: [
    { above: 80, multiplier: 1.3 },
    { above: 60, multiplier: 1.1 },
  ],
  confidence: { count: 0.4, evenness: 0.3, recency: 0.15, familiarity: 0.15 },
  heuristicConfidence: 0.5,
  intervalLow: 0.5,
  intervalHigh: 1.6,
  intervalLevel: 0.8,
  alternatives: { conservative: 0.7, generous: 1.3, maximum: 1.6 },
});
