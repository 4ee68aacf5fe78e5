import type { BudgetRecord } from '../../facts/outcome-record.ts';
import type { Forecast, Prediction, PromisedPrediction } from '../../facts/prediction.ts';
import { ask } from '../predict/ask.ts';
import type { AskedTask } from '../predict/asked-task.ts';
import type { HashKey } from '../predict/keyed-hash.ts';
import { PRIOR_ENDS } from '../predict/learned/target.ts';
import { type Predictor, predictor } from '../predict/predictor.ts';
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
 * @param learning what knows of the rows before them, and learns these
 */
export function* replay(
  rows: readonly EvaluationRow[],
  target: EvaluationTarget,
  key: HashKey,
  learning: Predictor = predictor(),
): Generator<Replayed, void> {
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

/**
 * Learns rows that nobody wants to see predicted, one a step. From the time on at which the formula has no say any more
 * they are not predicted: what was promised of a task, and how new it was then, teaches the learned predictor nothing.
 *
 * @returns what has learned all
 */
export function* learnedFrom(rows: readonly EvaluationRow[], key: HashKey): Generator<void, Predictor> {
  const learning = predictor();
  let now = 0;
  for (const row of rows) {
    now = row.at ?? now;
    const asked = askedTask(row, key);
    const isYoung = learning.records < PRIOR_ENDS;
    const prediction = isYoung ? predicted(learning.predict(asked, now)) : null;
    learning.record(recordOf(row, asked, prediction, now));
    yield;
  }
  return learning;
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

function promisedOf(prediction: Prediction): PromisedPrediction {
  const { recommended, typical, interval, quantiles, confidence, method, phases, total } = prediction;
  return { recommended, typical, interval, quantiles, confidence, method, phases, total };
}

const GOOD_QUALITY = 100;

function recordOf(
  row: EvaluationRow,
  asked: AskedTask,
  prediction: Prediction | null,
  at: number,
): BudgetRecord {
  const record: BudgetRecord = {
    id: row.id,
    taskId: row.id,
    at,
    characteristics: prediction?.characteristics ?? asked.characteristics,
    prediction: prediction === null ? null : promisedOf(prediction),
    budgetAllocated: prediction?.recommended ?? null,
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
