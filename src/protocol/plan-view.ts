/** What the Plan view's webview and the host say to each other. The webview draws what it is given. */
import type { PlanSnapshot } from './engine.ts';

/** Host → webview: always the whole state. */
export interface PlanViewState {
  readonly kind: 'state';
  readonly plan: PlanSnapshot | null;
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
] as const;
export type PlanViewAction = (typeof PLAN_VIEW_ACTIONS)[number];

export interface PlanViewMessage {
  readonly action: PlanViewAction;
}

/** The webview is not trusted: anything but a known action is dropped. */
export function isPlanViewMessage(message: unknown): message is PlanViewMessage {
  return (
    typeof message === 'object' &&
    message !== null &&
    'action' in message &&
    PLAN_VIEW_ACTIONS.some((action) => action === message.action)
  );
}
