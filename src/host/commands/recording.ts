import { env, window } from 'vscode';
import { readableCount } from '../../core/facts/readable-number.ts';
import { recordOutcome } from '../../protocol/ledger.ts';
import type { RecordedOutcome } from '../../protocol/ledger.ts';
import { ANSWERS, typedTokens } from '../outcome-answers.ts';
import type { Command, CommandContext, Commands } from './context.ts';
import { confirm, say, showFailure } from './messages.ts';

/** What became of the task on show, or of one that is told now: the tokens it took, and how good it was. */
const record: Command = async (context) => {
  context.task.flush();
  const told = context.task.settled() === '' ? await askForTask() : null;
  if (told === undefined) return;
  const steps = told === null ? 2 : 3;
  const typed = await window.showInputBox({
    title: `Record Outcome (${steps - 1}/${steps})`,
    prompt: tokensPrompt(context, told === null),
    placeHolder: 'such as 4200 or 4.2k',
    validateInput: (text) => {
      const parsed = typedTokens(text, env.language);
      return text.trim() === '' || parsed.ok ? undefined : parsed.error.message;
    },
  });
  const used = typed === undefined ? null : typedTokens(typed, env.language);
  if (used === null) return;
  if (!used.ok) {
    showFailure(used.error);
    return;
  }
  const verdict = await window.showQuickPick([...ANSWERS], {
    title: `Record Outcome (${steps}/${steps})`,
    placeHolder: 'How was the answer?',
  });
  if (verdict === undefined) return;
  const { success, quality } = verdict;
  const result = await context.engine.ask(recordOutcome, {
    ...(told !== null && { task: told }),
    budgetUsed: used.value,
    success,
    quality,
  });
  if (result.ok) tellRecorded(result.value);
  else showFailure(result.error);
};

/** Undefined when the question was left. */
async function askForTask(): Promise<string | undefined> {
  const typed = await window.showInputBox({
    title: 'Record Outcome (1/3)',
    prompt: 'What was the task? There is none in the Plan view.',
    validateInput: (text) => (text.trim() === '' ? 'Say in a sentence what the model did.' : undefined),
  });
  return typed?.trim();
}

function tokensPrompt(context: CommandContext, isShown: boolean): string {
  const prompt = 'Output tokens that the answer took, thinking included.';
  const predicted = isShown ? context.engine.ledger()?.task?.prediction : undefined;
  return predicted === undefined
    ? prompt
    : `${prompt} Predicted: ${readableCount(predicted.interval.low)}–${readableCount(predicted.interval.high)}.`;
}

function tellRecorded({ record: kept, note, stored }: RecordedOutcome): void {
  if (stored === 'waiting') {
    say(
      'warning',
      'The outcome is kept in memory and written as soon as the disk takes it; the log says what is wrong.',
      ['showLog'],
    );
    return;
  }
  confirm(`$(check) Recorded: ${readableCount(kept.budgetUsed)} output tokens. ${note}`);
}

export const recordCommands: Commands = { 'contextBudget.recordOutcome': record };
