import { InputBoxValidationSeverity, env, window } from 'vscode';
import { exact } from '../amounts.ts';
import { LONGEST_TASK } from '../../protocol/plan-view.ts';
import type { Command, CommandContext, Commands } from './context.ts';
import { fit } from './prompt.ts';

/** From a sentence to a fitted prompt without leaving the keyboard. */
const fitForTask: Command = async (context) => {
  const typed = await window.showInputBox({
    title: 'Fit for Task',
    prompt: 'What should the model do? Name files, functions or an error message, if you know them.',
    value: context.task.text(),
    validateInput: (text) => {
      if (text.trim() === '') return 'Say in a sentence what the model should do.';
      return text.length > LONGEST_TASK
        ? {
            message: `Only the first ${exact(LONGEST_TASK, env.language)} characters are kept.`,
            severity: InputBoxValidationSeverity.Warning,
          }
        : undefined;
    },
  });
  if (typed === undefined) return;
  // The input box shows one line: what it did not change keeps its lines.
  if (typed !== context.task.text()) context.task.replace(typed);
  context.engine.start();
  await fit(context);
};

const clearTask: Command = async (context) => {
  const before = context.task.text();
  if (before === '') return;
  context.task.replace('');
  if (before.trim() !== '') void offerUndo(context, before);
};

/** A task may be a paragraph of the user's work. */
async function offerUndo(context: CommandContext, before: string): Promise<void> {
  const undo = 'Undo';
  const chosen = await window.showInformationMessage('The task was cleared.', undo);
  if (chosen === undo) context.task.replace(before);
}

export const taskCommands: Commands = {
  'contextBudget.fitForTask': fitForTask,
  'contextBudget.clearTask': clearTask,
  'contextBudget.viewAsTree': ({ tree }) => tree.prefer('tree'),
  'contextBudget.viewByRank': ({ tree }) => tree.prefer('rank'),
};
