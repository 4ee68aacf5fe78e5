import { COMPLEXITY_WORDS } from '../facts/characteristics.ts';
import type { ModelProfile } from '../facts/model-profile.ts';
import type { Phases, Prediction } from '../facts/prediction.ts';
import { exactCount } from '../facts/readable-number.ts';
import { fail, ok, type Result } from '../facts/result.ts';
import {
  byName,
  cheaperFirst,
  complexityWord,
  type ModelRanking,
  rankModels,
  type ModelOutcome,
  type RankedModel,
  type RankedTask,
} from './rank-models.ts';
import { unfitBecause } from './unfit-model.ts';

/** One model with a budget for it (spec P11). */
export interface ModelAndBudget {
  readonly ranking: ModelRanking;
  readonly prediction: Prediction;
  readonly model: ModelProfile;
  readonly requestCap: number;
  readonly extendedThinking: boolean;
  /** Tokens, below the cap; 0 without extended thinking. */
  readonly thinkingBudget: number;
  /** The prediction's. */
  readonly confidence: number;
  readonly reasoning: string;
}

export interface ModelAndBudgetRequest {
  readonly task: Omit<RankedTask, 'recommended'>;
  readonly profiles: readonly ModelProfile[];
  readonly records: readonly ModelOutcome[];
  /** Id of the model that routing chose; null: the cheapest, then fastest, then first by name, as routing has it for one answer. */
  readonly chosen: string | null;
  /** The prediction for a model: its name tells what it takes, its limit caps the request. */
  readonly predictFor: (model: ModelProfile) => Result<Prediction>;
  /** A budget by the task's phases. */
  readonly phasesOf: (tokens: number, prediction: Prediction) => Phases;
}

/** From this budget on a model that can think at length does (spec P11). */
const THINKING_FROM = 5000;

/**
 * The chosen model, what it is to be allowed, and how the models rank for the task.
 *
 * Errors: `unknown_model` when the chosen one is none of the profiles, or there are none; `no_models` when none of them
 * holds the prompt within what was asked of cost, latency and quality; those of the prediction.
 */
export function selectModelAndBudget(request: ModelAndBudgetRequest): Result<ModelAndBudget> {
  const { task, profiles, records, chosen } = request;
  const candidates = chosen === null ? profiles : profiles.filter(({ id }) => id === chosen);
  const [first] = candidates;
  if (first === undefined)
    return fail(
      'unknown_model',
      chosen === null ? 'There is no model to choose.' : `There is no model ${chosen}.`,
    );
  const preliminary = request.predictFor(first);
  if (!preliminary.ok) return preliminary;
  const asked = { ...task, recommended: preliminary.value.recommended };
  const rated = rankModels(asked, candidates, records).ranked;
  // who names a model takes it as it is
  const usable = chosen === null ? rated.filter((each) => unfitBecause(asked, each) === null) : rated;
  const model = singleFast(usable);
  if (model === null) return noneUsable(asked, rated);
  const predicted = request.predictFor(model);
  if (!predicted.ok) return predicted;
  const prediction = predicted.value;
  const ranking = rankModels({ ...task, recommended: prediction.recommended }, profiles, records);
  const extendedThinking = model.supportsThinking === true && wantsThinking(task, prediction.recommended);
  const { requestCap, confidence } = prediction;
  const thinkingBudget = extendedThinking
    ? requestCap - request.phasesOf(requestCap, prediction).execution
    : 0;
  const reasoning = reasonFor(model, ranking, prediction);
  return ok(
    Object.freeze({
      ranking,
      prediction,
      model,
      requestCap,
      extendedThinking,
      thinkingBudget,
      confidence,
      reasoning,
    }),
  );
}

function noneUsable(task: RankedTask, rated: readonly RankedModel[]) {
  const reasons = rated.map((each) => `${each.model.name} ${unfitBecause(task, each) ?? ''}`);
  return fail(
    'no_models',
    `No model is within what you ask: ${reasons.join(', ')}. Ask for less, or name the model.`,
  );
}

function wantsThinking(task: ModelAndBudgetRequest['task'], recommended: number): boolean {
  const word = complexityWord(task.complexity);
  const isHard = COMPLEXITY_WORDS[word] >= COMPLEXITY_WORDS.complex;
  return recommended >= THINKING_FROM || task.extendedThinking || isHard;
}

/** Routing's choice for one answer (spec M5): the cheapest, then the fastest, then the first by name. */
function singleFast(ranked: readonly RankedModel[]): ModelProfile | null {
  const latency = ({ model }: RankedModel): number => model.avgResponseMs ?? Number.MAX_SAFE_INTEGER;
  const [best] = ranked.toSorted((a, b) => cheaperFirst(a, b) || latency(a) - latency(b) || byName(a, b));
  return best?.model ?? null;
}

function reasonFor(model: ModelProfile, { ranked }: ModelRanking, prediction: Prediction): string {
  const place = ranked.findIndex((each) => each.model.id === model.id);
  const score = ranked[place]?.score ?? 0;
  const cost = ranked[place]?.costMicroUsd;
  const price =
    cost === null || cost === undefined
      ? 'at a price that is not known'
      : `for about $${(cost / 1e6).toFixed(2)}`;
  return `${model.name} ranks ${place + 1} of ${ranked.length} with ${score.toFixed(1)} of 100, ${price}; budget ${exactCount(prediction.recommended)} tokens.`;
}
