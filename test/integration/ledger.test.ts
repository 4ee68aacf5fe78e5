import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { EMPTY_SELECTION } from '../../src/core/context/selection.ts';
import { LEDGER_DEFAULTS } from '../../src/host/ledger-settings.ts';
import type { LedgerSnapshot } from '../../src/protocol/ledger.ts';
import { api, closeEverything, extension, manifest, until } from './extension.ts';

const TASK = 'Fix the parser: parse must throw on an unknown word, and the lexer must split lines';

interface Trusting {
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
}

describe('the ledger of the workspace', function () {
  this.timeout(60_000);
  before(async () => {
    const exports = await api();
    await exports.select(EMPTY_SELECTION);
    exports.setTask(TASK);
  });
  afterEach(closeEverything);
  after(async () => (await api()).setTask(''));

  const set = (name: string, value: unknown): Thenable<void> =>
    vscode.workspace.getConfiguration('contextBudget').update(name, value, vscode.ConfigurationTarget.Global);
  const ledger = async (what: string, isWanted: (state: LedgerSnapshot) => boolean) => {
    const exports = await api();
    return until(what, () => {
      const state = exports.ledger();
      return state !== null && isWanted(state) && state;
    });
  };

  it('has settings whose defaults are those of the engine, and which restricted mode keeps from a folder', () => {
    const { untrustedWorkspaces } = (extension().packageJSON as Trusting).capabilities;
    const restricted = untrustedWorkspaces.restrictedConfigurations;
    for (const name of Object.keys(LEDGER_DEFAULTS).filter((each) => !each.startsWith('prediction')))
      assert.ok(restricted.includes(`contextBudget.${name}`), name);
    const declared = Object.fromEntries(
      manifest().contributes.configuration.flatMap(({ properties }) => Object.entries(properties)),
    );
    for (const [name, value] of Object.entries(LEDGER_DEFAULTS))
      assert.deepEqual(declared[`contextBudget.${name}`]?.default, value, name);
  });

  it('predicts the task on show: a range, phases that sum, a compute level, limits', async () => {
    const { task, standings, failure } = await ledger('a prediction', (state) => state.task !== null);
    assert.equal(failure, null);
    assert.ok(task);
    const { interval, typical, recommended, phases } = task.prediction;
    assert.ok(interval.low <= typical && typical <= interval.high);
    const { thinking, planning, execution, reflection } = phases;
    assert.equal(thinking + planning + execution + reflection, recommended);
    assert.ok(['easy', 'medium', 'hard'].includes(task.compute.level));
    assert.deepEqual(standings.map(({ limit }) => limit.id).toSorted(), ['day', 'month']);
  });

  it('takes settings as they change', async () => {
    try {
      const one = { numCandidates: 1 };
      await set('compute.levels', { easy: one, medium: one, hard: one, tiny: one });
      await ledger('a level of the settings', ({ task }) => task?.compute.costHundredths === 100);
      await set('alerts.thresholds', { over: 7 });
      const wrong = await ledger('the wrong threshold', ({ trouble }) => trouble !== null);
      assert.match(wrong.trouble ?? '', /alert threshold over must be a number from 0 to 1/);
      await set('prediction.rolloutPercent', 0);
      await ledger('a task that is not limited', ({ task }) => task?.applied === false);
    } finally {
      await set('compute.levels', undefined);
      await set('prediction.rolloutPercent', undefined);
      await set('alerts.thresholds', undefined);
    }
    await ledger('a task that is limited', ({ task }) => task?.applied === true);
  });

  it('records an outcome, and learns from it', async () => {
    const exports = await api();
    const before = (await ledger('the history', ({ state }) => state === 'ready')).records;
    const recorded = await exports.recordOutcome({ budgetUsed: 4200, success: true, quality: 92 });
    assert.ok(recorded.ok, JSON.stringify(recorded));
    assert.equal(recorded.value.record.budgetUsed, 4200);
    assert.equal(recorded.value.stored, 'written');
    assert.ok(recorded.value.note.length > 0);
    assert.ok(
      !JSON.stringify(recorded.value.record).includes('unknown word'),
      'No word of the task is kept.',
    );
    await ledger('one more record', ({ records }) => records === before + 1);
  });

  it('is one for the terminals of this window', async () => {
    const terminal = vscode.window.createTerminal('store');
    try {
      const folder = mkdtempSync(path.join(tmpdir(), 'context-budget-store-'));
      const file = path.join(folder, 'store.txt');
      await terminal.processId;
      terminal.sendText(`printf %s "$CONTEXT_BUDGET_STORE" > ${file}`);
      const store = await until('the variable in the terminal', () => {
        try {
          return readFileSync(file, 'utf8');
        } catch {
          return null;
        }
      });
      rmSync(folder, { recursive: true, force: true });
      assert.match(store, /workspaces[\\/][0-9a-f]{16}$/);
    } finally {
      terminal.dispose();
    }
  });

  it('starts again after a crash of the engine with all that it knew', async () => {
    const exports = await api();
    const before = await ledger('the history', ({ state }) => state === 'ready');
    await vscode.commands.executeCommand('contextBudget.restartEngine');
    const after = await ledger(
      'the history again',
      ({ revision, state, records }) =>
        revision > before.revision && state === 'ready' && records === before.records,
    );
    assert.equal(after.standings.length, before.standings.length);
    await ledger('the prediction again', ({ task }) => task !== null);
    assert.deepEqual(exports.failedCommands, []);
  });

  it('shows a report', async () => {
    await vscode.commands.executeCommand('contextBudget.showReport');
    const { document } = await until('the report', () => vscode.window.activeTextEditor);
    assert.match(document.uri.path, /Token Report\.md$/);
    assert.match(document.getText(), /^# /);
  });
});
