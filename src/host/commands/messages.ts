import { commands, window } from 'vscode';
import type { Failure, FailureCode } from '../../core/facts/result.ts';

/** Buttons of messages, by the command that each runs. */
const ACTIONS = {
  setBudget: { title: 'Set Budget…', command: 'contextBudget.setBudget' },
  chooseModel: { title: 'Choose Model…', command: 'contextBudget.chooseModel' },
  fitForTask: { title: 'Fit for Task…', command: 'contextBudget.fitForTask' },
  allowSecret: { title: 'Allow Secret…', command: 'contextBudget.allowSecret' },
  unpin: { title: 'Unpin…', command: 'contextBudget.unpinSome' },
  addOpenEditors: { title: 'Add Open Editors', command: 'contextBudget.addOpenEditors' },
  showFiles: { title: 'Show Files', command: 'contextBudget.context.focus' },
  openFolder: { title: 'Open Folder…', command: 'vscode.openFolder' },
  manageTrust: { title: 'Manage Trust…', command: 'workbench.trust.manage' },
  openLevels: {
    title: 'Open Settings',
    command: 'workbench.action.openSettings',
    argument: 'contextBudget.compute',
  },
  setLimit: { title: 'Set Limit…', command: 'contextBudget.setLimit' },
  ask: { title: 'Ask Models…', command: 'contextBudget.ask' },
  manageModels: { title: 'Manage Models…', command: 'contextBudget.manageModels' },
  setKey: { title: 'Set API Key…', command: 'contextBudget.setKey' },
  openAskSettings: {
    title: 'Open Settings',
    command: 'workbench.action.openSettings',
    argument: 'contextBudget.ask',
  },
  chooseOutput: { title: 'Choose Output Budget…', command: 'contextBudget.chooseOutput' },
  showLog: { title: 'Show Log', command: 'contextBudget.showLog' },
} as const;
export type Action = keyof typeof ACTIONS;

/** What the user can do about a failure. */
const REMEDIES: Readonly<Partial<Record<FailureCode, readonly Action[]>>> = {
  invalid_budget: ['setBudget'],
  budget_exceeds_window: ['setBudget', 'chooseModel'],
  no_room: ['setBudget'],
  pinned_exceed_budget: ['setBudget', 'unpin'],
  pinned_secret: ['allowSecret', 'unpin'],
  pinned_invalid_token_count: ['unpin'],
  pinned_unreadable: ['unpin'],
  unknown_model: ['chooseModel'],
  unknown_encoding: ['chooseModel'],
  invalid_model_entry: ['showLog'],
  invalid_override: ['chooseOutput'],
  budget_exhausted: ['setLimit'],
  exceeds_limit: ['setLimit'],
  no_models: ['manageModels', 'setKey'],
  not_enough_models: ['manageModels', 'setKey'],
  no_qualified_model: ['manageModels', 'openAskSettings'],
  price_unknown: ['manageModels'],
  cost_limit_exceeded: ['openAskSettings'],
  all_models_failed: ['manageModels', 'showLog'],
  adapter_missing_key: ['setKey'],
  adapter_auth: ['setKey'],
  invalid_config: ['openAskSettings'],
};

/** One message with what can be done about it; a cancelled request is no news to the one who cancelled it. */
export function showFailure(failure: Failure): void {
  if (failure.code === 'cancelled') return;
  say('warning', failure.message, REMEDIES[failure.code] ?? []);
}

/** Never waited for: a message may stay as long as the user likes. */
export function say(kind: Kind, text: string, actions: readonly Action[]): void {
  void sayAndAct(kind, text, actions);
}

type Kind = 'information' | 'warning' | 'error';
const SHOW = {
  information: window.showInformationMessage,
  warning: window.showWarningMessage,
  error: window.showErrorMessage,
};

async function sayAndAct(kind: Kind, text: string, actions: readonly Action[]): Promise<void> {
  const title = await SHOW[kind]<string>(text, ...actions.map((action) => ACTIONS[action].title));
  const chosen = actions.find((action) => ACTIONS[action].title === title);
  if (chosen === undefined) return;
  const action = ACTIONS[chosen];
  await commands.executeCommand(action.command, ...('argument' in action ? [action.argument] : []));
}

/** Five seconds in the status bar: what was asked for has been done. */
export function confirm(text: string): void {
  window.setStatusBarMessage(text, 5000);
}
