import { env, QuickPickItemKind, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { budgetForEverything } from '../../core/context/budget-for-everything.ts';
import { DEFAULT_BUDGET, FORMATS, STRATEGIES } from '../../core/context/fit-settings.ts';
import type { Format } from '../../core/context/fit-settings.ts';
import type { StrategyName } from '../../core/context/fit/choice.ts';
import { listModels } from '../../protocol/models-offered.ts';
import { exact } from '../amounts.ts';
import { parseBudget } from '../budget-text.ts';
import { modelWords } from '../model-words.ts';
import type { Command, Commands } from './context.ts';
import { say } from './messages.ts';

const setBudget: Command = async (context) => {
  const limit = context.engine.plan()?.model.window ?? null;
  const { budget } = context.settings.fit();
  const locale = env.language;
  const without =
    limit === null ? `the default, ${exact(DEFAULT_BUDGET, locale)}` : 'as much as the model takes';
  const typed = await window.showInputBox({
    title: 'Set Budget',
    prompt: `Tokens of the whole prompt, such as 8000, 24k or 0.2M; empty means ${without}.`,
    value: budget === null ? '' : String(budget),
    validateInput: (text) => {
      const parsed = parseBudget(text, limit, locale);
      return parsed.ok ? undefined : parsed.error.message;
    },
  });
  if (typed === undefined) return;
  const parsed = parseBudget(typed, limit, locale);
  if (parsed.ok) await context.settings.choose({ budget: parsed.value });
};

/** One click out of "over": the least round budget that takes everything ticked. */
const raiseBudget: Command = async (context) => {
  const plan = context.engine.plan();
  if (plan === null) return;
  const budget = budgetForEverything(plan.tokens.wanted, plan.model.band, plan.model.window);
  if (budget === null) {
    say('information', 'No budget within the window of this model takes everything: untick some files.', [
      'chooseModel',
      'showFiles',
    ]);
    return;
  }
  if (budget > plan.budget) await context.settings.choose({ budget });
};

const chooseModel: Command = async (context) => {
  const chosen = context.settings.fit().model;
  type Item = QuickPickItem & { readonly model?: string | null };
  const items = context.engine.askAll(listModels).then((profiles): Item[] => {
    const item = (profile: (typeof profiles)[number]): Item => ({
      ...modelWords(profile, env.language),
      model: profile.id,
    });
    const inEditor = profiles.filter(({ sources }) => sources.includes('editor'));
    const others = profiles.filter(({ sources }) => !sources.includes('editor'));
    const separator = (label: string): Item => ({ label, kind: QuickPickItemKind.Separator });
    return [
      { label: 'No Model', description: 'count by o200k_base, no window, no price', model: null },
      ...(inEditor.length > 0 ? [separator('in this editor'), ...inEditor.map(item)] : []),
      separator('known models'),
      ...others.map(item),
    ];
  });
  const picked = await window.showQuickPick(items, {
    title: 'Choose Model',
    placeHolder: chosen === null ? 'No model is chosen' : `Now: ${chosen}`,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked?.model !== undefined) await context.settings.choose({ model: picked.model });
};

const STRATEGY_WORDS: Readonly<Record<StrategyName, string>> = {
  optimal: 'the most value that fits, with a certified bound',
  balanced: 'every folder gets its share, then the most value',
  greedy: 'the best-ranked files that fit, in order',
};
const FORMAT_WORDS: Readonly<Record<Format, string>> = {
  markdown: 'a heading and a fenced block for each file',
  xml: 'one element for each file',
  json: 'one object, one file a line',
  plain: 'contents only, joined by a blank line',
};

async function chooseOne<T extends string>(
  title: string,
  known: readonly T[],
  words: Readonly<Record<T, string>>,
  now: T,
): Promise<T | undefined> {
  const items = known.map((name) => ({
    label: name,
    description: `${words[name]}${name === now ? ' (now)' : ''}`,
    name,
  }));
  const picked = await window.showQuickPick(items, { title, matchOnDescription: true });
  return picked?.name;
}

const chooseStrategy: Command = async (context) => {
  const now = context.settings.fit().strategy;
  const strategy = await chooseOne('Choose Strategy', STRATEGIES.toReversed(), STRATEGY_WORDS, now);
  if (strategy !== undefined) await context.settings.choose({ strategy });
};

const chooseFormat: Command = async (context) => {
  const format = await chooseOne('Choose Format', FORMATS, FORMAT_WORDS, context.settings.fit().format);
  if (format !== undefined) await context.settings.choose({ format });
};

export const chooseCommands: Commands = {
  'contextBudget.setBudget': setBudget,
  'contextBudget.raiseBudget': raiseBudget,
  'contextBudget.chooseModel': chooseModel,
  'contextBudget.chooseStrategy': chooseStrategy,
  'contextBudget.chooseFormat': chooseFormat,
};
