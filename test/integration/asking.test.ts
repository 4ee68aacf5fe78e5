import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EMPTY_SELECTION } from '../../src/core/context/selection.ts';
import { ANSWER_SCHEME } from '../../src/host/answer-documents.ts';
import { CORRECTION_SCHEME } from '../../src/host/corrections.ts';
import { api, closeEverything, until, workspaceFile } from './extension.ts';
import { fakeModels } from './fake-models.ts';

const TASK = 'Compare the two functions of the parser and explain why one of them is slower';
const MOST_TRIES = 5;
const ONLY_FAKES = ['fake-one', 'fake-two'];

/** A document that was not there before: the editor keeps those of closed tabs for a while. */
function newDocument(scheme: string): () => vscode.TextDocument | undefined {
  const documents = (): readonly vscode.TextDocument[] =>
    vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === scheme);
  const before = new Set(documents().map(({ uri }) => uri.toString()));
  return () => documents().find(({ uri }) => !before.has(uri.toString()));
}

/** Takes whatever is proposed in the lists that a command opens, until `probe` gives something. */
async function accepting<T>(what: string, probe: () => T | undefined | null | false): Promise<T> {
  return until(what, async () => {
    const found = probe();
    if (found !== undefined && found !== null && found !== false) return found;
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return null;
  });
}

