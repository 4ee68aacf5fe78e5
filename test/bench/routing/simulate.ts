import type { Category } from '../../../src/core/facts/category.ts';
import type { VerdictRecord } from '../../../src/core/facts/model-record.ts';
import type { ModelRequest } from '../../../src/core/facts/model-request.ts';
import { classify } from '../../../src/core/models/classify/classify.ts';
import { isObject } from '../../../src/core/facts/json-value.ts';
import { merge } from '../../../src/core/models/merge/merge.ts';
import { MERGE_KEYS } from '../../../src/core/models/merge/merge-keys.ts';
import type { ScoredResponse } from '../../../src/core/models/merge/merged-result.ts';
import { route } from '../../../src/core/models/route/route.ts';
import { DEFAULT_ROUTE_SETTINGS, type RoutedModel } from '../../../src/core/models/route/route-candidate.ts';
import { DEFAULT_SCORE_SETTINGS } from '../../../src/core/models/scores/model-score.ts';
import {
  EMPTY_BOOK,
  type ModelScores,
  modelScores,
  withVerdict,
} from '../../../src/core/models/scores/verdict-book.ts';
import { seededChance } from '../../fault/seeded-chance.ts';
import {
  answerOf,
  askableOf,
  costOf,
  INPUT_TOKENS,
  REQUEST_CAP,
  type SimulatedModel,
  stableHash,
} from './simulated-model.ts';
import type { WorkKind, WorkRequest } from './workload.ts';

/** What became of one request. */
export interface Served {
  readonly kind: WorkKind;
  readonly category: Category;
  readonly asked: readonly string[];
  readonly right: boolean;
  readonly costMicroUsd: number;
  /** Of the slowest asked: they answer in parallel. */
  readonly ms: number;
}

export type Policy = 'router' | 'ask-all' | 'single-best' | 'random';

/** Requests are a minute apart: ten hours, well inside the days that verdicts count. */
const STEP_MS = 60_000;

interface Answer {
  readonly model: SimulatedModel;
  readonly value: number;
  /** Of the model for the request's category, before it answered. */
  readonly score: number;
}

/**
 * Serves the same requests by each policy, with the same answers: the router as specified (M3–M5), all models every
 * time, always the model that is right most often (then cheapest, then fastest; nobody knows it beforehand), and one
 * at random. Every answer is judged against the ground truth, and scores follow from it, by every policy alike.
 *
 * @param minSamples verdicts from which on a model is proven
 */
export function simulateRouting(
  models: readonly SimulatedModel[],
  requests: readonly WorkRequest[],
  seed: number,
  minSamples: number = DEFAULT_SCORE_SETTINGS.minSamples,
): Readonly<Record<Policy, readonly Served[]>> {
  const chance = seededChance(seed);
  const everyone = models.map(({ id }) => id);
  const best = models.toSorted(
    (a, b) =>
      b.rightShare - a.rightShare ||
      costOf(a, a.outputTokens) - costOf(b, b.outputTokens) ||
      a.avgResponseMs - b.avgResponseMs,
  )[0];
  if (best === undefined) throw new RangeError('A simulation needs models.');
  const serve = (policy: Policy, choose: Choose) =>
    [policy, serveAll(models, requests, seed, minSamples, choose)] as const;
  return Object.fromEntries([
    serve('router', routed(models, minSamples)),
    serve('ask-all', () => everyone),
    serve('single-best', () => [best.id]),
    serve('random', () => [everyone[Math.floor(chance() * everyone.length)] ?? best.id]),
  ]) as Record<Policy, readonly Served[]>;
}

type Choose = (
  request: WorkRequest,
  classification: ReturnType<typeof classify>,
  scores: ModelScores,
  now: number,
) => readonly string[];

function routed(models: readonly SimulatedModel[], minSamples: number): Choose {
  return (request, classification, scores, now) => {
    const decision = route(
      asModelRequest(request, now),
      classification,
      models.map((model) => ({
        model: askableOf(model),
        score: scores.of(model.id, classification.category),
        estimateMicroUsd: costOf(model, REQUEST_CAP),
        fits: true,
        ready: true,
        pausedUntil: null,
      })),
      { ...DEFAULT_ROUTE_SETTINGS, minSamples, moneyLimitMicroUsd: null, now, stableHash },
    );
    if (!decision.ok) throw new Error(`${request.prompt}: ${decision.error.message}`);
    return decision.value.models.map(({ id }: RoutedModel) => id);
  };
}

function asModelRequest({ id, prompt }: WorkRequest, now: number): ModelRequest {
  return {
    id,
    prompt,
    context: null,
    budget: null,
    createdAt: now,
    category: null,
    taskType: null,
    qualityThreshold: 0.8,
    costLimitMicroUsd: 1_000_000,
    requestCap: REQUEST_CAP,
    criticality: null,
    strategy: null,
    // A user who is asked says yes: a bench asks nobody.
    consent: ['below_quality', 'fewer_models'],
    dataType: null,
  };
}

function serveAll(
  models: readonly SimulatedModel[],
  requests: readonly WorkRequest[],
  seed: number,
  minSamples: number,
  choose: Choose,
): readonly Served[] {
  let book = EMPTY_BOOK;
  return requests.map((request, index): Served => {
    const now = index * STEP_MS;
    const classification = classify(request.prompt);
    const { category } = classification;
    const scores = modelScores(book, { ...DEFAULT_SCORE_SETTINGS, minSamples }, now);
    const asked = new Set(choose(request, classification, scores, now));
    const answers = models
      .filter(({ id }) => asked.has(id))
      .map((model): Answer => ({
        model,
        value: answerOf(model, request, seed),
        score: scores.of(model.id, category).score,
      }));
    for (const { model, value } of answers)
      book = withVerdict(book, verdictOf(request, category, model, value === request.truth, now));
    return {
      kind: request.kind,
      category,
      asked: [...asked],
      right: mergedAnswer(answers) === request.truth,
      costMicroUsd: answers.reduce((sum, { model }) => sum + costOf(model, model.outputTokens), 0),
      ms: Math.max(...answers.map(({ model }) => model.avgResponseMs)),
    };
  });
}

/** The answer that M7 makes of several. */
function mergedAnswer(answers: readonly Answer[]): unknown {
  const scored = answers.map(({ model, value, score }): ScoredResponse => ({
    score,
    response: {
      id: model.id,
      model: model.id,
      content: JSON.stringify({ answer: value }),
      finish: 'stop',
      responseMs: model.avgResponseMs,
      inputTokens: INPUT_TOKENS,
      outputTokens: model.outputTokens,
      cachedInputTokens: 0,
      reasoningTokens: 0,
      tokenCount: INPUT_TOKENS + model.outputTokens,
      costMicroUsd: costOf(model, model.outputTokens),
      at: 0,
      success: true,
      estimated: false,
    },
  }));
  const { data } = merge(scored, { keyFields: MERGE_KEYS.default, asked: answers.length });
  return isObject(data) ? data['answer'] : null;
}

function verdictOf(
  request: WorkRequest,
  category: Category,
  { id, avgResponseMs, outputTokens }: SimulatedModel,
  wasCorrect: boolean,
  at: number,
): VerdictRecord {
  return {
    kind: 'verdict',
    id: `${request.id} ${id}`,
    at,
    requestId: request.id,
    responseId: `${request.id} ${id}`,
    model: id,
    category,
    wasCorrect,
    weight: 1,
    source: 'validation',
    correction: null,
    responseMs: avgResponseMs,
    costMicroUsd: null,
    tokenCount: outputTokens,
  };
}
