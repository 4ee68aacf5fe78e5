import { checkRecord } from '../facts/check-record.ts';
import type { BudgetRecord } from '../facts/outcome-record.ts';
import type { Prediction, PromisedPrediction } from '../facts/prediction.ts';
import type { Result } from '../facts/result.ts';

/** What came of a task, as whoever ran it knows; the rest of a record comes from its prediction. */
export type Finished = Omit<
  BudgetRecord,
  'characteristics' | 'prediction' | 'budgetAllocated' | 'outcome' | 'thinkingTokens' | 'costMicroUsd'
> & {
  /** Tokens that were really allocated; null when the prediction was not applied. */
  readonly budgetAllocated: number | null;
  readonly outcome?: Partial<BudgetRecord['outcome']>;
  readonly thinkingTokens?: number | null;
  readonly costMicroUsd?: number | null;
};

/** The record of a task that was predicted (spec P7). Errors as {@link checkRecord}. */
export function outcomeRecord(prediction: Prediction, finished: Finished): Result<BudgetRecord> {
  return checkRecord({
    ...finished,
    characteristics: prediction.characteristics,
    prediction: promisedOf(prediction),
  });
}

/** What is kept of a prediction. */
export function promisedOf(prediction: Prediction): PromisedPrediction {
  const { recommended, typical, interval, quantiles, confidence, method, phases, total } = prediction;
  return Object.freeze({ recommended, typical, interval, quantiles, confidence, method, phases, total });
}
