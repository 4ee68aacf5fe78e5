import { ProgressLocation, Uri, window, workspace } from 'vscode';
import { fail } from '../../core/facts/result.ts';
import { verifyAudit } from '../../protocol/fit.ts';
import { verificationSentence, verificationText } from '../verified-words.ts';
import type { Command, Commands } from './context.ts';
import { say, showFailure } from './messages.ts';

/** Re-checks a saved audit against the workspace as it is now. */
const verify: Command = async (context, given) => {
  const file = given instanceof Uri ? given : await askForAudit();
  if (file === undefined) return;
  const audit = await workspace.fs.readFile(file).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => null,
  );
  if (audit === null) {
    showFailure(fail('unreadable', `${file.fsPath} cannot be read.`).error);
    return;
  }
  const result = await window.withProgress(
    { location: ProgressLocation.Window, title: 'Verifying audit' },
    () => context.engine.ask(verifyAudit, { audit }),
  );
  if (!result.ok) {
    showFailure(result.error);
    return;
  }
  const { value } = result;
  say(value.packHashEqual ? 'information' : 'warning', verificationSentence(value), []);
  if (!value.packHashEqual)
    await context.texts.show('Audit Verified.md', verificationText(value), 'markdown');
};

async function askForAudit(): Promise<Uri | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const chosen = await window.showOpenDialog({
    title: 'Verify Saved Audit',
    openLabel: 'Verify',
    filters: { Audit: ['json'] },
    ...(folder && { defaultUri: folder }),
  });
  return chosen?.[0];
}

export const verifyCommands: Commands = { 'contextBudget.verify': verify };
