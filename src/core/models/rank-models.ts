import type { ComplexityWord, TaskType } from '../facts/characteristics.ts';
import { toSixDecimals } from '../facts/decimals.ts';
import type { ModelProfile } from '../facts/model-profile.ts';
import type { BudgetRecord } from '../facts/outcome-record.ts';
import { costMicroUsd } from './price.ts';

/** What became of a task that a model answered, as far as a ranking looks at it. */
export interface ModelOutcome extends Pick<BudgetRecord, 'model'> {
  readonly characteristics: Pick<BudgetRecord['characteristics'], 'taskType'>;
  readonly outcome: Pick<BudgetRecord['outcome'], 'success' | 'quality'>;
}

/** What is asked of the models. Tokens. */
export interface RankedTask {
  readonly taskType: TaskType;
  /** 0–100. */
  readonly complexity: number;
  readonly isCritical: boolean;
  readonly extendedThinking: boolean;
  /** The budget asked for the prompt. */
  readonly inputTokens: number;
  readonly recommended: number;
  readonly costLimitMicroUsd: number | null;
  readonly maxLatencyMs: number | null;
  readonly minQuality: number | null;
}

/** Each part in 0–100. */
export interface ModelParts {
  readonly capability: number;
  readonly cost: number;
  readonly latency: number;
  readonly quality: number;
  readonly historical: number;
}

export interface RankedModel {
  readonly model: ModelProfile;
  readonly score: number;
  readonly parts: ModelParts;
  /** Of this request; null without a price. */
  readonly costMicroUsd: number | null;
}

export interface ModelRanking {
  /** Best first. */
  readonly ranked: readonly RankedModel[];
  /** The next three after the best. */
  readonly alternatives: readonly RankedModel[];
  /** Those of them that are good enough to fall back on. */
  readonly fallback: readonly RankedModel[];
}

/** Spec P11; they sum to 1. */
const WEIGHTS: ModelParts = { capability: 0.35, cost: 0.2, latency: 0.15, quality: 0.2, historical: 0.1 };
const CODE_TYPES: ReadonlySet<TaskType> = new Set([
  'code-generation',
  'debugging',
  'refactoring',
  'testing',
  'code-review',
]);
/** What counts where nobody says. */
export const UNKNOWN_QUALITY = 50;
const NO_HISTORY = 50;
const DEAREST_USD_PER_1K = 0.015;
const SLOWEST_MS = 10_000;
const ALTERNATIVES = 3;
const FALLBACK_ABOVE = 30;

/** How well each model suits a task, and why; explains a choice, does not make it. */
export function rankModels(
  task: RankedTask,
  profiles: readonly ModelProfile[],
  records: readonly ModelOutcome[],
): ModelRanking {
  const ranked = profiles
    .map((model) => Object.freeze(rankedModel(task, model, records)))
    .toSorted((a, b) => b.score - a.score || cheaperFirst(a, b) || byName(a, b));
  const alternatives = ranked.slice(1, 1 + ALTERNATIVES);
  return { ranked, alternatives, fallback: alternatives.filter(({ score }) => score > FALLBACK_ABOVE) };
}

function rankedModel(task: RankedTask, model: ModelProfile, records: readonly ModelOutcome[]): RankedModel {
  const cost = costMicroUsd(model.price, task.inputTokens, task.recommended);
  const parts: ModelParts = {
    capability: capabilityOf(task, model),
    cost: costPart(task, model, cost),
    latency: latencyPart(task, model),
    quality: qualityPart(task, model),
    historical: historicalPart(task, model, records),
  };
  const names = ['capability', 'cost', 'latency', 'quality', 'historical'] as const;
  const score = toSixDecimals(names.reduce((sum, name) => sum + WEIGHTS[name] * parts[name], 0));
  return { model, score, parts, costMicroUsd: cost };
}

/** Spec P11, "Complexity number to word". */
export function complexityWord(complexity: number): ComplexityWord {
  if (complexity < 32.5) return 'simple';
  if (complexity < 57.5) return 'medium';
  return complexity < 80 ? 'complex' : 'critical';
}

function capabilityOf(task: RankedTask, model: ModelProfile): number {
  const { contextWindow, maxOutputTokens, strengths = [], preferredFor = [] } = model;
  let score = 50;
  if (strengths.includes(task.taskType)) score += 40;
  if (task.extendedThinking && model.supportsThinking !== undefined)
    score += model.supportsThinking ? 20 : -30;
  if (model.supportsTools === true && CODE_TYPES.has(task.taskType)) score += 15;
  if (contextWindow !== null && task.inputTokens > contextWindow) score -= 50;
  else if (contextWindow !== null && task.inputTokens > 0.9 * contextWindow) score -= 20;
  if (maxOutputTokens !== null && task.recommended > maxOutputTokens) score -= 50;
  if (preferredFor.includes(complexityWord(task.complexity))) score += 20;
  return clamped(score);
}

function costPart(task: RankedTask, model: ModelProfile, cost: number | null): number {
  if (model.freeOfCharge === true) return 100;
  if (cost === null || (task.costLimitMicroUsd !== null && cost > task.costLimitMicroUsd)) return 0;
  const tokens = Math.max(1, task.inputTokens + task.recommended);
  const usdPer1k = cost / 1e6 / (tokens / 1000);
  return clamped(100 * (1 - usdPer1k / DEAREST_USD_PER_1K));
}

function latencyPart({ maxLatencyMs }: RankedTask, { avgResponseMs }: ModelProfile): number {
  if (avgResponseMs === undefined || (maxLatencyMs !== null && avgResponseMs > maxLatencyMs)) return 0;
  return clamped(100 * (1 - avgResponseMs / SLOWEST_MS));
}

function qualityPart(
  { isCritical, minQuality }: RankedTask,
  { quality = UNKNOWN_QUALITY }: ModelProfile,
): number {
  if (minQuality !== null && quality < minQuality) return 0;
  return clamped(isCritical && quality > 90 ? quality + 10 : quality);
}

function historicalPart(task: RankedTask, model: ModelProfile, records: readonly ModelOutcome[]): number {
  const own = records.filter(
    (record) => record.model === model.id && record.characteristics.taskType === task.taskType,
  );
  const known = own.flatMap(({ outcome }) => (outcome.success === null ? [] : [outcome.success ? 1 : 0]));
  if (known.length === 0) return NO_HISTORY;
  const qualities = own.flatMap(({ outcome }) => (outcome.quality === null ? [] : [outcome.quality]));
  const quality = qualities.length === 0 ? UNKNOWN_QUALITY : mean(qualities);
  return clamped(60 * mean(known) + 0.4 * quality);
}

/** By M1's price kinds: free, then a known cost, then a subscription, then the unknown. */
export function cheaperFirst(a: RankedModel, b: RankedModel): number {
  return priceRank(a) - priceRank(b) || (a.costMicroUsd ?? 0) - (b.costMicroUsd ?? 0);
}

function priceRank({ model, costMicroUsd: cost }: RankedModel): number {
  if (model.freeOfCharge === true) return 0;
  if (cost !== null) return 1;
  return model.price.kind === 'included' ? 2 : 3;
}

export function byName(a: RankedModel, b: RankedModel): number {
  return a.model.id < b.model.id ? -1 : a.model.id > b.model.id ? 1 : 0;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function clamped(score: number): number {
  return toSixDecimals(Math.min(100, Math.max(0, score)));
}
