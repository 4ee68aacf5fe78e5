import type { Characteristics } from '../../../facts/characteristics.ts';
import type { Prediction } from '../../../facts/prediction.ts';
import { exactCount } from '../../../facts/readable-number.ts';
import { fail, ok, type Result } from '../../../facts/result.ts';
import { formulaPhases } from '../../phases/formula-phases.ts';
import type { AskedTask } from '../asked-task.ts';
import { requestCapOf } from '../request-cap.ts';
import { formulaAlternatives } from './alternatives.ts';
import { ignoredFactors } from './factors.ts';
import { type FormulaForecast, statedInterval } from './formula.ts';
import type { FormulaParameters } from './parameters.ts';

/** The formula's answer as every predictor gives it (spec P4). */
export function formulaPrediction(
  asked: AskedTask,
  task: Characteristics,
  forecast: FormulaForecast,
  parameters: FormulaParameters,
): Prediction {
  const { recommended, method, confidence, factors } = forecast;
  const { minBudget, maxBudget } = parameters;
  const alternatives = formulaAlternatives(recommended, parameters, [minBudget, maxBudget]);
  const largest = Math.max(recommended, ...alternatives.map(({ tokens }) => tokens));
  return Object.freeze({
    recommended,
    typical: recommended,
    interval: forecast.interval(),
    quantiles: null,
    total: null,
    requestCap: requestCapOf(largest, asked.model?.maxOutputTokens ?? null),
    confidence,
    method,
    baseline: null,
    priorWeight: null,
    phases: formulaPhases(recommended, task),
    phaseRanges: null,
    coverage: null,
    alternatives,
    factors: Object.freeze([...factors, ...ignoredFactors(asked.ignored)]),
    basis: Object.freeze([...forecast.basis]),
    similarTasks: forecast.similarTasks,
    similarMean: forecast.similarMean,
    characteristics: task,
  });
}

/** An override of a model whose largest output is not known may be as large as this (spec P4). */
const MOST_OVERRIDE = 1_000_000;

/**
 * What the user wants to allocate, as it is; interval, phases and alternatives by the heuristic's shares of it.
 *
 * Errors: `invalid_override` unless it is an integer from 1 to what the model can put out.
 */
export function overriddenPrediction(
  asked: AskedTask,
  override: number,
  task: Characteristics,
  forecast: FormulaForecast,
  parameters: FormulaParameters,
): Result<Prediction> {
  const maxOutputTokens = asked.model?.maxOutputTokens ?? null;
  const most = maxOutputTokens ?? MOST_OVERRIDE;
  if (!Number.isInteger(override) || override < 1 || override > most) {
    const message = `A budget of your own must be a whole number from 1 to ${exactCount(most)} tokens.`;
    return fail('invalid_override', message, { override, most });
  }
  const predicted = formulaPrediction(asked, task, forecast, parameters);
  return ok(
    Object.freeze({
      ...predicted,
      recommended: override,
      typical: override,
      interval: statedInterval(override, parameters),
      requestCap: requestCapOf(override, maxOutputTokens),
      confidence: parameters.heuristicConfidence,
      method: 'override',
      phases: formulaPhases(override, task),
      alternatives: formulaAlternatives(override, parameters, [1, most]),
    }),
  );
}
