import type { Choice, ChoiceOptions } from './context/fit/choice.ts';
import { choose } from './context/fit/choose.ts';
import { costOf, variantsOf } from './context/fit/variants.ts';
import type { Offered } from './context/candidates.ts';
import type { FitSettings } from './context/fit-settings.ts';
import type { ContextItem, Level } from './context/item.ts';
import { checkPins, pinnedRefused } from './context/offers.ts';
import { fixedFraming, type Renderer } from './context/render/pack.ts';
import { type PlannedBudget, planBudget } from './context/room.ts';
import type { ModelProfile, TokenCounting } from './facts/model-profile.ts';
import { fail, ok, type Result } from './facts/result.ts';

/** All amounts in tokens of the model's counting. */
export interface Plan {
  readonly budget: PlannedBudget;
  readonly choice: Choice;
  /** Instructions, task and the frame of the tree. */
  readonly instructions: number;
  /** The prompt as planned: instructions and the chosen with their framing. */
  readonly used: number;
  /** The prompt if every candidate got in at the fullest level that is allowed. */
  readonly wanted: number;
}

export interface PlanRequest {
  readonly offered: Offered;
  readonly settings: FitSettings;
  readonly model: ModelProfile | null;
  /** In place of the model's. */
  readonly counting: TokenCounting | undefined;
  readonly renderer: Renderer;
  readonly count: (text: string) => number;
  readonly limits: Pick<ChoiceOptions, 'workLimit' | 'previous' | 'shares'>;
}

/** The figures before anything is rendered: what gets in, what it takes, what was wanted. */
export function planContext(request: PlanRequest): Result<Plan> {
  const { offered, settings, renderer, count, limits } = request;
  const budget = budgetOf(request);
  if (!budget.ok) return budget;
  const pins = checkPins(offered.leftOut);
  if (!pins.ok) return pins;
  // Whatever a pin can bring in was offered; what is still left out could not be read.
  const { forced } = pins.value;
  if (forced.length > 0) return pinnedRefused(forced);
  const instructions = count(fixedFraming(settings, renderer));
  const room = budget.value.limit - instructions;
  if (room <= 0) {
    const message = `Instructions and task take ${instructions} of ${budget.value.limit} tokens: shorten them or raise the budget.`;
    return fail('no_room', message, { budget: budget.value.budget, instructions });
  }
  const { strategy, groupBy, levels, floor } = settings;
  const choice = choose(offered.items, { room, strategy, groupBy, levels, floor, ...limits });
  if (!choice.ok) return choice;
  const wanted = offered.items.reduce((sum, item) => sum + fullestCost(item, levels), instructions);
  return ok({
    budget: budget.value,
    choice: choice.value,
    instructions,
    used: instructions + choice.value.tokens,
    wanted,
  });
}

/** Tokens of the fullest variant that may be shown: of a pinned item any (spec F3, step 6). */
function fullestCost(item: ContextItem, levels: readonly Level[]): number {
  const variants = variantsOf(item);
  const fullest = item.pinned === true ? variants[0] : variants.find(({ level }) => levels.includes(level));
  return fullest === undefined ? 0 : costOf(fullest);
}

/** The budget that the settings and the model give (spec F2). */
export function budgetOf(
  request: Pick<PlanRequest, 'settings' | 'model' | 'counting'>,
): Result<PlannedBudget> {
  const { settings, model, counting } = request;
  return planBudget({
    budget: settings.budget ?? undefined,
    model,
    counting,
    reservedOutputTokens: reservedOutput(settings, model),
  });
}

/** At most this share of a window is kept for the answer unless the user says so. */
const MOST_RESERVED = 1 / 4;

/**
 * Tokens kept free for the answer. Nobody asked for a budget: the model's output limit, as far as it leaves most
 * of the window to the prompt. Somebody did: what they ask is what they get, the window permitting.
 */
export function reservedOutput(
  settings: Pick<FitSettings, 'budget' | 'reserve'>,
  model: ModelProfile | null,
): number {
  if (settings.reserve !== null) return settings.reserve;
  if (settings.budget !== null || model === null || model.contextWindow === null) return 0;
  return Math.min(model.maxOutputTokens ?? 0, mostReserved(model));
}

/** The most of a window that is kept free unless the user says so; Infinity for a window that nobody knows. */
export function mostReserved({ contextWindow }: Pick<ModelProfile, 'contextWindow'>): number {
  return contextWindow === null ? Infinity : Math.floor(contextWindow * MOST_RESERVED);
}
