import { planSentence, taskSentence } from '../core/context/plan-sentence.ts';
import { isFoundAnywhere } from '../core/context/rank/found.ts';
import type { Failure } from '../core/facts/result.ts';
import { byCodeUnit } from '../core/facts/text-order.ts';
import { costMicroUsd } from '../core/models/price.ts';
import type { PlanSnapshot, PlanState } from '../protocol/plan.ts';
import type { LivePlan } from './live-plan.ts';
import { shareShown } from './share-shown.ts';

export interface SnapshotFacts {
  readonly revision: number;
  readonly live: LivePlan;
  readonly indexing: PlanSnapshot['indexing'];
  /** False: no folder, no document. */
  readonly hasWorkspace: boolean;
  /** Files and documents that could be ticked. */
  readonly candidates: number;
  /** Files and documents that are ticked or pinned. */
  readonly ticked: number;
  /** The user's model entries that were left out, and other things to tell. */
  readonly notes: readonly string[];
}

/** What the views draw. */
export function snapshotOf(facts: SnapshotFacts): PlanSnapshot {
  const { live, revision, indexing } = facts;
  const { chosen, plan, settings, gathered } = live;
  const { model, counting } = chosen;
  const candidates = [...gathered.candidates.values()];
  const isRanked = settings.offer === 'all';
  const files = {
    candidates: facts.candidates,
    ticked: isRanked ? facts.ticked : candidates.length,
    pinned: candidates.filter(({ pinned }) => pinned).length,
    included: plan.ok ? plan.value.choice.chosen.size : 0,
    leftOut: candidates.filter(({ reason }) => reason !== null).length,
    heldBack: heldBack(live),
  };
  const tokens = tokensOf(live);
  const budget = plan.ok ? plan.value.budget.budget : (settings.budget ?? model?.maxInputTokens ?? 0);
  const limit = plan.ok ? plan.value.budget.limit : budget;
  const ranking = rankingOf(live, indexing !== null);
  const state = stateOf(facts, candidates.length, tokens.wanted > limit);
  return {
    revision,
    state,
    failure: plan.ok ? null : plan.error,
    indexing,
    model: {
      id: model?.id ?? null,
      name: model?.name ?? null,
      window: model?.maxInputTokens ?? model?.contextWindow ?? null,
      exact: counting.exact,
      encoding: counting.encoding,
      band: counting.band,
      disagreements: model?.disagreements ?? [],
    },
    budget,
    margin: plan.ok ? plan.value.budget.margin : 0,
    tokens,
    settled: gathered.settled && live.complete && indexing === null,
    files,
    ranking,
    strategy: settings.strategy,
    format: settings.format,
    gap: plan.ok ? plan.value.choice.gap : 0,
    proven: plan.ok && plan.value.choice.proven,
    costMicroUsd: model === null ? null : costMicroUsd(model.price, tokens.used, 0),
    priceKind: model?.price.kind ?? 'unknown',
    sentence: plan.ok
      ? (NOTHING_TO_TICK[state] ??
        (isRanked
          ? taskSentence({
              limit,
              used: tokens.used,
              included: files.included,
              share: 0,
              found: true,
              ...ranking,
            })
          : planSentence({ limit, ...tokens, count: files })))
      : plan.error.message,
    notes: [...(plan.ok ? plan.value.budget.notes : []), ...facts.notes],
  };
}

function rankingOf(live: LivePlan, indexing: boolean): PlanSnapshot['ranking'] {
  if (live.judged === null) return null;
  // What is still being read may match.
  const found = indexing || isFoundAnywhere(live.judged);
  return { files: live.judged.index.files.length, indexing, share: shareOf(live) ?? 0, found };
}

/**
 * Files that would be of use and are out because of a secret: of those that are ticked or pinned all, else those that are
 * needed as probably as something that is in.
 */
function heldBack({ gathered, plan, settings }: LivePlan): PlanSnapshot['files']['heldBack'] {
  const held = [...gathered.candidates.values()].filter(({ reason }) => reason === 'secret');
  if (held.length === 0 || !plan.ok) return { count: 0, first: null };
  const chosen = [...plan.value.choice.chosen.keys()];
  const least =
    settings.offer === 'all'
      ? Math.min(1, ...chosen.map((id) => gathered.candidates.get(id)?.probability ?? 1))
      : 0;
  const useful = held
    .filter(({ probability }) => probability >= least)
    .sort((a, b) => b.probability - a.probability || byCodeUnit(a.id, b.id));
  return { count: useful.length, first: useful[0]?.id ?? null };
}

function shareOf({ plan, gathered }: LivePlan): number | null {
  return plan.ok ? shareShown(plan.value.choice.value, gathered) : null;
}

const NOTHING_TO_TICK: Readonly<Partial<Record<PlanState, string>>> = {
  no_folder: 'No folder is open. Open one, or a document, to see what it takes.',
  empty: 'This folder has no file that could go into a prompt.',
};

function tokensOf({ plan, settings, gathered }: LivePlan): PlanSnapshot['tokens'] {
  const candidates = [...gathered.candidates.values()];
  // An empty prompt's frame is nothing that a user asked for: with nothing ticked only their own words count.
  const isBare = candidates.length === 0 && settings.instructions === '' && settings.task === '';
  if (isBare) return { used: 0, instructions: 0, files: 0, wanted: 0 };
  if (plan.ok) {
    const { used, wanted, choice } = plan.value;
    // The files' own tokens, as the tree shows them for each; what frames them counts with the instructions.
    const files = [...choice.chosen.values()].reduce((sum, { tokens }) => sum + tokens, 0);
    // With a task the whole workspace may be chosen from: nobody wants all of it.
    return { used, instructions: used - files, files, wanted: settings.offer === 'all' ? used : wanted };
  }
  if (settings.offer === 'all') return { used: 0, instructions: 0, files: 0, wanted: 0 };
  const wanted = candidates.reduce((sum, { tokens, reason }) => sum + (reason === null ? tokens : 0), 0);
  return { used: 0, instructions: 0, files: 0, wanted };
}

function stateOf(
  { hasWorkspace, live, candidates, indexing }: SnapshotFacts,
  ticked: number,
  over: boolean,
): PlanState {
  if (!hasWorkspace) return 'no_folder';
  if (!live.plan.ok) return 'refused';
  if (ticked > 0) return over ? 'over' : 'fits';
  return candidates === 0 && indexing === null ? 'empty' : 'nothing_selected';
}

/** The snapshot of a window in which nothing can be planned, whatever is ticked. */
export function withFailure(snapshot: PlanSnapshot, failure: Failure): PlanSnapshot {
  return { ...snapshot, state: 'refused', failure, sentence: failure.message };
}
