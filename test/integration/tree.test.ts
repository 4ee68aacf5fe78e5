import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TreeNode } from '../../src/host/tree-nodes.ts';
import { api, closeEverything, select, until } from './extension.ts';

async function children(node?: TreeNode): Promise<readonly TreeNode[]> {
  return (await (await api()).files.getChildren(node)) ?? [];
}

async function row(path: string): Promise<TreeNode> {
  let nodes = await children();
  for (let depth = 1; ; depth++) {
    const above = path.split('/').slice(0, depth).join('/');
    const found = nodes.find((node) => node.kind === 'entry' && node.entry.path === above);
    assert.ok(found, `${above} is not shown`);
    if (above === path) return found;
    nodes = await children(found);
  }
}

async function item(path: string): Promise<vscode.TreeItem> {
  return (await api()).files.getTreeItem(await row(path));
}

const isChecked = ({ checkboxState }: vscode.TreeItem): boolean =>
  (typeof checkboxState === 'object' ? checkboxState.state : checkboxState) ===
  vscode.TreeItemCheckboxState.Checked;

describe('the Context view', () => {
  afterEach(closeEverything);

  it('shows folders first, then files, by name, without ignored ones', async () => {
    await select({});
    const names = (await children()).map((node) => (node.kind === 'entry' ? node.entry.path : ''));
    assert.deepEqual(names, ['docs', 'src', '.gitignore', 'logo.png', 'package-lock.json', 'README.md']);
  });

  it('says for each file what the fit answered', async () => {
    await select({ marks: { src: true, 'logo.png': true, 'package-lock.json': true } });
    assert.match(String((await item('src/parser.ts')).description), /^in · full · \d+$/);
    assert.match(String((await item('src')).description), /^3 of 3 in · \d+$/);
    assert.equal((await item('logo.png')).description, 'binary');
    assert.match(String((await item('package-lock.json')).description), /^lock file/);
    assert.ok(isChecked(await item('src')));
    assert.ok(isChecked(await item('src/parser.ts')));
    assert.ok(!isChecked(await item('README.md')));
  });

  it('says "no room" when there is none, and pinned when a file must be in', async () => {
    const section = vscode.workspace.getConfiguration('contextBudget');
    await section.update('budget', 400, vscode.ConfigurationTarget.Global);
    try {
      await until('the budget', async () => (await api()).plan()?.budget === 400);
      await select({ marks: { docs: true }, pinned: ['src/cli.ts'] });
      assert.match(String((await item('docs/large.md')).description), /^no room · 4k$/);
      const pinned = await item('src/cli.ts');
      assert.match(String(pinned.description), /^pinned · full · \d+$/);
      assert.equal(pinned.contextValue, 'file pinned takenIn onDisk');
    } finally {
      await section.update('budget', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('explains itself to screen readers and, when asked, in a tooltip', async () => {
    await select({ marks: { src: true } });
    const node = await row('src/lexer.ts');
    const shown = await item('src/lexer.ts');
    assert.match(shown.accessibilityInformation?.label ?? '', /^lexer\.ts, in, full, \d+ tokens$/);
    assert.equal(shown.tooltip, undefined);
    const token = new vscode.CancellationTokenSource().token;
    const resolved = await (await api()).files.resolveTreeItem?.(shown, node, token);
    assert.ok(resolved?.tooltip instanceof vscode.MarkdownString);
    assert.match(resolved.tooltip.value, /tokens/);
  });

  it('lists an untitled document by its label, and follows what is typed in it', async () => {
    await select({});
    const document = await vscode.workspace.openTextDocument({ content: 'one two three\n' });
    const editor = await vscode.window.showTextDocument(document);
    const id = `untitled:${document.uri.path}`;
    await vscode.commands.executeCommand('contextBudget.add', document.uri);
    const exports = await api();
    const before = await until('the document in the plan', () => {
      const plan = exports.plan();
      return plan?.files.included === 1 && plan.settled && plan.tokens.files;
    });
    assert.ok(exports.selection().marks[id]);
    assert.equal((await item(id)).label, document.uri.path);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'a hundred more words '.repeat(25)));
    await until('the typed words in the plan', () => (exports.plan()?.tokens.files ?? 0) > before + 90);
  });

  it('counts unsaved edits of a file, and the file again after they are undone', async () => {
    const exports = await api();
    const { tokens } = await select({ marks: { 'README.md': true } });
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, 'README.md'));
    const editor = await vscode.window.showTextDocument(document);
    for (const word of ['first ', 'second ', 'third '])
      await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), word.repeat(10)));
    await until('the edits in the plan', () => (exports.plan()?.tokens.files ?? 0) >= tokens.files + 30);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await until('the file again', () => exports.plan()?.tokens.files === tokens.files);
  });
});
