import type { Category } from '../../../src/core/facts/category.ts';
import type { VerdictRecord } from '../../../src/core/facts/model-record.ts';
import type { ModelRequest } from '../../../src/core/facts/model-request.ts';
import { classify } from '../../../src/core/models/classify/classify.ts';
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
/** A lead in score that decides against any number of others (spec M7). */
const LEAD = 0.3;

/**
 * Serves the same requests by each policy, with the same answers: the router as specified (M3–M5), all models every
 * time, always the model that is right most often (then cheapest, then fastest; nobody knows it beforehand), and one
 * at random. Every answer is judged against the ground truth, and scores follow from it, by every policy alike.
 */
export function simulateRouting(
  models: readonly SimulatedModel[],
  requests: readonly WorkRequest[],
  seed: number,
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
    [policy, serveAll(models, requests, seed, choose)] as const;
  return Object.fromEntries([
    serve('router', routed(models)),
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

function routed(models: readonly SimulatedModel[]): Choose {
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
      { ...DEFAULT_ROUTE_SETTINGS, moneyLimitMicroUsd: null, now, stableHash },
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
  choose: Choose,
): readonly Served[] {
  let book = EMPTY_BOOK;
  return requests.map((request, index): Served => {
    const now = index * STEP_MS;
    const classification = classify(request.prompt);
    const { category } = classification;
    const scores = modelScores(book, DEFAULT_SCORE_SETTINGS, now);
    const asked = new Set(choose(request, classification, scores, now));
    const answers = models
      .filter(({ id }) => asked.has(id))
      .map((model) => ({
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
      right: mergedValue(answers) === request.truth,
      costMicroUsd: answers.reduce((sum, { model }) => sum + costOf(model, model.outputTokens), 0),
      ms: Math.max(...answers.map(({ model }) => model.avgResponseMs)),
    };
  });
}

/** A field's value by M7: the heaviest, unless one score leads that of every other value. */
function mergedValue(
  answers: readonly { readonly value: number; readonly score: number }[],
): number | undefined {
  const values = new Map<number, { weight: number; best: number }>();
  for (const { value, score } of answers) {
    const pooled = values.get(value) ?? { weight: 0, best: 0 };
    values.set(value, { weight: pooled.weight + score, best: Math.max(pooled.best, score) });
  }
  const byBest = [...values].toSorted(([, a], [, b]) => b.best - a.best);
  const [first, second] = byBest;
  if (first !== undefined && (second === undefined || first[1].best - second[1].best >= LEAD))
    return first[0];
  return byBest.toSorted(([, a], [, b]) => b.weight - a.weight)[0]?.[0];
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
