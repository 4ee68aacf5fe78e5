import { env, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { Result } from '../../core/facts/result.ts';
import { modelForTask } from '../../protocol/ledger.ts';
import type { ModelAdvice } from '../../protocol/ledger.ts';
import { adviceLine, answerLine, modelBudgetLine, modelRows } from '../model-advice-words.ts';
import type { Command, CommandContext, Commands } from './context.ts';
import { confirm, showFailure } from './messages.ts';
import { needsTask, shownTask } from './predicting.ts';
import { cancellable } from './waiting.ts';

/** The models that the user has, as they suit the task on show; choosing one tells what it is to be allowed. */
const chooseModelAndBudget: Command = async (context) => {
  if (needsTask(context)) return;
  const advice = await advise(context, null);
  if (!advice.ok) {
    showFailure(advice.error);
    return;
  }
  const { model } = context.settings.fit();
  const rows: readonly (QuickPickItem & { readonly model: string })[] = modelRows(
    advice.value,
    model,
    env.language,
  );
  const picked = await window.showQuickPick(rows, {
    title: `Choose Model and Budget · ${answerLine(advice.value)}`,
    placeHolder: adviceLine(advice.value),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked === undefined) return;
  await context.settings.choose({ model: picked.model });
  const chosen = await advise(context, picked.model);
  if (chosen.ok) confirm(`$(check) ${modelBudgetLine(chosen.value, env.language)}`);
};

/** @param model the one that is chosen; null: the cheapest is */
function advise(context: CommandContext, model: string | null): Promise<Result<ModelAdvice>> {
  const { tenant } = context.details.context();
  const request = {
    task: shownTask(context),
    level: context.details.current().level,
    model,
    tenant,
    among: [],
    promptTokens: context.engine.plan()?.budget ?? null,
    extendedThinking: false,
    costLimitMicroUsd: null,
    maxLatencyMs: null,
    minQuality: null,
  };
  return cancellable('Comparing the models', (token) => context.engine.ask(modelForTask, request, token));
}

export const modelAndBudgetCommands: Commands = {
  'contextBudget.chooseModelAndBudget': chooseModelAndBudget,
};
