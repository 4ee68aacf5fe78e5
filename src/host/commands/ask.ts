import { QuickPickItemKind, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { isEmptySelection } from '../../core/context/selection.ts';
import type { Strategy } from '../../core/facts/category.ts';
import { STRATEGIES } from '../../core/facts/category.ts';
import { listAskable, planAsk } from '../../protocol/models.ts';
import type { AskPlan, AskRequest } from '../../protocol/models.ts';
import { nameDocument } from '../document-ids.ts';
import {
  planDetail,
  plannedModelWords,
  planPrice,
  standingDescription,
  STRATEGY_WORDS,
} from '../ask-words.ts';
import { consentedPlan, limitsAgreed } from '../consented-plan.ts';
import type { Agree, ConsentedPlan } from '../consented-plan.ts';
import { selectedText } from '../selected-text.ts';
import { askFirst } from './asking.ts';
import type { Command, CommandContext, Commands } from './context.ts';
import { confirm, say, showFailure } from './messages.ts';
import { cancellable } from './waiting.ts';

/** The task with what is fitted for it; without a task, what is typed. */
const ask: Command = async (context) => {
  for (const part of [context.task, context.documents, context.events]) part.flush();
  const task = context.task.settled();
  const prompt = task === '' ? await typedPrompt('Ask Models', 'What should the models do?') : task;
  if (prompt === undefined) return;
  const hasFiles = !isEmptySelection(context.selection.current()) || context.settings.offersAll();
  await askAbout(context, prompt, {
    prompt: task === '' ? prompt : null,
    context: hasFiles ? 'fit' : 'none',
    level: context.details.current().level,
  });
};

/** What is selected in the editor goes before the question, with its file's name and language. */
const askSelection: Command = async (context) => {
  const editor = window.activeTextEditor;
  if (editor === undefined || editor.selection.isEmpty) {
    say('information', 'Select some text in an editor first.', []);
    return;
  }
  const { document, selection } = editor;
  const text = selectedText({
    path: nameDocument(document)?.id ?? workspace.asRelativePath(document.uri),
    language: document.languageId,
    firstLine: selection.start.line + 1,
    // A selection of whole lines ends before the first character of the next.
    lastLine: selection.end.line + (selection.end.character === 0 && !selection.isSingleLine ? 0 : 1),
    text: document.getText(selection),
  });
  const prompt = await typedPrompt('Ask About Selection', 'What do you want to know about it?');
  if (prompt !== undefined) await askAbout(context, prompt, { prompt, context: { text }, level: null });
};

async function typedPrompt(title: string, prompt: string): Promise<string | undefined> {
  const typed = await window.showInputBox({
    title,
    prompt,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'Say it in a sentence.' : undefined),
  });
  return typed?.trim();
}

type Asking = Pick<AskRequest, 'prompt' | 'context' | 'level'>;
/** What the user changed of the plan. */
interface Choice {
  readonly models: readonly string[] | null;
  readonly strategy: Strategy | null;
}

/** Plans with the price, asks, and shows the answers as they come. */
async function askAbout(context: CommandContext, prompt: string, asking: Asking): Promise<void> {
  let choice: Choice = { models: null, strategy: null };
  for (;;) {
    const request = requestOf(asking, choice);
    const agreed = await planned(context, request);
    if (agreed === null) return;
    const step = await agreeToPlan(context, agreed.plan, choice);
    if (step === null) return;
    if (step !== 'ask') {
      choice = step;
      continue;
    }
    const passLimits = agreed.plan.passes.length > 0;
    if (!(await limitsAgreed(agreed.plan, agreeBy(context)))) return;
    await run(context, prompt, { ...request, consent: agreed.consent }, agreed.plan, passLimits);
    return;
  }
}

function requestOf(asking: Asking, { models, strategy }: Choice): AskRequest {
  return {
    requestId: null,
    ...asking,
    models,
    ...(strategy !== null && { strategy }),
    tenant: '',
    minResponses: null,
  };
}

const agreeBy =
  ({ log }: CommandContext): Agree =>
  (question, detail, yes) =>
    askFirst(log, question, detail, yes);

/** Null after telling the user why there is no plan, or when the user did not agree to something. */
async function planned(context: CommandContext, request: AskRequest): Promise<ConsentedPlan | null> {
  const result = await consentedPlan(
    (consent) =>
      cancellable('Planning', (token) => context.engine.ask(planAsk, { ...request, consent }, token)),
    agreeBy(context),
  );
  if (result === null) return null;
  if (result.ok) return result.value;
  showFailure(result.error);
  return null;
}

