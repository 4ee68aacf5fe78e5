import { env, QuickPickItemKind, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { CATEGORIES } from '../../core/facts/category.ts';
import { forgetAnswers, listAskable } from '../../protocol/models.ts';
import type { ForgetAnswers } from '../../protocol/models.ts';
import { exact } from '../amounts.ts';
import { CATEGORY_WORDS } from '../ask-words.ts';
import type { Command, Commands } from './context.ts';
import { confirm, showFailure } from './messages.ts';

/** Answers that are kept to be given again: what is forgotten is asked anew. */
const forget: Command = async (context) => {
  type Item = QuickPickItem & { readonly what?: ForgetAnswers };
  context.task.flush();
  const task = context.task.settled();
  const listed = await context.engine.askAll(listAskable);
  const models = listed.ok ? listed.value : [];
  const separator = (label: string): Item => ({ label, kind: QuickPickItemKind.Separator });
  const items: Item[] = [
    { label: 'All answers', what: { all: true } },
    ...(task === ''
      ? []
      : [{ label: 'Answers to the task on show', description: task.slice(0, 80), what: { prompt: task } }]),
    separator('of a model'),
    ...models.map(({ id, name }): Item => ({ label: name, what: { model: id } })),
    separator('of a category'),
    ...CATEGORIES.map((category): Item => ({ label: CATEGORY_WORDS[category], what: { category } })),
  ];
  const picked = await window.showQuickPick(items, {
    title: 'Forget Answers',
    placeHolder: 'What is forgotten is asked anew; what was learned stays',
  });
  if (picked?.what === undefined) return;
  const result = await context.engine.ask(forgetAnswers, picked.what);
  if (!result.ok) {
    showFailure(result.error);
    return;
  }
  const { entries } = result.value;
  confirm(`$(check) ${entries === 1 ? '1 answer' : `${exact(entries, env.language)} answers`} forgotten`);
};

export const forgetCommands: Commands = { 'contextBudget.forgetAnswers': forget };
