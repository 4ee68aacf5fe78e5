import { reallocate } from '../core/budget/phases/split.ts';
import { PHASES, type Phases } from '../core/facts/prediction.ts';
import { exactCount } from '../core/facts/readable-number.ts';
import type { PredictedTask } from '../protocol/ledger.ts';
import type { JudgedDifficulty } from '../protocol/models.ts';
import { predictionText } from './prediction-text.ts';

/** How a prediction is written. */
export interface PredictedForm {
  readonly as: 'text' | 'json' | 'section' | 'summary';
  /** What the section goes behind; null: nothing. */
  readonly basePrompt: string | null;
  /** Tokens of the phases that are finished; null: none is. */
  readonly spent: Readonly<Partial<Phases>> | null;
  /** Who was asked how hard it is, and what that cost; null: nobody. */
  readonly judged: JudgedDifficulty | null;
}

/** One prediction in its form, with the end of its last line. */
export function predictedOutput(task: PredictedTask, form: PredictedForm): string {
  const { as, basePrompt } = form;
  if (as === 'section') return `${sectionOf(task, basePrompt)}\n`;
  if (as === 'summary') return `${task.summary}\n`;
  return as === 'json' ? `${JSON.stringify(predictedJson(task, form))}\n` : textOf(task, form);
}

/** The section for an agent's prompt; behind the prompt that it belongs to, which stays as it is (spec P10). */
export function sectionOf({ promptSection }: PredictedTask, basePrompt: string | null): string {
  const section = promptSection.trimEnd();
  return basePrompt === null ? section : `${basePrompt}\n\n${section}`;
}

/** The fields of a prediction (spec P4), and beside them what is known of model, price and limits. */
export function predictedJson(
  { taskId, prediction, ...rest }: PredictedTask,
  { spent, judged }: Pick<PredictedForm, 'spent' | 'judged'>,
): Readonly<Record<string, unknown>> {
  const phasesNow = spent === null ? {} : { phasesNow: reallocate(prediction.phases, spent) };
  const difficulty = judged === null ? {} : { difficulty: judged };
  return { taskId, ...prediction, ...phasesNow, ...rest, ...difficulty };
}

function textOf(task: PredictedTask, { spent }: PredictedForm): string {
  if (spent === null) return predictionText(task);
  const phases = reallocate(task.prediction.phases, spent);
  const words = PHASES.map((phase) => {
    const tokens = exactCount(phases[phase]);
    return spent[phase] === undefined ? `${phase} ${tokens}` : `${phase} ${tokens} (spent)`;
  });
  return `${predictionText(task)}Phases from here on: ${words.join(', ')}.\n`;
}
