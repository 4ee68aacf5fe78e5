import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { EMPTY_SELECTION } from '../../src/core/context/selection.ts';
import { api, closeEverything, manifest, select, workspaceFile } from './extension.ts';

/** Longer than any command that asks nothing takes on the small project. */
const ASKS_AFTER_MS = 1500;
const MOST_QUESTIONS = 4;

/** Runs a command as the palette does; a question it asks is dismissed. */
async function call(command: string): Promise<void> {
  const done = Promise.resolve(vscode.commands.executeCommand(command)).then(() => true);
  for (let tries = 0; tries < MOST_QUESTIONS; tries++) {
    if (await Promise.race([done, sleep(ASKS_AFTER_MS, false)])) return;
    // Dialogs are quick picks here (`files.simpleDialog.enable`).
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  }
  assert.fail(`${command} does not end when its question is dismissed`);
}

describe('every contributed command', function () {
  this.timeout(120_000);
  const files = () => vscode.workspace.getConfiguration('files');
  before(() => files().update('simpleDialog.enable', true, vscode.ConfigurationTarget.Global));
  after(() => files().update('simpleDialog.enable', undefined, vscode.ConfigurationTarget.Global));
  afterEach(closeEverything);

  it('can be called when nothing is selected and nothing is open', async () => {
    const exports = await api();
    for (const { command } of manifest().contributes.commands) {
      await exports.select(EMPTY_SELECTION);
      await call(command);
    }
    assert.deepEqual(exports.failedCommands, []);
  });

  it('can be called with a selection and an open file', async () => {
    const exports = await api();
    for (const { command } of manifest().contributes.commands) {
      await select({ marks: { src: true }, pinned: ['src/cli.ts'] });
      await vscode.window.showTextDocument(workspaceFile('src/lexer.ts'));
      await call(command);
    }
    assert.deepEqual(exports.failedCommands, []);
  });
});
