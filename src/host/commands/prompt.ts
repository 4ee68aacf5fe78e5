import path from 'node:path';
import { commands, env, Uri, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { Format } from '../../core/context/fit-settings.ts';
import { isEmptySelection } from '../../core/context/selection.ts';
import { readableCount } from '../../core/facts/readable-number.ts';
import type { FittedPrompt } from '../../protocol/fit.ts';
import { exact } from '../amounts.ts';
import { freshLedger } from '../fresh-ledger.ts';
import type { Command, CommandContext, Commands } from './context.ts';
import { confirm, say, showFailure } from './messages.ts';

/** Undocumented, so looked for before it is used. */
const OPEN_CHAT = 'workbench.action.chat.open';

const FILES: Readonly<Record<Format, { readonly extension: string; readonly language: string }>> = {
  markdown: { extension: 'md', language: 'markdown' },
  xml: { extension: 'xml', language: 'xml' },
  json: { extension: 'json', language: 'json' },
  plain: { extension: 'txt', language: 'plaintext' },
};

/** The fitted prompt, or null after telling the user why there is none, or when the user keeps to a limit. */
export async function fittedPrompt(context: CommandContext): Promise<FittedPrompt | null> {
  const before = context.task.settled();
  context.task.flush();
  if (isEmptySelection(context.selection.current()) && !context.settings.offersAll()) {
    if (context.engine.plan()?.state === 'no_folder') {
      say('information', 'There is nothing to fit: open a folder or a file first.', ['openFolder']);
    } else {
      say(
        'information',
        'Nothing is chosen yet: say in the Plan view what the model should do, or tick files.',
        ['fitForTask', 'addOpenEditors', 'showFiles'],
      );
    }
    return null;
  }
  // The last words of a task are predicted while it is fitted, so what they may pass is asked as late as that.
  const predicted = before === context.task.settled() ? undefined : freshLedger(context.engine);
  const result = await context.fitting.current();
  await predicted;
  if (result.ok)
    return (await context.consent.given(context.engine.ledger()?.task ?? null)) ? result.value : null;
  showFailure(result.error);
  return null;
}

function summary({ audit }: FittedPrompt): string {
  const files = audit.includedCount === 1 ? '1 file' : `${exact(audit.includedCount, env.language)} files`;
  return `${readableCount(audit.tokensUsed)} of ${readableCount(audit.budget)} tokens, ${files}`;
}

const copy: Command = async (context) => {
  const fitted = await fittedPrompt(context);
  if (fitted === null) return;
  await env.clipboard.writeText(fitted.prompt);
  confirm(`$(check) Prompt copied: ${summary(fitted)}`);
};

const open: Command = async (context) => {
  const fitted = await fittedPrompt(context);
  if (fitted === null) return;
  const { extension, language } = FILES[fitted.audit.format];
  await context.texts.show(`Fitted Prompt.${extension}`, fitted.prompt, language);
};

/** With the AI features switched off the command is still there, and does nothing. */
async function hasChat(): Promise<boolean> {
  if (workspace.getConfiguration('chat').get('disableAIFeatures', false)) return false;
  return (await commands.getCommands(true)).includes(OPEN_CHAT);
}

const sendToChat: Command = async (context) => {
  const fitted = await fittedPrompt(context);
  if (fitted === null) return;
  try {
    if (await hasChat()) {
      await commands.executeCommand(OPEN_CHAT, { query: fitted.prompt, isPartialQuery: true });
      return;
    }
  } catch (error) {
    context.log.warn(`chat did not open: ${String(error)}`);
  }
  await env.clipboard.writeText(fitted.prompt);
  say(
    'information',
    `There is no chat in this editor: the prompt is on the clipboard (${summary(fitted)}).`,
    [],
  );
};

const save: Command = async (context) => {
  const fitted = await fittedPrompt(context);
  if (fitted === null) return;
  const { extension } = FILES[fitted.audit.format];
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const chosen = await window.showSaveDialog({
    title: 'Save Fitted Prompt',
    ...(folder && { defaultUri: Uri.joinPath(folder, `prompt.${extension}`) }),
  });
  if (chosen === undefined) return;
  const audit = auditBeside(chosen);
  // Before they exist: a watcher is quicker than we are.
  await context.events.ownFiles([chosen, audit]);
  const encode = new TextEncoder();
  try {
    await workspace.fs.writeFile(chosen, encode.encode(fitted.prompt));
    await workspace.fs.writeFile(audit, encode.encode(`${JSON.stringify(fitted.audit, null, 2)}\n`));
  } catch (error) {
    context.log.warn(`not saved: ${String(error)}`);
    say(
      'error',
      `The prompt could not be saved there: ${error instanceof Error ? error.message : 'unknown'}`,
      [],
    );
    return;
  }
  confirm(`$(check) Saved ${path.posix.basename(chosen.path)} and its audit`);
};

/** `prompt.md` → `prompt.audit.json` in the same folder. */
function auditBeside(prompt: Uri): Uri {
  const { dir, name } = path.posix.parse(prompt.path);
  return prompt.with({ path: path.posix.join(dir, `${name}.audit.json`) });
}

const explain: Command = async (context) => {
  const fitted = await fittedPrompt(context);
  if (fitted !== null) await context.texts.show('Fit Explained.md', fitted.readable, 'markdown');
};

/** Fits, then asks what to do with the prompt. */
export const fit: Command = async (context, ...args) => {
  const fitted = await fittedPrompt(context);
  if (fitted === null) return;
  const items: (QuickPickItem & { readonly run: Command })[] = [
    { label: '$(copy) Copy', run: copy },
    { label: '$(comment-discussion) Send to Chat', run: sendToChat },
    { label: '$(go-to-file) Open', description: 'read-only', run: open },
    { label: '$(save) Save…', description: 'with its audit', run: save },
    { label: '$(info) Explain', description: 'every file with its reason', run: explain },
  ];
  const chosen = await window.showQuickPick(items, {
    title: `Fitted: ${summary(fitted)}`,
    placeHolder: 'What should happen with the prompt?',
  });
  await chosen?.run(context, ...args);
};

export const promptCommands: Commands = {
  'contextBudget.fit': fit,
  'contextBudget.copy': copy,
  'contextBudget.open': open,
  'contextBudget.sendToChat': sendToChat,
  'contextBudget.save': save,
  'contextBudget.explain': explain,
};
