import { hashKey } from '../predict/keyed-hash.ts';
import { type Predictor, predictor } from '../predict/predictor.ts';
import { type Judged, type Metrics, metricsOf, overrunOf } from './metrics.ts';
import { type EvaluationTarget, learnedFrom, replay, type Replayed } from './replay.ts';
import { type EvaluationRow, streamsOf } from './rows.ts';

export const EVALUATED = ['formula', 'running', 'learned'] as const;
/** The formula predictor, the quantiles of everything seen, and the learned predictor. */
export type Evaluated = (typeof EVALUATED)[number];
export type MetricsByPredictor = Readonly<Record<Evaluated, Metrics>>;

/** What is written for one row. Tokens. */
export interface RowPrediction {
  readonly id: string;
  readonly stream: string;
  readonly q10: number;
  readonly q50: number;
  readonly q80: number;
  readonly q90: number;
  readonly low80: number;
  readonly high80: number;
  readonly confidence: number;
  readonly method: string;
}

export interface StreamEvaluation {
  readonly stream: string;
  /** Rows whose target is known. */
  readonly rows: number;
  readonly metrics: MetricsByPredictor;
  /** Coverage of the learned 80 % budget in the first five tasks. */
  readonly coldStart: number;
  readonly ratios: LossRatios;
}

/** Pinball loss of the learned predictor by that of the running quantiles; below 1 it is better. */
export interface LossRatios {
  readonly p50: number;
  readonly p80: number;
  readonly p90: number;
}

/** The share of learned 80 % budgets that were overrun after a change of model. */
export interface ChangeOfModel {
  readonly first20: number;
  readonly from20To50: number;
  readonly tasks: number;
}

export interface Evaluation {
  readonly target: EvaluationTarget;
  /** Of every row, in the order of the streams. */
  readonly predictions: readonly RowPrediction[];
  /** Streams long enough to be scored. */
  readonly streams: readonly StreamEvaluation[];
  /** All scored rows together; null when there are none. */
  readonly pooled: MetricsByPredictor | null;
  /** Geometric mean over the streams of 100 rows or more; null without one. */
  readonly ratios: LossRatios | null;
  /** From the middle of every stream of 100 rows or more three times the tokens: by a model of another name, and by
   * one that kept its name. */
  readonly changeOfModel: ChangesOfModel;
}

export interface ChangesOfModel {
  readonly named: ChangeOfModel | null;
  readonly unnamed: ChangeOfModel | null;
}

/** The first predictions of a stream rest on next to nothing and are not scored (prediction study). */
const UNSCORED = 20;
const SHORTEST_STREAM = 40;
/** Streams that count in the mean. */
const LONG_STREAM = 100;
const COLD_TASKS = 5;
const CHANGE = 3;
/** Tasks that are looked at after a change of model. */
const AFTER_CHANGE = 50;
/** The key does not matter: every store has its own. */
const KEY = hashKey('0123456789abcdeffedcba9876543210');

/**
 * Judges the predictors on rows of the past: in each stream by itself every task is predicted from those before it,
 * then recorded (prediction study).
 */
