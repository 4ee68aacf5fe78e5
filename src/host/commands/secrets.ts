import { env, window } from 'vscode';
import { shownPath } from '../../core/context/render/shown-path.ts';
import { secretsFound } from '../../protocol/secrets.ts';
import { exact } from '../amounts.ts';
import { HELD_BACK, secretWords } from '../secret-words.ts';
import type { Command, CommandContext, Commands } from './context.ts';
import { say } from './messages.ts';
import { targets } from './targets.ts';

/**
 * Which findings are none to worry about: those that are checked may go into prompts. Unchecking takes that back. The
 * rule and the line say which it is; the found text stays where it is.
 */
const allowSecret: Command = async (context, ...args) => {
  const path = await fileOf(context, args);
  const inFile = path === null ? [] : await context.engine.ask(secretsFound, { path });
  // Nothing in the file at hand: then whatever there is in the workspace.
  const found = inFile.length > 0 ? inFile : await context.engine.ask(secretsFound, { path: null });
  if (found.length === 0) {
    say('information', 'No secret was found in the files that are candidates.', []);
    return;
  }
  const items = found.map((secret) => ({ ...secretWords(secret), id: secret.id, picked: secret.allowed }));
  const where = inFile.length > 0 && path !== null ? shownPath(path) : 'this workspace';
  const chosen = await window.showQuickPick(items, {
    title: `Allow Secrets in ${where}`,
    placeHolder: `${exact(found.length, env.language)} found: check those that may go into prompts`,
    canPickMany: true,
    matchOnDescription: true,
  });
  if (chosen === undefined) return;
  const idsOf = (secrets: readonly { readonly id: string }[]): readonly string[] => [
    ...new Set(secrets.map(({ id }) => id)),
  ];
  await context.allowed.choose(idsOf(found), idsOf(chosen));
};

/** Null: the whole workspace. */
async function fileOf(context: CommandContext, args: readonly unknown[]): Promise<string | null> {
  if (args[0] !== HELD_BACK) return (await targets(context, args))[0] ?? null;
  const held = context.engine.plan()?.files.heldBack;
  return held?.count === 1 ? held.first : null;
}

export const secretCommands: Commands = { 'contextBudget.allowSecret': allowSecret };
