import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, closeEverything, select, until } from './extension.ts';
import { fakeModels } from './fake-models.ts';

describe('models of the editor', () => {
  const section = () => vscode.workspace.getConfiguration('contextBudget');
  afterEach(async () => {
    await section().update('model', undefined, vscode.ConfigurationTarget.Global);
    await section().update('models', undefined, vscode.ConfigurationTarget.Global);
    await closeEverything();
  });

  it('can be chosen, and count the final prompt themselves', async () => {
    const exports = await api();
    const texts = (await fakeModels()).counted;
    await select({ marks: { src: true } });
    await section().update('model', 'fake-one', vscode.ConfigurationTarget.Global);
    const plan = await until('the model in the plan', () => {
      const now = exports.plan();
      return now?.model.id === 'fake-one' && now.settled && now;
    });
    assert.equal(plan.model.window, 20_000);
    assert.equal(plan.model.exact, false);
    assert.equal(plan.priceKind, 'included');
    const before = texts.length;
    await vscode.commands.executeCommand('contextBudget.copy');
    const fitted = exports.lastFit();
    assert.ok(fitted);
    assert.ok(texts.slice(before).includes(fitted.prompt), 'the model did not count the final prompt');
  });

  it('and those of the settings: the user’s word counts', async () => {
    const exports = await api();
    await select({ marks: { src: true } });
    await section().update(
      'models',
      [{ id: 'mine', encoding: 'cl100k_base', contextWindow: 5000 }],
      vscode.ConfigurationTarget.Global,
    );
    await section().update('model', 'mine', vscode.ConfigurationTarget.Global);
    const plan = await until('the model in the plan', () => {
      const now = exports.plan();
      return now?.model.id === 'mine' && now;
    });
    assert.equal(plan.model.encoding, 'cl100k_base');
    assert.ok(plan.model.exact);
  });

  it('rank for a task, and the one that is picked answers it', async () => {
    const exports = await api();
    await select({ marks: { src: true } });
    exports.setTask('Fix the crash of the parser');
    try {
      await until('the task on show', () => exports.ledger()?.task !== null && exports.ledger());
      const done = vscode.commands.executeCommand('contextBudget.chooseModelAndBudget');
      // The list is there when its answer is: until then there is nothing that could be accepted.
      await until('the model in the plan', async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        return exports.plan()?.model.id === 'fake-one';
      });
      await done;
    } finally {
      exports.setTask('');
      await section().update('model', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('that nobody knows are refused in words', async () => {
    const exports = await api();
    await section().update('model', 'gpt-55555', vscode.ConfigurationTarget.Global);
    const plan = await until('the refusal', () => {
      const now = exports.plan();
      return now?.state === 'refused' && now;
    });
    assert.equal(plan.failure?.code, 'unknown_model');
  });
});
