import { type Candidate, type DetailedVariants, offer } from '../core/context/candidates.ts';
import type { FitSettings } from '../core/context/fit-settings.ts';
import type { Level } from '../core/context/item.ts';
import type { ExcludedReason, IncludedReason } from '../core/context/reason.ts';
import type { Judged } from '../core/context/rank/rank-files.ts';
import type { Renderer } from '../core/context/render/pack.ts';
import type { Result } from '../core/facts/result.ts';
import { type Plan, planContext } from '../core/plan.ts';
import type { KeepItems } from './kept-items.ts';
import type { ChosenModel } from './model-choice.ts';
import type { Gathered } from './gather.ts';
import type { PlannedFit } from './task-outlook.ts';

/** The plan for what is ticked now, and its answer for every candidate. */
export interface LivePlan {
  readonly settings: FitSettings;
  readonly chosen: ChosenModel;
  readonly gathered: Gathered;
  /** Null: there is no task. */
  readonly judged: Judged | null;
  /** False while parts of files are still being made: another plan follows. */
  readonly complete: boolean;
  readonly plan: Result<Plan>;
  readonly answers: ReadonlyMap<string, Answer>;
}

/** Null reason: nothing could be planned. */
export interface Answer {
  readonly reason: IncludedReason | ExcludedReason | null;
  readonly level: Level | null;
  /** Of the text that goes in, without framing; null when it is out. */
  readonly tokens: number | null;
}

export interface LivePlanRequest {
  readonly settings: FitSettings;
  readonly chosen: ChosenModel;
  readonly gathered: Gathered;
  readonly judged: Judged | null;
  /** What is known of files that are worth looking into, and whether that is all. */
  readonly detailed: { readonly variants: DetailedVariants; readonly complete: boolean };
  readonly count: (text: string) => number;
  /** Variant ids of the plan before, so that small changes do not reshuffle everything. */
  readonly previous: readonly string[];
  readonly keepItems: KeepItems;
}

export function livePlan(request: LivePlanRequest): LivePlan {
  const { settings, chosen, gathered, judged, detailed, count, previous, keepItems } = request;
  const renderer = rendererOf(settings);
  const plan = planContext({
    offered: offer(
      gathered.candidates.values(),
      keepItems(settings.levels, renderer, count, detailed.variants),
    ),
    settings,
    model: chosen.model,
    counting: chosen.counting,
    renderer,
    count,
    limits: previous.length > 0 ? { previous } : {},
  });
  const answers = answersOf(gathered.candidates, plan);
  return { settings, chosen, gathered, judged, complete: detailed.complete, plan, answers };
}

/** What whoever predicts the task has to know of a plan. */
export function plannedFit({ settings: { task }, chosen: { model }, plan }: LivePlan): PlannedFit {
  return {
    task,
    model,
    promptTokens: plan.ok ? plan.value.used : null,
    files: plan.ok ? [...plan.value.choice.chosen.keys()] : [],
  };
}

export function rendererOf({ format, order, tree, lineNumbers }: FitSettings): Renderer {
  return { format, order, tree, lineNumbers };
}

function answersOf(
  candidates: ReadonlyMap<string, Candidate>,
  plan: Result<Plan>,
): ReadonlyMap<string, Answer> {
  const answers = new Map<string, Answer>();
  for (const { id, reason, pinned } of candidates.values()) {
    const variant = plan.ok ? plan.value.choice.chosen.get(id) : undefined;
    const rejected = plan.ok ? plan.value.choice.rejected.get(id) : undefined;
    answers.set(
      id,
      variant === undefined
        ? { reason: reason ?? rejected ?? null, level: null, tokens: null }
        : { reason: pinned ? 'pinned' : 'selected', level: variant.level, tokens: variant.tokens },
    );
  }
  return answers;
}
