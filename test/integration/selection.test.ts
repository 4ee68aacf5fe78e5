import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EMPTY_SELECTION } from '../../src/core/context/selection.ts';
import { selectionStore } from '../../src/host/selection-store.ts';
import type { EngineClient } from '../../src/host/engine-client.ts';
import { api, closeEverything, select, until, workspaceFile } from './extension.ts';
import { memento } from './memento.ts';

const deafEngine = { onStart: () => ({ dispose() {} }), tell() {} } as unknown as EngineClient;

describe('the selection', () => {
  afterEach(closeEverything);

  it('is there again after a reload, and so are named ones', async () => {
    const values = new Map<string, unknown>();
    const before = selectionStore(deafEngine, memento(values));
    await before.update(() => ({ marks: { src: true }, pinned: ['a.ts'], leftOut: ['b.ts'], levels: {} }));
    await before.save('parser work');
    await before.update(() => EMPTY_SELECTION);
    before.dispose();

    const after = selectionStore(deafEngine, memento(values));
    assert.deepEqual(after.current(), EMPTY_SELECTION);
    assert.deepEqual(after.names(), ['parser work']);
    assert.equal(await after.load('no such'), false);
    assert.equal(await after.load('parser work'), true);
    assert.deepEqual(after.current(), {
      marks: { src: true },
      pinned: ['a.ts'],
      leftOut: ['b.ts'],
      levels: {},
    });
    await after.remove('parser work');
    assert.deepEqual(after.names(), []);
    after.dispose();
  });

  it('begins empty when what was kept is damaged', () => {
    const store = selectionStore(deafEngine, memento(new Map([['selection', { marks: 'all' }]])));
    assert.deepEqual(store.current(), EMPTY_SELECTION);
    store.dispose();
  });

  it('follows a renamed file', async () => {
    const exports = await api();
    await vscode.workspace.fs.writeFile(
      workspaceFile('old-name.ts'),
      new TextEncoder().encode('export {};\n'),
    );
    await select({ marks: { 'old-name.ts': true }, pinned: ['old-name.ts'] });
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(workspaceFile('old-name.ts'), workspaceFile('new-name.ts'));
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until('the new name', () => exports.selection().pinned.includes('new-name.ts'));
    assert.equal(exports.selection().marks['new-name.ts'], true);
    await until(
      'the renamed file in the plan',
      () => exports.plan()?.files.pinned === 1 && exports.plan()?.state === 'fits',
    );
    await vscode.workspace.fs.delete(workspaceFile('new-name.ts'));
  });

  it('is changed by commands on files, as the explorer calls them', async () => {
    const exports = await api();
    await select({});
    const run = (command: string, ...paths: string[]) => {
      const uris = paths.map(workspaceFile);
      return vscode.commands.executeCommand(`contextBudget.${command}`, uris[0], uris);
    };
    await run('add', 'src', 'README.md');
    assert.deepEqual(exports.selection().marks, { src: true, 'README.md': true });
    await run('pin', 'src/cli.ts');
    assert.deepEqual(exports.selection().pinned, ['src/cli.ts']);
    await run('togglePin', 'src/cli.ts');
    assert.deepEqual(exports.selection().pinned, []);
    await run('leaveOut', 'src/lexer.ts');
    assert.deepEqual(exports.selection().leftOut, ['src/lexer.ts']);
    await run('takeBack', 'src/lexer.ts');
    assert.deepEqual(exports.selection().leftOut, []);
    await vscode.commands.executeCommand('contextBudget.clearSelection');
    assert.deepEqual(exports.selection(), EMPTY_SELECTION);
  });

  it('takes the open editors', async () => {
    const exports = await api();
    await select({});
    for (const path of ['src/lexer.ts', 'src/cli.ts'])
      await vscode.window.showTextDocument(workspaceFile(path), { preview: false });
    await vscode.commands.executeCommand('contextBudget.addOpenEditors');
    assert.deepEqual(Object.keys(exports.selection().marks).sort(), ['src/cli.ts', 'src/lexer.ts']);
  });
});
