import type { Characteristics } from '../../../facts/characteristics.ts';
import type { BasisTask, Coverage, Forecast, Prediction, Quantiles } from '../../../facts/prediction.ts';
import { learnedShares, type PhaseHistory } from '../../phases/learned-phases.ts';
import { phasesOfPrediction } from '../../phases/phases-of-prediction.ts';
import type { AskedTask, BudgetQuantile } from '../asked-task.ts';
import { alternativesOf } from '../formula/alternatives.ts';
import { ignoredFactors } from '../formula/factors.ts';
import type { FormulaForecast } from '../formula/formula.ts';
import { requestCapOf } from '../request-cap.ts';
import type { TargetForecasts } from './learner.ts';
import { PRIOR_ENDS, type TargetForecast } from './target.ts';

/** What the learned answer is made of. */
export interface LearnedAnswer {
  readonly forecasts: TargetForecasts;
  readonly baseline: FormulaForecast;
  readonly basis: readonly BasisTask[];
  readonly coverage: Coverage;
  readonly phases: PhaseHistory;
}

/** The central 80 %: from the 10 % to the 90 % quantile. */
const INTERVAL_LEVEL = 0.8;

/** The learned predictor's answer as every predictor gives it (spec P4). */
export function learnedPrediction(
  asked: AskedTask,
  task: Characteristics,
  answer: LearnedAnswer,
  budgetQuantile: BudgetQuantile,
): Prediction {
  const { forecasts, baseline, coverage } = answer;
  const { quantiles, ...output } = forecastOf(forecasts.out, budgetQuantile);
  const shares = learnedShares(answer.phases, task.taskType);
  const { recommended } = output;
  return Object.freeze({
    ...output,
    quantiles,
    total: Object.freeze({
      ...forecastOf(forecasts.total, budgetQuantile),
      confidence: forecasts.total.confidence,
    }),
    requestCap: requestCapOf(recommended, asked.model?.maxOutputTokens ?? null),
    confidence: forecasts.out.confidence,
    method: 'learned',
    baseline: baseline.recommended,
    priorWeight: forecasts.out.priorWeight,
    phases: phasesOfPrediction(recommended, { phaseRanges: shares, characteristics: task }),
    phaseRanges: shares,
    coverage: coverage.tasks === 0 ? null : Object.freeze({ ...coverage }),
    alternatives: alternativesOf(recommended, {
      conservative: quantiles.q50,
      generous: quantiles.q90,
      maximum: quantiles.q95,
    }),
    factors: Object.freeze([...baseline.factors, ...ignoredFactors(asked.ignored)]),
    basis: Object.freeze([...answer.basis]),
    similarTasks: baseline.similarTasks,
    similarMean: baseline.similarMean,
    characteristics: task,
  });
}

/** Whole tokens, with nothing of P1 clamped. */
function forecastOf(
  { logs, question }: TargetForecast,
  budgetQuantile: BudgetQuantile,
): Forecast & { readonly quantiles: Quantiles } {
  const [q05 = 1, q10 = 1, q50 = 1, q80 = 1, q90 = 1, q95 = 1] = logs.map(tokensOf);
  const quantiles = Object.freeze({ q05, q10, q50, q80, q90, q95 });
  const at: Readonly<Record<BudgetQuantile, number>> = { 0.5: q50, 0.8: q80, 0.9: q90, 0.95: q95 };
  return {
    recommended: at[budgetQuantile],
    typical: q50,
    interval: Object.freeze({
      low: q10,
      high: q90,
      level: INTERVAL_LEVEL,
      calibrated: question.count >= PRIOR_ENDS,
    }),
    quantiles,
  };
}

function tokensOf(log: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, Math.max(1, Math.round(Math.exp(log))));
}
