import { env } from 'vscode';
import type { Result } from '../../core/facts/result.ts';
import type { JudgedDifficulty } from '../../protocol/models.ts';
import { judgeDifficulty } from '../../protocol/models.ts';
import { isOfLimits, judgedLine } from '../difficulty-words.ts';
import { askFirst } from './asking.ts';
import type { CommandContext } from './context.ts';
import { confirm, showFailure } from './messages.ts';
import { cancellable } from './waiting.ts';

/** One model says how hard the task on show is, and its level is chosen. Where none can, the level stays. */
export async function askHowHard(context: CommandContext): Promise<void> {
  const task = context.task.text();
  let judged = await judge(context, task, false);
  if (judged.ok && judged.value.failure !== null && isOfLimits(judged.value.failure)) {
    const { message } = judged.value.failure;
    if (!(await askFirst(context.log, 'Pass the limit to ask how hard the task is?', message, 'Ask'))) return;
    judged = await judge(context, task, true);
  }
  if (!judged.ok) {
    showFailure(judged.error);
    return;
  }
  const { failure, level } = judged.value;
  if (failure !== null) {
    showFailure(failure);
    return;
  }
  // The answer is about the words that were asked about.
  if (context.task.text() !== task) return;
  await context.details.chooseLevel(level);
  confirm(`$(check) ${judgedLine(judged.value, env.language)}`);
}

/** By its words alone: who asks a model does not want to hear what was said of the task's complexity. */
function judge(
  { engine, details }: CommandContext,
  task: string,
  passLimits: boolean,
): Promise<Result<JudgedDifficulty>> {
  const { tenant } = details.context();
  return cancellable('Asking a model how hard the task is', (token) =>
    engine.ask(judgeDifficulty, { task, by: 'model', tenant, passLimits }, token),
  );
}
