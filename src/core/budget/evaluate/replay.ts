import type { BudgetRecord } from '../../facts/outcome-record.ts';
import type { Forecast, Prediction } from '../../facts/prediction.ts';
import { ask } from '../predict/ask.ts';
import type { AskedTask } from '../predict/asked-task.ts';
import type { HashKey } from '../predict/keyed-hash.ts';
import { predictor } from '../predict/predictor.ts';
import type { EvaluationRow } from './rows.ts';
import { type RunningForecast, runningQuantiles } from './running-quantiles.ts';

export type EvaluationTarget = 'out' | 'total';

/** What was said of one task before it was known, by each predictor. */
export interface Replayed {
  readonly row: EvaluationRow;
  /** Of the target; null when it is not known. */
  readonly tokens: number | null;
  readonly learned: Forecast;
  readonly confidence: number;
  readonly method: Prediction['method'];
  /** Its budgets are output tokens, whatever the target. */
  readonly formula: Pick<Prediction, 'recommended' | 'interval' | 'confidence'>;
  readonly running: RunningForecast;
}

/**
 * A prequential replay: every task of a stream is predicted from those before it, then recorded. The rows know no
 * outcome: all count as having gone well, which gives the formula its history.
 *
 * @param rows of one stream, in order
 */
export function* replay(
  rows: readonly EvaluationRow[],
  target: EvaluationTarget,
  key: HashKey,
): Generator<Replayed, void> {
  const learning = predictor();
  const running = runningQuantiles();
  let now = 0;
  for (const row of rows) {
    now = row.at ?? now;
    const asked = askedTask(row, key);
    const learned = predicted(learning.predict(asked, now));
    const formula = predicted(learning.predict(asked, now, { method: 'formula', budgetQuantile: 0.8 }));
    const tokens = target === 'out' ? row.tokensOut : row.tokensTotal;
    yield {
      row,
      tokens,
      learned: target === 'out' ? learned : (learned.total ?? learned),
      confidence: target === 'out' ? learned.confidence : (learned.total?.confidence ?? learned.confidence),
      method: learned.method,
      formula,
      running: running.forecast(),
    };
    if (tokens !== null) running.learn(tokens);
    learning.record(recordOf(row, asked, learned, now));
  }
}

function askedTask({ text, type, model, session, turn, images }: EvaluationRow, key: HashKey): AskedTask {
  const task = type === null ? { description: text } : { description: text, type };
  return ask(
    task,
    { session, turn, images },
    key,
    model === null ? null : { id: model, maxOutputTokens: null },
  );
}

function predicted(prediction: ReturnType<ReturnType<typeof predictor>['predict']>): Prediction {
  if (!prediction.ok) throw new TypeError(`A task without an override was refused: ${prediction.error.code}`);
  return prediction.value;
}

const GOOD_QUALITY = 100;

function recordOf(row: EvaluationRow, asked: AskedTask, prediction: Prediction, at: number): BudgetRecord {
  const { recommended, typical, interval, quantiles, confidence, method, phases, total } = prediction;
  const record: BudgetRecord = {
    id: row.id,
    taskId: row.id,
    at,
    characteristics: prediction.characteristics,
    prediction: { recommended, typical, interval, quantiles, confidence, method, phases, total },
    budgetAllocated: recommended,
    budgetUsed: row.tokensOut ?? 0,
    thinkingTokens: null,
    outcome: { success: true, quality: GOOD_QUALITY, completedInTime: true, requiredReflection: false },
    features: asked.features,
    costMicroUsd: null,
    ...(row.tokensTotal === null ? {} : { totalTokens: row.tokensTotal }),
    ...(row.model === null ? {} : { model: row.model }),
  };
  return record;
}