export function evaluate(rows: readonly EvaluationRow[], target: EvaluationTarget): Evaluation {
  const steps = evaluationSteps(rows, target);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same one task after the other, so that others may work in between and it can be given up; its value is the end. */
export function* evaluationSteps(
  rows: readonly EvaluationRow[],
  target: EvaluationTarget,
): Generator<void, Evaluation> {
  const predictions: RowPrediction[] = [];
  const streams: StreamEvaluation[] = [];
  const pooled: Record<Evaluated, Judged[]> = { formula: [], running: [], learned: [] };
  const long: (readonly EvaluationRow[])[] = [];
  for (const [stream, list] of streamsOf(rows)) {
    const replayed = yield* replayedInSteps(list, target);
    for (const one of replayed) predictions.push(rowPrediction(one));
    const known = replayed.flatMap((one) => (one.tokens === null ? [] : [judged(one, one.tokens)]));
    if (known.length < SHORTEST_STREAM) continue;
    const scored = known.slice(UNSCORED);
    // one by one: more than some hundred thousand at once are too many arguments
    for (const one of scored) for (const name of EVALUATED) pooled[name].push(one[name]);
    const metrics = byPredictor((name) => metricsOf(scored.map((one) => one[name])));
    const cold = known.slice(0, COLD_TASKS).map((one) => one.learned);
    const ratios = ratiosOf(metrics);
    streams.push({ stream, rows: known.length, metrics, coldStart: 1 - overrunOf(cold), ratios });
    if (known.length >= LONG_STREAM) long.push(list);
  }
  const means = streams.filter(({ rows: count }) => count >= LONG_STREAM).map(({ ratios }) => ratios);
  const changeOfModel = yield* afterChange(long, target);
  return {
    target,
    predictions,
    streams,
    pooled: streams.length === 0 ? null : byPredictor((name) => metricsOf(pooled[name])),
    ratios: means.length === 0 ? null : geometricMean(means),
    changeOfModel,
  };
}

function* replayedInSteps(
  rows: readonly EvaluationRow[],
  target: EvaluationTarget,
  learning?: Predictor,
): Generator<void, readonly Replayed[]> {
  const replayed: Replayed[] = [];
  for (const one of replay(rows, target, KEY, learning)) {
    replayed.push(one);
    yield;
  }
  return replayed;
}

function byPredictor(of: (name: Evaluated) => Metrics): MetricsByPredictor {
  return { formula: of('formula'), running: of('running'), learned: of('learned') };
}

function rowPrediction({ row, learned, confidence, method }: Replayed): RowPrediction {
  const { quantiles, interval, recommended, typical } = learned;
  return {
    id: row.id,
    stream: row.stream,
    q10: quantiles?.q10 ?? interval.low,
    q50: typical,
    q80: quantiles?.q80 ?? recommended,
    q90: quantiles?.q90 ?? interval.high,
    low80: interval.low,
    high80: interval.high,
    confidence,
    method,
  };
}

function judged(one: Replayed, tokens: number): Readonly<Record<Evaluated, Judged>> {
  const { q10, q50, q80, q90, low80, high80 } = rowPrediction(one);
  const [, run10 = 0, run50 = 0, run80 = 0, run90 = 0] = one.running;
  const { recommended, interval } = one.formula;
  return {
    formula: {
      tokens,
      typical: recommended,
      budget: recommended,
      logs: null,
      interval: [interval.low, interval.high],
      confidence: one.formula.confidence,
    },
    running: {
      tokens,
      typical: Math.exp(run50),
      budget: Math.exp(run80),
      logs: [run10, run50, run80, run90],
      interval: [Math.exp(run10), Math.exp(run90)],
      confidence: null,
    },
    learned: {
      tokens,
      typical: q50,
      budget: q80,
      logs: [Math.log(q10), Math.log(q50), Math.log(q80), Math.log(q90)],
      interval: [low80, high80],
      confidence: one.confidence,
    },
  };
}

function ratiosOf({ learned, running }: MetricsByPredictor): LossRatios {
  const ratio = (at: 'pinball50' | 'pinball80' | 'pinball90'): number =>
    (learned[at] ?? 0) / (running[at] ?? 1);
  return { p50: ratio('pinball50'), p80: ratio('pinball80'), p90: ratio('pinball90') };
}

function geometricMean(ratios: readonly LossRatios[]): LossRatios {
  const of = (at: keyof LossRatios): number =>
    Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio[at]), 0) / ratios.length);
  return { p50: of('p50'), p80: of('p80'), p90: of('p90') };
}

function* afterChange(
  streams: readonly (readonly EvaluationRow[])[],
  target: EvaluationTarget,
): Generator<void, ChangesOfModel> {
  const named: Judged[][] = [];
  const unnamed: Judged[][] = [];
  for (const rows of streams) {
    const known = rows.filter(({ tokensOut, tokensTotal }) => (target === 'out' ? tokensOut : tokensTotal));
    const middle = Math.floor(known.length / 2);
    // both changes come after the same tasks: these are learned once
    const before = (yield* learnedFrom(known.slice(0, middle), KEY)).state();
    const changed = known.slice(middle, middle + AFTER_CHANGE);
    for (const [suffix, judgements] of [
      [' (changed)', named],
      ['', unnamed],
    ] as const) {
      const after = changed.map((row) => threefold(row, suffix));
      const replayed = yield* replayedInSteps(after, target, predictor(before));
      judgements.push(
        replayed.flatMap((one) => (one.tokens === null ? [] : [judged(one, one.tokens).learned])),
      );
    }
  }
  return { named: overrunsOf(named), unnamed: overrunsOf(unnamed) };
}

/** @param streams what became of each after the change */
function overrunsOf(streams: readonly (readonly Judged[])[]): ChangeOfModel | null {
  const first = streams.flatMap((judgements) => judgements.slice(0, UNSCORED));
  const later = streams.flatMap((judgements) => judgements.slice(UNSCORED));
  if (later.length === 0) return null;
  return { first20: overrunOf(first), from20To50: overrunOf(later), tasks: later.length };
}

function threefold(row: EvaluationRow, suffix: string): EvaluationRow {
  const { tokensOut, tokensTotal, model } = row;
  return {
    ...row,
    model: suffix === '' ? model : `${model ?? ''}${suffix}`,
    tokensOut: tokensOut === null ? null : CHANGE * tokensOut,
    tokensTotal: tokensTotal === null ? null : CHANGE * tokensTotal,
  };
}
