import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, closeEverything, until } from './extension.ts';
import { fakeModels } from './fake-models.ts';

const TASK = 'What is two and two?';
const MOST_TRIES = 5;

describe('how hard a task is', function () {
  this.timeout(60_000);
  afterEach(async () => {
    (await fakeModels()).answers.clear();
    (await api()).setTask('');
    await closeEverything();
  });

  it('a model says, by the last entry of the levels, and its level is chosen', async () => {
    const exports = await api();
    const { answers, asked } = await fakeModels();
    for (const id of ['fake-one', 'fake-two', 'fake-three'])
      answers.set(id, { pieces: ['{"level": "hard", ', '"score": 0.9}'] });
    exports.setTask(TASK);
    await until('the level of its words', () => exports.ledger()?.task?.compute.level === 'easy');
    const before = asked.length;
    const isAsked = () => asked.slice(before).some(({ text }) => text.includes(TASK));
    for (let tries = 0; tries < MOST_TRIES && !isAsked(); tries++) {
      let isOver = false;
      const done = Promise.resolve(
        vscode.commands.executeCommand('contextBudget.chooseComputeLevel'),
      ).finally(() => (isOver = true));
      // From the first entry backwards lies the last.
      await new Promise((go) => setTimeout(go, 300 * (tries + 1)));
      await vscode.commands.executeCommand('workbench.action.quickOpenSelectPrevious');
      await until('the list to be taken', async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        return isOver || isAsked();
      });
      await done;
    }
    assert.ok(isAsked());
    await until('the chosen level', () => exports.ledger()?.task?.compute.level === 'hard');
  });

  it('goes into models and budgets, which other extensions get', async () => {
    const exports = await api();
    const selected = await exports.selectModelAndBudget({ title: TASK }, 'coder');
    assert.ok(selected.ok, selected.ok ? '' : selected.error.message);
    const { model, requestCap, prediction, ranking } = selected.value;
    assert.equal(
      ranking.ranked.some(({ id }) => id === model),
      true,
    );
    assert.ok(requestCap > 0 && prediction.recommended > 0);
    const outcome = { task: TASK, agent: 'coder', model, budgetUsed: 900, success: true, quality: 90 };
    const recorded = await exports.recordOutcomeWithBudget(outcome, { requestId: 'mine', responseMs: 1200 });
    assert.ok(recorded.ok, recorded.ok ? '' : recorded.error.message);
    assert.equal(recorded.value.record.requestId, 'mine');
    const predicted = await exports.getBudgetPredictor().predict(TASK, { level: 'hard' });
    assert.equal(predicted.ok && predicted.value.compute.level, 'hard');
    const report = await exports.getBudgetEfficiencyReport();
    assert.ok(report.ok && report.value.totalTasks > 0);
  });
});