describe('asking models', function () {
  this.timeout(90_000);
  const ask = vscode.workspace.getConfiguration('contextBudget.ask');
  const set = (key: string, value: unknown) => ask.update(key, value, vscode.ConfigurationTarget.Global);

  before(async () => {
    await (await api()).select(EMPTY_SELECTION);
    // Each request is told apart by what it asks, and nothing is given from before.
    await set('caching', false);
    await set('explorationRate', 0);
  });
  afterEach(async () => {
    (await fakeModels()).answers.clear();
    (await api()).setTask('');
    await closeEverything();
  });
  after(async () => {
    await set('caching', undefined);
    await set('explorationRate', undefined);
  });

  /** Asks by the command, as the user who takes what is proposed. */
  async function asked(
    task: string,
  ): Promise<{ readonly document: vscode.TextDocument; readonly done: Thenable<unknown> }> {
    const exports = await api();
    const shown = newDocument(ANSWER_SCHEME);
    exports.setTask(task);
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      let isOver = false;
      const done = Promise.resolve(vscode.commands.executeCommand('contextBudget.ask')).finally(
        () => (isOver = true),
      );
      const document = await accepting('the document of the answer', () => shown() ?? (isOver && 'left'));
      // A list that is taken before its first row is marked is left instead.
      if (document !== 'left') return { document, done };
    }
    const plan = await exports.planAsk(task, { context: 'fit' });
    return assert.fail(`Nothing is asked. ${plan.ok ? '' : plan.error.message}`);
  }

  async function answered(task: string): Promise<vscode.TextDocument> {
    const { document, done } = await asked(task);
    await done;
    await until('the whole answer', () => /an answer|Hello/.test(document.getText()));
    return document;
  }

  it('says first who would answer; left there, nothing is sent', async () => {
    const exports = await api();
    const { asked: sent } = await fakeModels();
    const before = sent.length;
    const shown = newDocument(ANSWER_SCHEME);
    const plan = await exports.planAsk(TASK, { models: ONLY_FAKES });
    assert.ok(plan.ok, plan.ok ? '' : plan.error.message);
    assert.equal(plan.value.category, 'complex_reasoning');
    assert.deepEqual(plan.value.models.map(({ id }) => id).toSorted(), ONLY_FAKES);
    assert.deepEqual(
      plan.value.models.map(({ priceKind, estimateMicroUsd }) => [priceKind, estimateMicroUsd]),
      [
        ['included', null],
        ['included', null],
      ],
    );
    exports.setTask(TASK);
    const done = vscode.commands.executeCommand('contextBudget.ask');
    await until('the list to be left', async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return Promise.race([
        Promise.resolve(done).then(() => true),
        new Promise((go) => setTimeout(go, 200, false)),
      ]);
    });
    assert.equal(sent.length, before);
    assert.equal(shown(), undefined);
  });

  it('streams the answers into a document that ends as who said what', async () => {
    const { answers, asked: sent } = await fakeModels();
    for (const id of ['fake-one', 'fake-two', 'fake-three'])
      answers.set(id, { pieces: ['Hel', 'lo, this is ', id], pauseMs: 150 });
    const before = sent.length;
    const { document, done } = await asked(TASK);
    await until('the first words', () => document.getText().includes('Hel'));
    await done;
    const text = await until('the whole answer', () => {
      const now = document.getText();
      return !now.includes('answering') && now.includes('Hello, this is') && now;
    });
    assert.equal(document.languageId, 'markdown');
    assert.ok(sent.length >= before + 2, 'Reasoning asks two models.');
    for (const call of sent.slice(before)) assert.match(call.text, /explain why one of them is slower/);
    assert.match(text, /fake/i);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    assert.deepEqual(
      lenses.map(({ command }) => command?.command),
      ['acceptAnswer', 'correctAnswer', 'rejectAnswer', 'compareAnswers', 'chooseCategory'].map(
        (name) => `contextBudget.${name}`,
      ),
    );
  });

  it('learns from Accept, Reject and corrections', async () => {
    const exports = await api();
    const scores = async (): Promise<ReadonlyMap<string, number>> => {
      const plan = await exports.planAsk(TASK, { models: [...ONLY_FAKES, 'fake-three'] });
      assert.ok(plan.ok, plan.ok ? '' : plan.error.message);
      return new Map(plan.value.models.map(({ id, score }) => [id, score]));
    };
    const sum = async (): Promise<number> =>
      [...(await scores()).values()].reduce((all, score) => all + score, 0);
    await answered(TASK);
    const first = await sum();
    await vscode.commands.executeCommand('contextBudget.acceptAnswer');
    await until('higher scores', async () => (await sum()) > first);
    const second = await sum();
    const opened = newDocument(CORRECTION_SCHEME);
    const correcting = vscode.commands.executeCommand('contextBudget.correctAnswer');
    const draft = await accepting('the document of the correction', opened);
    await correcting;
    const edit = new vscode.WorkspaceEdit();
    edit.replace(draft.uri, new vscode.Range(0, 0, draft.lineCount, 0), 'Neither is slower.');
    await vscode.workspace.applyEdit(edit);
    assert.ok(await draft.save(), 'The correction was not taken.');
    await until('lower scores', async () => (await sum()) < second);
    assert.deepEqual(exports.failedCommands, []);
  });

  it('shows two answers side by side', async () => {
    const { answers } = await fakeModels();
    for (const id of ['fake-one', 'fake-two', 'fake-three'])
      answers.set(id, { pieces: [`Hello from ${id}`] });
    await answered(TASK);
    const comparing = vscode.commands.executeCommand('contextBudget.compareAnswers');
    const diff = await accepting('the comparison', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .map(({ input }) => input)
        .find((input) => input instanceof vscode.TabInputTextDiff),
    );
    await comparing;
    const [left, right] = await Promise.all(
      [diff.original, diff.modified].map(async (uri) =>
        (await vscode.workspace.openTextDocument(uri)).getText(),
      ),
    );
    assert.match(left ?? '', /^Hello from fake-/);
    assert.match(right ?? '', /^Hello from fake-/);
    assert.notEqual(left, right);
  });

  it('can be called off, and keeps what had come', async () => {
    const { answers } = await fakeModels();
    for (const id of ['fake-one', 'fake-two', 'fake-three'])
      answers.set(id, { pieces: ['Half'], hangs: true });
    const { document, done } = await asked(TASK);
    await until('the first words', () => document.getText().includes('Half'));
    await vscode.commands.executeCommand('contextBudget.cancelAsk');
    await done;
    await until('the end', () => /called off|cancel/i.test(document.getText()));
    assert.deepEqual((await api()).failedCommands, []);
  });

  it('asks about a selection with its file and lines', async () => {
    const { asked: sent } = await fakeModels();
    const editor = await vscode.window.showTextDocument(workspaceFile('src/lexer.ts'));
    editor.selection = new vscode.Selection(0, 0, 1, 0);
    const before = sent.length;
    // The question is typed into a box that no test of this kind can reach: it is left.
    const done = vscode.commands.executeCommand('contextBudget.askSelection');
    await until('the box to be left', async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return Promise.race([
        Promise.resolve(done).then(() => true),
        new Promise((go) => setTimeout(go, 200, false)),
      ]);
    });
    assert.equal(sent.length, before);
    const exports = await api();
    const answer = await exports.ask('What does it do?', {
      models: ['fake-one'],
      context: { text: '## src/lexer.ts (line 1)\n```typescript\nexport const lexer = 1;\n```\n' },
    });
    assert.ok(answer.ok, answer.ok ? '' : answer.error.message);
    assert.match(sent.at(-1)?.text ?? '', /src\/lexer\.ts \(line 1\)[\s\S]*What does it do\?/);
  });

  it('serves other extensions: answers as they come, feedback, and failures as values', async () => {
    const exports = await api();
    const { answers } = await fakeModels();
    answers.set('fake-one', { pieces: ['Hel', 'lo'], pauseMs: 50 });
    const pieces: string[] = [];
    const answer = await exports.ask('What is the capital of France?', {
      models: ['fake-one'],
      onText: ({ text }) => pieces.push(text),
    });
    assert.ok(answer.ok, answer.ok ? '' : answer.error.message);
    assert.equal(answer.value.result.data, 'Hello');
    assert.equal(pieces.join(''), 'Hello');
    const { requestId } = answer.value.plan;
    const taken = await exports.feedback({ requestId, verdict: 'accept', model: null });
    assert.ok(taken.ok, taken.ok ? '' : taken.error.message);
    assert.equal(taken.value.verdicts, 1);
    const unknown = await exports.feedback({ requestId: 'nobody', verdict: 'accept', model: null });
    assert.equal(unknown.ok || unknown.error.code, 'unknown_request');
    answers.set('fake-one', { pieces: [], error: 'Blocked' });
    const failed = await exports.ask('What is the capital of Spain?', { models: ['fake-one'] });
    assert.equal(failed.ok || failed.error.code, 'all_models_failed');
  });

  it('fetches data, and falls back to the old function', async () => {
    const exports = await api();
    const { answers } = await fakeModels();
    const price = '[{"provider": "aws", "gpu": "H100", "price": 2.5}]';
    for (const id of ['fake-one', 'fake-two', 'fake-three']) answers.set(id, { pieces: [price] });
    const fetched = await exports.fetchDataWithCollaboration('H100 price', 'gpu');
    assert.ok(fetched.success, JSON.stringify(fetched));
    assert.equal(fetched.system, 'orchestrator');
    assert.deepEqual(fetched.data, JSON.parse(price));
    const toggled = await exports.migration.toggle(false);
    assert.ok(toggled.ok, 'toggled');
    try {
      const old = await exports.fetchDataWithCollaboration('H100 price', 'gpu', {
        legacy: async () => ['old'],
      });
      assert.ok(old.success, JSON.stringify(old));
      assert.deepEqual([old.system, old.data], ['legacy', ['old']]);
      const none = await exports.fetchDataWithCollaboration('H100 price', 'gpu');
      assert.ok(!none.success, 'Nobody is there to serve it.');
      assert.equal(none.error.code, 'no_system');
    } finally {
      await exports.migration.toggle(true);
    }
    const refused = await exports.migration.updateConfig({ rolloutPercent: 700 });
    assert.equal(refused.ok || refused.error.code, 'invalid_config');
    const section = vscode.workspace.getConfiguration('contextBudget.ask.migration');
    assert.equal(section.get('rolloutPercent'), 100);
    try {
      assert.ok((await exports.migration.updateConfig({ rolloutPercent: 40 })).ok);
      const after = vscode.workspace.getConfiguration('contextBudget.ask.migration');
      assert.equal(after.get('rolloutPercent'), 40);
    } finally {
      await section.update('rolloutPercent', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('reports what models did in a panel', async () => {
    await vscode.commands.executeCommand('contextBudget.showModelReport');
    await until('the panel', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .some(({ input, label }) => input instanceof vscode.TabInputWebview && label === 'Model Report'),
    );
    assert.deepEqual((await api()).failedCommands, []);
  });
});
