import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { EMPTY_SELECTION } from '../../src/core/context/selection.ts';
import { LEVELS } from '../../src/core/context/item.ts';
import { allowedSecrets } from '../../src/host/allowed-secrets.ts';
import { taskStore } from '../../src/host/task.ts';
import type { TreeNode } from '../../src/host/tree-nodes.ts';
import type { PlanSnapshot } from '../../src/protocol/plan.ts';
import { LONGEST_TASK } from '../../src/protocol/plan-view.ts';
import { api, closeEverything, until, workspaceFile } from './extension.ts';
import { memento } from './memento.ts';

const PAUSE_MS = 250;
const TASK = 'The parser loses the last word of a sum: mend `value` and the words of the lexer';

describe('the task', () => {
  it('settles after a pause in typing, without the blanks around it', async () => {
    const values = new Map<string, unknown>();
    const task = taskStore(memento(values));
    const heard: string[] = [];
    task.onSettled((text) => heard.push(text));
    for (const text of ['F', 'Fi', 'Fix it\n']) task.typed(text);
    assert.deepEqual([task.text(), task.settled(), heard], ['Fix it\n', '', []]);
    await sleep(PAUSE_MS * 2);
    assert.deepEqual([task.settled(), heard], ['Fix it', ['Fix it']]);
    task.typed('Fix it \n');
    task.flush();
    assert.deepEqual(heard, ['Fix it'], 'Blanks rank nothing.');
    assert.equal(values.get('task'), 'Fix it \n', 'The box keeps them.');
    assert.equal(task.edition(), 0, 'Typing is no news to the box.');
    task.dispose();
  });

  it('is there again after a reload, also when the window closes within the pause', () => {
    const values = new Map<string, unknown>();
    const before = taskStore(memento(values));
    before.typed('Half a th');
    before.dispose();
    const after = taskStore(memento(values));
    assert.deepEqual([after.text(), after.settled()], ['Half a th', 'Half a th']);
    after.dispose();
    values.set('task', 7);
    assert.equal(taskStore(memento(values)).text(), '', 'What is no text is none.');
  });

  it('is replaced at once, in the box too, whatever was being typed', async () => {
    const task = taskStore(memento());
    const heard: string[] = [];
    task.onSettled((text) => heard.push(text));
    let shown = 0;
    task.onReplaced(() => shown++);
    task.typed('something else');
    task.replace('x'.repeat(LONGEST_TASK + 1));
    assert.deepEqual([task.text().length, task.edition(), shown], [LONGEST_TASK, 1, 1]);
    await sleep(PAUSE_MS * 2);
    assert.equal(heard.length, 1, 'The pause of the typed words is called off.');
    task.dispose();
  });
});

describe('allowed secrets', () => {
  it('are those that were checked; what was not on show stays as it was', async () => {
    const values = new Map<string, unknown>();
    const allowed = allowedSecrets(memento(values));
    let changes = 0;
    allowed.onChange(() => changes++);
    await allowed.choose(['a', 'b'], ['a']);
    await allowed.choose(['c'], ['c']);
    await allowed.choose(['a', 'b'], ['b']);
    assert.deepEqual([[...allowed.ids()].sort(), changes], [['b', 'c'], 3]);
    await allowed.choose(['b'], ['b']);
    assert.equal(changes, 3, 'Nothing changed.');
    assert.deepEqual(allowedSecrets(memento(values)).ids(), allowed.ids());
    allowed.dispose();
  });
});