type Step = 'ask' | Choice | null;

/** The plan with its price: to be agreed to, or to be changed. */
async function agreeToPlan(context: CommandContext, plan: AskPlan, choice: Choice): Promise<Step> {
  type Item = QuickPickItem & { readonly step?: () => Promise<Step> };
  const only = (id: string) => async (): Promise<Step> => ({ ...choice, models: [id] });
  const items: Item[] = [
    {
      label: plan.cached
        ? '$(history) Show Earlier Answer'
        : `$(play) Ask ${plan.models.map(({ name }) => name).join(', ')}`,
      description: planPrice(plan),
      detail: planDetail(plan),
      step: async () => 'ask',
    },
    ...plan.warnings.map((warning): Item => ({ label: `$(warning) ${warning}`, step: async () => 'ask' })),
    {
      label: '$(checklist) Choose Models…',
      description: choice.models === null ? 'all that can be asked' : 'chosen by you',
      step: () => chooseModels(context, choice),
    },
    {
      label: '$(type-hierarchy) Choose How Many Answer…',
      description: STRATEGY_WORDS[plan.strategy],
      step: () => chooseHowMany(plan, choice),
    },
    { label: 'who would answer', kind: QuickPickItemKind.Separator },
    ...plan.models.map((model): Item => ({
      label: plan.models.length === 1 ? model.name : `Ask ${model.name} alone`,
      description: plannedModelWords(model),
      step: plan.models.length === 1 ? async () => 'ask' : only(model.id),
    })),
  ];
  const picked = await window.showQuickPick(items, {
    title: `Ask Models: ${planPrice(plan)}`,
    placeHolder: plan.cached ? 'Nothing will be sent' : 'Nothing is sent before you choose',
    ignoreFocusOut: true,
  });
  return (await picked?.step?.()) ?? null;
}

async function chooseModels(context: CommandContext, choice: Choice): Promise<Step> {
  const result = await context.engine.askAll(listAskable);
  if (!result.ok) {
    showFailure(result.error);
    return null;
  }
  const items = result.value
    .filter(({ enabled, trouble }) => enabled && trouble === null)
    .map((standing) => ({
      label: standing.name,
      description: standingDescription(standing),
      id: standing.id,
      picked: choice.models?.includes(standing.id) ?? true,
    }));
  const picked = await window.showQuickPick(items, {
    title: 'Choose Models',
    placeHolder: 'Only these may be asked',
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (picked === undefined || picked.length === 0) return choice;
  return { ...choice, models: picked.length === items.length ? null : picked.map(({ id }) => id) };
}

async function chooseHowMany(plan: AskPlan, choice: Choice): Promise<Step> {
  const items = STRATEGIES.map((strategy) => ({
    label: STRATEGY_WORDS[strategy],
    description: strategy === plan.strategy ? '(now)' : '',
    strategy,
  }));
  const picked = await window.showQuickPick(items, { title: 'How Many Answer', ignoreFocusOut: true });
  return picked === undefined ? choice : { ...choice, strategy: picked.strategy };
}

async function run(
  context: CommandContext,
  prompt: string,
  request: AskRequest,
  plan: AskPlan,
  passLimits: boolean,
): Promise<void> {
  const running = context.requests.run({ request, plan, passLimits, prompt });
  await context.answers.show(plan.requestId);
  const outcome = await running;
  // The view and the document say the rest.
  if (outcome.ok) confirm('$(check) Answered');
  else showFailure(outcome.error);
}

/** A title button passes the document's address, a lens the request's id. */
const cancel: Command = async ({ requests }) => requests.cancel();

const showAnswer: Command = async ({ requests, answers }) => {
  const asked = requests.shown() ?? requests.lastAnswered();
  if (asked !== null) await answers.show(asked.requestId);
  else say('information', 'Nothing was asked in this window yet.', ['ask']);
};

export const askCommands: Commands = {
  'contextBudget.ask': ask,
  'contextBudget.askSelection': askSelection,
  'contextBudget.cancelAsk': cancel,
  'contextBudget.showAnswer': showAnswer,
  'contextBudget.dismissAnswer': async ({ requests }) => requests.dismiss(),
};
