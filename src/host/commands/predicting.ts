import { env, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { readLevelSettings } from '../../core/budget/compute/level-settings.ts';
import { easy, hard, medium } from '../../core/budget/compute/presets.ts';
import type { Prediction } from '../../core/facts/prediction.ts';
import { predictTask } from '../../protocol/ledger.ts';
import type { PredictedTask } from '../../protocol/ledger.ts';
import { alternativeRows } from '../alternative-rows.ts';
import { parseBudget } from '../budget-text.ts';
import { ledgerSettings } from '../ledger-settings.ts';
import { computeParts, predictionLine, predictionText, priceLine } from '../prediction-words.ts';
import type { Command, CommandContext, Commands } from './context.ts';
import { askHowHard } from './judging-difficulty.ts';
import { confirm, say, showFailure } from './messages.ts';
import { cancellable } from './waiting.ts';

const TITLE = 'Predicting the task';

/** Of any words, without making them the task: what it may take, and what to do with the answer. */
const predict: Command = async (context) => {
  const typed = await window.showInputBox({
    title: 'Predict Task',
    prompt: 'What should the model do? What it may take is told, nothing is changed.',
    value: context.task.text(),
    validateInput: (text) => (text.trim() === '' ? 'Say in a sentence what the model should do.' : undefined),
  });
  if (typed === undefined) return;
  // The input box shows one line: what it did not change keeps its lines, and what was said of it.
  const isShown = typed === context.task.text();
  const predicted = isShown ? await ask(context, shownTask(context)) : await ask(context, typed.trim(), null);
  if (predicted === null) return;
  type Item = QuickPickItem & { readonly run: () => Promise<void> };
  const items: Item[] = [
    {
      label: '$(info) Show Details',
      description: 'phases, price, similar tasks',
      run: () =>
        context.texts.show('Prediction.md', predictionText(typed, predicted, env.language), 'markdown'),
    },
    {
      label: "$(copy) Copy Section for an Agent's Prompt",
      run: async () => {
        await env.clipboard.writeText(predicted.promptSection);
        confirm('$(check) Section copied: paste it at the end of the prompt');
      },
    },
  ];
  if (!isShown)
    items.unshift({
      label: '$(target) Make It the Task',
      run: async () => context.task.replace(typed),
    });
  const chosen = await window.showQuickPick(items, {
    title: `${predictionLine(predicted.prediction)} · ${predicted.compute.level} · ${priceLine(predicted, env.language)}`,
    placeHolder: predicted.explanation,
  });
  await chosen?.run();
};

/** The task on show, with what the user said of it. */
export function shownTask(context: CommandContext): unknown {
  return { ...context.details.current().more, description: context.task.text().trim() };
}

async function ask(
  context: CommandContext,
  task: unknown,
  level = context.details.current().level,
): Promise<PredictedTask | null> {
  const { tenant } = context.details.context();
  const { model } = context.settings.fit();
  const result = await cancellable(TITLE, (token) =>
    context.engine.ask(predictTask, { task, level, model, tenant }, token),
  );
  if (result.ok) return result.value;
  showFailure(result.error);
  return null;
}

/** Whether there is no task yet; then it says so. */
export function needsTask(context: CommandContext): boolean {
  context.task.flush();
  if (context.task.settled() !== '') return false;
  say('information', 'There is no task yet: say in the Plan view what the model should do.', ['fitForTask']);
  return true;
}

/** How much output to allow: what is recommended, an alternative, or an amount of the user's own. */
const chooseOutput: Command = async (context) => {
  if (needsTask(context)) return;
  const chosen = context.details.current().more.override ?? null;
  const shown = context.engine.ledger()?.task?.prediction ?? null;
  const rows = (prediction: Prediction) => [...alternativeRows(prediction, chosen)];
  // Alternatives of an amount of the user's own are shares of it: the prediction itself is asked for once more.
  const items =
    chosen === null && shown !== null
      ? rows(shown)
      : ask(context, { ...(shownTask(context) as object), override: undefined }).then((predicted) =>
          predicted === null ? [] : rows(predicted.prediction),
        );
  const picked = await window.showQuickPick(items, {
    title: 'Choose Output Budget',
    placeHolder: 'Tokens that the answer may take, thinking included',
  });
  if (picked === undefined) return;
  if (picked.tokens !== 'own') {
    await context.details.change({ override: picked.tokens ?? undefined });
    return;
  }
  const typed = await window.showInputBox({
    title: 'Choose Output Budget',
    prompt: 'Output tokens, such as 6000 or 6k; empty means what is recommended.',
    value: chosen === null ? '' : String(chosen),
    validateInput: (text) => {
      const parsed = parseBudget(text, null, env.language);
      return parsed.ok ? undefined : parsed.error.message;
    },
  });
  const parsed = typed === undefined ? null : parseBudget(typed, null, env.language);
  if (parsed?.ok === true) await context.details.change({ override: parsed.value ?? undefined });
};

/** How much computing the task may take: as its difficulty says, or a level of the user's choice. */
const chooseComputeLevel: Command = async (context) => {
  if (needsTask(context)) return;
  const levels = readLevelSettings(ledgerSettings().levels);
  if (!levels.ok) {
    say('warning', levels.error.message, ['openLevels']);
    return;
  }
  const { easyBudget, mediumBudget, hardBudget, customLevels } = levels.value;
  const named = {
    easy: easyBudget ?? easy(),
    medium: mediumBudget ?? medium(),
    hard: hardBudget ?? hard(),
    ...customLevels,
  };
  const { level: chosen } = context.details.current();
  const compute = context.engine.ledger()?.task?.compute;
  type Item = QuickPickItem & { readonly choose: () => Promise<void> };
  const choosing = (level: string | null) => () => context.details.chooseLevel(level);
  const items: Item[] = [
    {
      label: `As difficult as the task${chosen === null ? ' (now)' : ''}`,
      description: chosen === null && compute !== undefined ? compute.level : '',
      ...(chosen === null && compute !== undefined && { detail: compute.reasoning }),
      choose: choosing(null),
    },
    ...Object.entries(named).map(([name, budget]) => ({
      label: `${name}${name === chosen ? ' (now)' : ''}`,
      description: computeParts(budget),
      choose: choosing(name),
    })),
    {
      label: '$(comment-discussion) Ask a Model How Hard It Is',
      description: 'one short question, paid and recorded as any',
      choose: () => askHowHard(context),
    },
  ];
  const picked = await window.showQuickPick(items, {
    title: 'Choose Compute Level',
    placeHolder: 'What one answer may use: candidates, verification, refinements',
    matchOnDescription: true,
  });
  await picked?.choose();
};

export const predictCommands: Commands = {
  'contextBudget.predictTask': predict,
  'contextBudget.chooseOutput': chooseOutput,
  'contextBudget.chooseComputeLevel': chooseComputeLevel,
};