describe('a task in the window', function () {
  this.timeout(60_000);
  const section = () => vscode.workspace.getConfiguration('contextBudget');
  const set = (key: string, value: unknown) =>
    section().update(key, value, vscode.ConfigurationTarget.Global);

  before(async () => {
    await (await api()).select(EMPTY_SELECTION);
    // Every command was called by now, and one of them says how the user likes to see the files.
    await vscode.commands.executeCommand('contextBudget.viewByRank');
  });
  afterEach(closeEverything);
  after(async () => {
    const exports = await api();
    exports.setTask('');
    await exports.select(EMPTY_SELECTION);
    await until('the plan without a task', () => exports.plan()?.ranking === null);
  });

  async function plan(what: string, isWanted: (now: PlanSnapshot) => boolean): Promise<PlanSnapshot> {
    const exports = await api();
    return until(what, () => {
      const now = exports.plan();
      return now !== null && now.settled && now.indexing === null && isWanted(now) && now;
    });
  }
  const rows = async (): Promise<readonly TreeNode[]> => (await (await api()).files.getChildren()) ?? [];
  const paths = (nodes: readonly TreeNode[]): string[] =>
    nodes.map((node) => (node.kind === 'entry' ? node.entry.path : 'more'));
  /** The row of a file, once the list by rank has it. */
  async function row(path: string): Promise<{ node: TreeNode; item: vscode.TreeItem }> {
    const { files } = await api();
    const node = (await rows()).find((one) => one.kind === 'entry' && one.entry.path === path);
    assert.ok(node, `${path} is not in the list: ${paths(await rows()).join()}`);
    return { node, item: await files.getTreeItem(node) };
  }

  it('makes every file a candidate and offers every level, though nothing is ticked', async () => {
    const exports = await api();
    exports.setTask(TASK);
    const { offer, levels, task } = exports.fitSettings();
    assert.deepEqual([offer, levels, task], ['all', LEVELS, TASK]);
    const now = await plan('a plan for the task', ({ ranking }) => (ranking?.files ?? 0) > 0);
    assert.equal(now.state, 'fits');
    assert.equal(now.files.ticked, 0);
    assert.ok(now.files.included > 0);
    assert.ok((now.ranking?.share ?? 0) > 0);
  });

  it('lists the files by rank, flat, each with its probability, disc and reasons', async () => {
    const exports = await api();
    const ranked = paths(await rows());
    assert.ok(ranked.indexOf('src/parser.ts') < ranked.indexOf('docs/large.md'), ranked.join());
    assert.ok(!ranked.includes('src'), 'No folders.');
    const { node, item } = await row('src/parser.ts');
    assert.match(String(item.description), /^in · full · \d+ · \d+ %$/);
    assert.match(
      item.accessibilityInformation?.label ?? '',
      /^parser\.ts, in, full, \d+ % likely to be needed, \d+ tokens$/,
    );
    assert.ok(item.iconPath instanceof vscode.Uri && item.iconPath.scheme === 'data');
    assert.equal(exports.files.getParent?.(node), undefined);
    const { token } = new vscode.CancellationTokenSource();
    const resolved = await exports.files.resolveTreeItem?.(item, node, token);
    assert.ok(resolved?.tooltip instanceof vscode.MarkdownString);
    assert.match(resolved.tooltip.value, /\*\*[\d.]+ %\*\* likely to be needed/);
    assert.match(resolved.tooltip.value, /^- .+/m);
    assert.match(resolved.tooltip.value, /In\\: /);
  });

  it('shows the files as a tree when the user wants that, and by rank again', async () => {
    await vscode.commands.executeCommand('contextBudget.viewAsTree');
    assert.ok(paths(await rows()).includes('src'));
    await vscode.commands.executeCommand('contextBudget.viewByRank');
    assert.ok(!paths(await rows()).includes('src'));
  });

  it('follows pins, levels and what was left out', async () => {
    const exports = await api();
    await exports.select({
      ...EMPTY_SELECTION,
      pinned: ['README.md'],
      leftOut: ['src/cli.ts'],
      levels: { 'src/parser.ts': 'full' },
    });
    await plan('the pin in the plan', ({ files }) => files.pinned === 1);
    const ranked = paths(await rows());
    assert.equal(ranked[0], 'README.md');
    assert.match(String((await row('README.md')).item.description), /^pinned · /);
    assert.match(String((await row('src/cli.ts')).item.description), /^left out · /);
    assert.match(
      (await row('src/parser.ts')).item.accessibilityInformation?.label ?? '',
      /asked for in full/,
    );
    await exports.select(EMPTY_SELECTION);
    await plan('the plan without the pin', ({ files }) => files.pinned === 0);
  });

  it('previews the text that goes in, in the language of the file', async () => {
    await vscode.commands.executeCommand('contextBudget.previewFile', workspaceFile('src/parser.ts'));
    const { document } = await until('the preview', () => vscode.window.activeTextEditor);
    assert.equal(document.uri.scheme, 'context-budget');
    assert.match(document.uri.path, /\/parser\.ts \(in full\)$/);
    assert.equal(document.languageId, 'typescript');
    const file = await vscode.workspace.fs.readFile(workspaceFile('src/parser.ts'));
    assert.equal(document.getText(), new TextDecoder().decode(file));
    assert.equal(vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty).length, 0);
  });

  it('is fitted and copied without a tick; the prompt has the task', async () => {
    const exports = await api();
    await vscode.commands.executeCommand('contextBudget.copy');
    const fitted = exports.lastFit();
    assert.ok(fitted, 'There is no prompt.');
    assert.ok(fitted.prompt.includes(TASK));
    assert.ok(fitted.prompt.includes('src/parser.ts'));
    assert.equal(await vscode.env.clipboard.readText(), fitted.prompt);
    assert.ok(fitted.audit.tokensUsed <= fitted.audit.budget);
  });

  it('chooses among the ticked files only, if the settings say so', async () => {
    const exports = await api();
    await set('task.candidates', 'ticked');
    try {
      await plan('a plan of nothing', ({ state }) => state === 'nothing_selected');
      assert.equal(exports.fitSettings().offer, 'ticked');
      await exports.select({ ...EMPTY_SELECTION, marks: { src: true } });
      const now = await plan('a plan of the ticked', ({ files }) => files.included > 0);
      assert.ok(now.files.included <= 3);
    } finally {
      await set('task.candidates', undefined);
      await exports.select(EMPTY_SELECTION);
    }
    await plan('a plan of all', ({ files }) => files.ticked === 0 && files.included > 0);
  });

  it('keeps a file with a secret out, says so, and tells nowhere what it is', async () => {
    const exports = await api();
    // Put together here, so that no scanner of this repository finds it.
    const secret = ['ghp', 'a8Kd72hFq0Zx4Lw9Rt6Yb3Nm5Vc1Jp8Gs2Eu'].join('_');
    const file = workspaceFile('src/parser-token.ts');
    const text = `/** Token of the parser's lexer words. */\nexport const value = '${secret}';\n`;
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    const shown = async (): Promise<vscode.TreeItem | undefined> => {
      const folder = (await rows()).find((one) => one.kind === 'entry' && one.entry.path === 'src');
      const files = (folder && (await exports.files.getChildren(folder))) ?? [];
      const node = files.find((one) => one.kind === 'entry' && one.entry.path === 'src/parser-token.ts');
      return node && (await exports.files.getTreeItem(node));
    };
    await vscode.commands.executeCommand('contextBudget.viewAsTree');
    try {
      const item = await until('the row with the secret', async () => {
        const found = await shown();
        return String(found?.description).startsWith('holds a secret') && found;
      });
      assert.match(item.contextValue ?? '', /\bsecret\b/);
      await vscode.commands.executeCommand('contextBudget.copy');
      assert.ok(!exports.lastFit()?.prompt.includes(secret));
      assert.ok(!JSON.stringify(exports.lastFit()?.audit).includes(secret));
    } finally {
      await vscode.workspace.fs.delete(file);
      await until('the row to go', async () => (await shown()) === undefined);
      await vscode.commands.executeCommand('contextBudget.viewByRank');
    }
  });
});
