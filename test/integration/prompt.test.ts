import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, closeEverything, select, until, workspaceFile } from './extension.ts';

const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(`contextBudget.${command}`, ...args);

const shownText = (scheme: string): string | undefined => {
  const document = vscode.window.activeTextEditor?.document;
  return document?.uri.scheme === scheme ? document.getText() : undefined;
};

describe('the fitted prompt', () => {
  afterEach(closeEverything);

  it('is copied, and is what the plan promised', async () => {
    const exports = await api();
    const plan = await select({ marks: { src: true } });
    await vscode.env.clipboard.writeText('before');
    await run('copy');
    const fitted = exports.lastFit();
    assert.ok(fitted);
    assert.equal(await vscode.env.clipboard.readText(), fitted.prompt);
    assert.match(fitted.prompt, /export function value/);
    assert.ok(fitted.audit.tokensUsed <= plan.budget);
    assert.deepEqual(
      fitted.audit.included.map((entry) => entry.path),
      ['src/cli.ts', 'src/lexer.ts', 'src/parser.ts'],
    );
  });

  it('holds the last keystroke', async () => {
    const exports = await api();
    await select({ marks: { 'README.md': true } });
    const editor = await vscode.window.showTextDocument(workspaceFile('README.md'));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'typed just now '));
    await run('copy');
    assert.match(exports.lastFit()?.prompt ?? '', /typed just now/);
  });

  it('is not fitted again while nothing changed, and is after a change', async () => {
    const exports = await api();
    await select({ marks: { src: true } });
    // What compilers say of the files of earlier tests may still come in, and is a change.
    let first = exports.lastFit();
    for (let copies = 0; copies < 5; copies++) {
      await run('copy');
      if (exports.lastFit() === first) break;
      first = exports.lastFit();
    }
    await run('copy');
    assert.equal(exports.lastFit(), first);
    await select({ marks: { 'README.md': true } });
    await run('copy');
    assert.notEqual(exports.lastFit(), first);
  });

  it('takes everything once the budget is raised', async () => {
    const exports = await api();
    const section = () => vscode.workspace.getConfiguration('contextBudget');
    await section().update('budget', 1000, vscode.ConfigurationTarget.Global);
    try {
      await until('the budget', () => exports.plan()?.budget === 1000);
      assert.equal((await select({ marks: { docs: true, src: true } })).state, 'over');
      await run('raiseBudget');
      await until('room for all', () => exports.plan()?.state === 'fits');
      assert.equal(exports.plan()?.files.included, 4);
      assert.equal(section().inspect('budget')?.workspaceValue, exports.plan()?.budget);
    } finally {
      await section().update('budget', undefined, vscode.ConfigurationTarget.Workspace);
      await section().update('budget', undefined, vscode.ConfigurationTarget.Global);
      await vscode.workspace.fs.delete(workspaceFile('.vscode'), { recursive: true });
    }
  });

  it('opens read-only in its own language, and so does its explanation', async () => {
    const exports = await api();
    await select({ marks: { src: true } });
    await run('open');
    assert.equal(shownText('context-budget'), exports.lastFit()?.prompt);
    assert.equal(vscode.window.activeTextEditor?.document.languageId, 'markdown');
    await run('explain');
    assert.equal(shownText('context-budget'), exports.lastFit()?.readable);
  });

  it('is never made of our own documents', async () => {
    const exports = await api();
    await select({ marks: { '': true } });
    await run('open');
    await run('addOpenEditors');
    assert.deepEqual(exports.selection().marks, { '': true });
  });

  it('goes to the clipboard where chat is switched off', async () => {
    assert.equal(
      vscode.workspace.getConfiguration('chat').get('disableAIFeatures'),
      true,
      'the harness switches it off',
    );
    await select({ marks: { src: true } });
    await vscode.env.clipboard.writeText('before');
    await run('sendToChat');
    const exports = await api();
    assert.equal(await vscode.env.clipboard.readText(), exports.lastFit()?.prompt);
  });

  it('with an audit that is verified against the workspace', async () => {
    const exports = await api();
    await select({ marks: { 'README.md': true } });
    await run('copy');
    const audit = JSON.stringify(exports.lastFit()?.audit);
    const file = vscode.Uri.joinPath(workspaceFile(''), '..', 'saved.audit.json');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(audit));
    await run('verify', file);
    assert.equal(shownText('context-budget'), undefined);
    const readme = workspaceFile('README.md');
    const before = await vscode.workspace.fs.readFile(readme);
    await vscode.workspace.fs.writeFile(readme, new TextEncoder().encode('# Something else\n'));
    try {
      await run('verify', file);
      assert.match(
        await until('the list of changes', () => shownText('context-budget')),
        /changed {2}README\.md/,
      );
    } finally {
      await vscode.workspace.fs.writeFile(readme, before);
      await vscode.workspace.fs.delete(file);
    }
    assert.deepEqual(exports.failedCommands, []);
  });
});
