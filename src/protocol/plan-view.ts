/** What the Plan view's webview and the host say to each other. The webview draws what it is given. */
import type { PlanSnapshot } from './plan.ts';
import type { LedgerSnapshot, UseAlert } from './ledger.ts';
import type { AskedModel } from './models.ts';
import type { Stage } from '../core/facts/model-record.ts';

/** What the model should do, in the user's words. The host owns it; the box of the view is one way to change it. */
export interface TaskState {
  readonly text: string;
  /**
   * Rises whenever the text was changed from elsewhere than the view's box, as by a command: only then does the box take
   * it over, so that nobody loses the caret to an echo of their own typing.
   */
  readonly edition: number;
  /** What a task chooses among: every file of the workspace, or those that the user ticked. */
  readonly candidates: 'workspace' | 'ticked';
}

/** What tasks of this workspace took and may take. */
export interface LedgerState {
  readonly snapshot: LedgerSnapshot;
  /** The newest alert that the user has not dismissed; limits say themselves how they stand. */
  readonly alert: UseAlert | null;
}

/** A request to models that runs, or ran last. */
export interface AskingState {
  readonly requestId: string;
  readonly state: 'running' | 'answered' | 'failed' | 'cancelled';
  readonly stage: Stage;
  readonly models: readonly AskedModel[];
  /** How it ended; empty while it runs. */
  readonly sentence: string;
  /** A person should look at the answer (spec M7). */
  readonly toReview: boolean;
}

/** Host → webview: always the whole state. */
export interface PlanViewState {
  readonly kind: 'state';
  readonly plan: PlanSnapshot | null;
  /** Null until the engine has spoken of it. */
  readonly ledger: LedgerState | null;
  readonly task: TaskState;
  /** Null: nothing was asked, or the user put it away. */
  readonly asking: AskingState | null;
  /** What the user said of the task beside its words: "high priority · 5 points"; empty for nothing. */
  readonly more: string;
  /** The engine's thread died and is coming back. */
  readonly engineRestarting: boolean;
  readonly restricted: boolean;
  /** BCP 47 tag for numbers. */
  readonly locale: string;
}

/** Webview → host: a command of the table below, by name only; nothing else is taken. */
export const PLAN_VIEW_ACTIONS = [
  'ready',
  'chooseModel',
  'setBudget',
  'chooseStrategy',
  'chooseFormat',
  'fit',
  'copy',
  'open',
  'sendToChat',
  'save',
  'explain',
  // one click out of a state that is in the way
  'raiseBudget',
  'openFolder',
  'addOpenEditors',
  'showFiles',
  'manageTrust',
  'openSettings',
  'showLog',
  'allowSecret',
  // the task, what it may take, what came of it
  'moreAboutTask',
  'chooseOutput',
  'chooseComputeLevel',
  'recordOutcome',
  'importUsage',
  'setLimit',
  'showReport',
  'dismissAlert',
  // models that answer
  'ask',
  'cancelAsk',
  'showAnswer',
  'dismissAnswer',
] as const;
export type PlanViewAction = (typeof PLAN_VIEW_ACTIONS)[number];

/** Webview → host: what stands in the task box now. */
export interface TaskMessage {
  readonly action: 'task';
  readonly task: string;
}

export type PlanViewMessage = { readonly action: PlanViewAction } | TaskMessage;

/** The webview is not trusted: anything but a known action, or a text as the task, is dropped. */
export function isPlanViewMessage(message: unknown): message is PlanViewMessage {
  if (typeof message !== 'object' || message === null || !('action' in message)) return false;
  if (message.action === 'task') return 'task' in message && typeof message.task === 'string';
  return PLAN_VIEW_ACTIONS.some((action) => action === message.action);
}

/**
 * UTF-16 code units of the longest task. A description with a stack trace takes a tenth of it; what is longer is a
 * file, and files are ticked.
 */
export const LONGEST_TASK = 20_000;

/** The beginning of a text that is short enough for a task; a character of two code units is not torn apart. */
export function cutTask(text: string): string {
  if (text.length <= LONGEST_TASK) return text;
  const last = text.charCodeAt(LONGEST_TASK - 1);
  const isFirstHalf = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isFirstHalf ? LONGEST_TASK - 1 : LONGEST_TASK);
}
