import { budgetForEverything } from '../core/context/budget-for-everything.ts';
import type { FailureCode } from '../core/facts/result.ts';
import type { PlanSnapshot } from '../protocol/plan.ts';
import type { PlanViewAction, PlanViewState } from '../protocol/plan-view.ts';
import type { Amounts } from './amounts.ts';

/** How a notice looks: its sign and its frame; the sentence says it all without them. */
export type Tone = 'good' | 'info' | 'warning' | 'error';

/** Everything that has a drawing (`signs.ts`). */
export type SignName = Tone | 'down' | 'cross' | 'waiting' | 'running';

/** A one-click way on. */
export interface WayOn {
  readonly label: string;
  readonly action: PlanViewAction;
}

export interface Notice {
  readonly tone: Tone;
  readonly text: string;
  readonly ways: readonly WayOn[];
}

const SET_BUDGET: WayOn = { label: 'Set Budget…', action: 'setBudget' };
const CHOOSE_MODEL: WayOn = { label: 'Choose Model…', action: 'chooseModel' };
const SHOW_FILES: WayOn = { label: 'Show Files', action: 'showFiles' };
const OPEN_SETTINGS: WayOn = { label: 'Open Settings', action: 'openSettings' };
const SHOW_LOG: WayOn = { label: 'Show Log', action: 'showLog' };
const ALLOW_SECRET: WayOn = { label: 'Allow Secret…', action: 'allowSecret' };
const EXPLAIN: WayOn = { label: 'Explain Fit', action: 'explain' };

/** The notice about the surroundings, above the figures; null when there is nothing to say. */
export function surroundings(state: PlanViewState): Notice | null {
  if (state.engineRestarting) {
    return {
      tone: 'warning',
      text: 'The engine stopped and is starting again. Your selection is kept.',
      ways: [SHOW_LOG],
    };
  }
  const trouble = state.ledger?.snapshot.trouble ?? null;
  if (trouble !== null) return { tone: 'warning', text: trouble, ways: [SHOW_LOG] };
  if (state.restricted) {
    return {
      tone: 'info',
      text: 'Restricted Mode: git is not asked, and settings of this workspace that speak for you are ignored.',
      ways: [{ label: 'Manage Trust', action: 'manageTrust' }],
    };
  }
  return null;
}

/** The plan's own sentence with what can be done about it in one click. */
export function planNotice(plan: PlanSnapshot, in_: Amounts): Notice {
  const text = plan.failure?.message ?? plan.sentence;
  switch (plan.state) {
    case 'no_folder':
      return { tone: 'info', text, ways: [{ label: 'Open Folder…', action: 'openFolder' }] };
    case 'empty':
      return { tone: 'info', text, ways: [OPEN_SETTINGS] };
    case 'nothing_selected':
      return {
        tone: 'info',
        text: plan.ranking === null ? 'Say what the model should do, or tick files.' : text,
        ways: [{ label: 'Add Open Editors', action: 'addOpenEditors' }, SHOW_FILES],
      };
    case 'fits':
      return { tone: plan.ranking?.found === false ? 'info' : 'good', text, ways: [] };
    case 'over':
      return { tone: 'warning', text, ways: [moreRoom(plan, in_), EXPLAIN] };
    case 'refused':
      break;
  }
  return { tone: 'error', text, ways: waysOutOf(plan, in_) };
}

/** A line, so that the button that fits stays in sight: that a secret keeps useful files out, above all with a task: nobody ticked them, so nobody misses them. */
export function heldBack({ files, ranking }: PlanSnapshot, in_: Amounts): Notice | null {
  const { heldBack: held } = files;
  // Where the order is a guess, nobody knows what is missing.
  if (held.first === null || ranking?.found === false) return null;
  const name = held.first.slice(held.first.lastIndexOf('/') + 1);
  const text =
    held.count === 1
      ? `${name} holds a secret.`
      : `${name} and ${in_.exact(held.count - 1)} more hold secrets.`;
  return { tone: 'info', text, ways: [{ label: 'Allow…', action: 'allowSecret' }] };
}

function moreRoom(plan: PlanSnapshot, in_: Amounts): WayOn {
  const budget = budgetForEverything(plan.tokens.wanted, plan.model.band, plan.model.window);
  if (budget === null) return { label: 'Choose a Larger Model…', action: 'chooseModel' };
  if (budget <= plan.budget) return SET_BUDGET;
  return { label: `Raise Budget to ${in_.short(budget)}`, action: 'raiseBudget' };
}

function waysOutOf(plan: PlanSnapshot, in_: Amounts): readonly WayOn[] {
  const code = plan.failure?.code;
  if (code === 'pinned_exceed_budget') return [moreRoom(plan, in_), SHOW_FILES];
  return (code && WAYS_OUT[code]) ?? [SHOW_LOG];
}

const WAYS_OUT: Readonly<Partial<Record<FailureCode, readonly WayOn[]>>> = {
  no_room: [SET_BUDGET, CHOOSE_MODEL],
  invalid_budget: [SET_BUDGET],
  budget_exceeds_window: [SET_BUDGET, CHOOSE_MODEL],
  unknown_model: [CHOOSE_MODEL],
  unknown_encoding: [OPEN_SETTINGS],
  invalid_model_entry: [OPEN_SETTINGS],
  invalid_option: [OPEN_SETTINGS],
  invalid_levels: [OPEN_SETTINGS],
  unknown_strategy: [{ label: 'Choose Strategy…', action: 'chooseStrategy' }],
  pinned_secret: [ALLOW_SECRET, SHOW_FILES],
  pinned_unreadable: [SHOW_FILES],
  pinned_invalid_token_count: [SHOW_FILES],
};

/** Whether there is a prompt to be had now. `hasTask`: there are words in the task box, planned for or not. */
export function canFit(state: PlanViewState, hasTask: boolean): boolean {
  if (state.engineRestarting) return false;
  const planned = state.plan?.state;
  // A task offers every file as soon as the engine has heard of it.
  if (planned === 'nothing_selected') return hasTask && state.task.candidates === 'workspace';
  return planned === 'fits' || planned === 'over';
}
