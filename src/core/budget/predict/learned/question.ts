/** What the members of the ensemble are asked: one task, one target. All values are log tokens at the reference model. */
export interface Question {
  /** Tasks that were recorded for this target. */
  readonly count: number;
  /** Row of the task's text and characteristics; the first value is the constant 1. */
  readonly text: readonly number[];
  /** Row of its session. */
  readonly session: readonly number[];
  readonly neighbours: readonly PastTask[];
  readonly prior: Prior;
  /** Running mean, with its share of the prior. */
  readonly centre: number;
  /** The latest outcomes, oldest first, and all of them ascending. */
  readonly latest: readonly number[];
  readonly sorted: ArrayLike<number>;
  /** The last 400, and the last 60, ascending. */
  readonly recent: ArrayLike<number>;
  readonly lately: ArrayLike<number>;
  readonly lowest: number;
  readonly highest: number;
}

/** A similar task of the past. */
export interface PastTask {
  readonly similarity: number;
  /** Its log tokens minus the running mean of its time. */
  readonly deviation: number;
  /** What the scaled members were wrong by, in their order. */
  readonly errors: readonly number[];
}

/** What is believed before there are records: log tokens, and how many imagined tasks say so. */
export interface Prior {
  readonly centre: number;
  readonly spread: number;
  /** Falls from its start to 0 within the first 20 records (spec P4). */
  readonly weight: number;
}

/** What a member answers. */
export interface MemberForecast {
  readonly centre: number;
  readonly scale: number;
  /** At the six levels. */
  readonly quantiles: readonly number[];
}
