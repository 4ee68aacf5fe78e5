import { phasesOfPrediction } from '../../core/budget/phases/phases-of-prediction.ts';
import { DEFAULT_BUDGET } from '../../core/context/fit-settings.ts';
import type { ModelProfile } from '../../core/facts/model-profile.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { type ModelAndBudget, selectModelAndBudget } from '../../core/models/model-and-budget.ts';
import type { ModelOutcome, RankedModel, RankedTask } from '../../core/models/rank-models.ts';
import type { ModelAdvice, ModelOffer, ModelRequest } from '../../protocol/ledger.ts';
import type { TaskQuestion } from './asked.ts';
import type { Keeper } from './keeper.ts';
import { questionAbout, ready } from './predict-request.ts';
import { isCriticalTask } from './predicted-task.ts';

const OUTCOMES = { kinds: new Set(['outcome']), states: false };

/**
 * One model with a budget for a task, and how all that come into question rank for it (spec P11). Changes nothing.
 * Errors: `unknown_model` for a name that is none, and when there is no model to choose; those of `predictedTask`.
 */
export async function adviseModel(keeper: Keeper, request: ModelRequest): Promise<Result<ModelAdvice>> {
  const { store } = keeper;
  if (store.ok) await ready(store.value);
  const question = await questionAbout(keeper, request.task, request);
  if (!question.ok) return question;
  // how hard the task is does not depend on who answers
  const described = keeper.foresee({ ...question.value, model: null });
  if (!described.ok) return described;
  const outcomes = await outcomesByModel(keeper);
  const profiles = await candidatesOf(keeper, request.among, question.value.model, outcomes);
  if (!profiles.ok) return profiles;
  const selected = selectModelAndBudget({
    task: rankedTask(described.value.answer.prediction.characteristics, request),
    profiles: profiles.value,
    records: outcomes,
    chosen: question.value.model?.id ?? null,
    predictFor: (model) => {
      const foresight = keeper.foresee(asking(question.value, model, request));
      return foresight.ok ? ok(foresight.value.answer.prediction) : foresight;
    },
    phasesOf: phasesOfPrediction,
  });
  if (!selected.ok) return selected;
  const chosen = keeper.foresee(asking(question.value, selected.value.model, request));
  return chosen.ok ? ok(toldAdvice(selected.value, chosen.value.answer)) : chosen;
}

function asking(question: TaskQuestion, model: ModelProfile, { promptTokens }: ModelRequest): TaskQuestion {
  return { ...question, model, promptTokens: promptTokens ?? DEFAULT_BUDGET };
}

function rankedTask(
  { taskType, complexity, criticality }: ModelAdvice['task']['prediction']['characteristics'],
  { promptTokens, extendedThinking, costLimitMicroUsd, maxLatencyMs, minQuality }: ModelRequest,
): Omit<RankedTask, 'recommended'> {
  return {
    taskType,
    complexity,
    isCritical: isCriticalTask(criticality),
    extendedThinking,
    inputTokens: promptTokens ?? DEFAULT_BUDGET,
    costLimitMicroUsd,
    maxLatencyMs,
    minQuality,
  };
}

/** What became of tasks, as far as a ranking looks at it; nothing where no history can be read. */
async function outcomesByModel({ store }: Keeper): Promise<readonly ModelOutcome[]> {
  if (!store.ok) return [];
  const replay = await store.value.history.replay(OUTCOMES);
  if (!replay.ok) return [];
  const outcomes: ModelOutcome[] = [];
  for await (const batch of replay.value.batches) {
    for (const record of batch) {
      if (record.kind !== 'outcome' || record.model === undefined) continue;
      const { model, characteristics, outcome } = record;
      outcomes.push({ model, characteristics, outcome });
    }
  }
  return outcomes;
}

/**
 * Those that are named; else those that the user has: the one that is set, entries of their own, the editor's offers, and
 * what has answered before. All that the packages know would be a choice among models that nobody here can ask.
 */
async function candidatesOf(
  { ports, shown }: Keeper,
  among: readonly string[],
  chosen: ModelProfile | null,
  outcomes: readonly ModelOutcome[],
): Promise<Result<readonly ModelProfile[]>> {
  const found = new Map<string, ModelProfile>();
  if (chosen !== null) found.set(chosen.id, chosen);
  const present = shown?.model ?? null;
  if (among.length === 0 && present !== null) found.set(present.id, present);
  for (const name of among) {
    const model = await ports.model(name);
    if (!model.ok) return model;
    if (model.value !== null) found.set(model.value.id, model.value);
  }
  if (among.length === 0) {
    const answered = new Set(outcomes.map(({ model }) => model));
    for (const model of await ports.models())
      if (answered.has(model.id) || model.sources.includes('settings') || model.sources.includes('editor'))
        found.set(model.id, model);
  }
  return found.size > 0 ? ok([...found.values()]) : fail('unknown_model', NO_MODELS);
}

const NO_MODELS =
  'There is no model to choose from: none is set, none is in your settings, none is offered by the editor, and none has answered here yet. Name one, such as gpt-5, or add your own to the settings.';

function toldAdvice(
  { ranking, model, requestCap, extendedThinking, thinkingBudget, confidence, reasoning }: ModelAndBudget,
  task: ModelAdvice['task'],
): ModelAdvice {
  return {
    task,
    model: model.id,
    requestCap,
    extendedThinking,
    thinkingBudget,
    confidence,
    reasoning,
    ranked: ranking.ranked.map(toldOffer),
    alternatives: ranking.alternatives.map(({ model: { id } }) => id),
    fallback: ranking.fallback.map(({ model: { id } }) => id),
  };
}

function toldOffer({ model, score, parts, costMicroUsd }: RankedModel): ModelOffer {
  const { id, name, provider, price } = model;
  const isFree = model.freeOfCharge === true;
  return { id, name, provider, score, parts, costMicroUsd, priceKind: isFree ? 'free' : price.kind };
}
