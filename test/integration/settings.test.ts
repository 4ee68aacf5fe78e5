import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DEFAULT_FIT } from '../../src/core/context/fit-settings.ts';
import { DEFAULT_MODELS_CONFIG } from '../../src/core/models/config.ts';
import { DEFAULT_MAX_FILE_BYTES, FIT_KEYS } from '../../src/host/settings.ts';
import { api, manifest, select, until } from './extension.ts';

const declared = () =>
  Object.fromEntries(
    manifest().contributes.configuration.flatMap(({ properties }) => Object.entries(properties)),
  );

describe('settings', () => {
  it('declare the defaults of a fit', () => {
    for (const key of FIT_KEYS) {
      const setting = declared()[`contextBudget.${key}`];
      assert.ok(setting, `contextBudget.${key} is not declared`);
      assert.deepEqual(setting.default, DEFAULT_FIT[key], key);
    }
    assert.equal(declared()['contextBudget.files.maxFileBytes']?.default, DEFAULT_MAX_FILE_BYTES);
  });

  it('declare the defaults of asking models, and nothing that is not sent to the engine', () => {
    const names = Object.keys(declared()).filter((name) => name.startsWith('contextBudget.ask.'));
    assert.deepEqual(
      Object.fromEntries(
        names.map((name) => [name.slice('contextBudget.ask.'.length), declared()[name]?.default]),
      ),
      DEFAULT_MODELS_CONFIG,
    );
  });

  it('each say in one line what they do', () => {
    for (const [name, { markdownDescription }] of Object.entries(declared()))
      assert.match(markdownDescription, /^[^\n]{10,200}$/, name);
  });

  it('are the defaults until somebody chooses', async () => {
    const exports = await api();
    // What was ticked without a task is wanted in full.
    assert.deepEqual(exports.fitSettings(), { ...DEFAULT_FIT, levels: ['full'] });
  });

  it('reach the plan when they change', async () => {
    const exports = await api();
    await select({ marks: { 'README.md': true } });
    const section = vscode.workspace.getConfiguration('contextBudget');
    await section.update('budget', 1234, vscode.ConfigurationTarget.Global);
    try {
      await until('the budget in the plan', () => exports.plan()?.budget === 1234);
      await section.update('strategy', 'greedy', vscode.ConfigurationTarget.Global);
      await until('the strategy in the plan', () => exports.plan()?.strategy === 'greedy');
    } finally {
      await section.update('budget', undefined, vscode.ConfigurationTarget.Global);
      await section.update('strategy', undefined, vscode.ConfigurationTarget.Global);
    }
    await until('the default budget', () => exports.plan()?.budget === 8000);
  });

  it('say which files are candidates', async () => {
    const exports = await api();
    await select({ marks: { '': true } });
    const before = (await until('a plan', () => exports.plan())).files.candidates;
    const files = vscode.workspace.getConfiguration('contextBudget.files');
    await files.update('include', ['src/**'], vscode.ConfigurationTarget.Global);
    try {
      await until('three candidates', () => exports.plan()?.files.candidates === 3);
      await files.update('exclude', ['**/cli.ts'], vscode.ConfigurationTarget.Global);
      await until('one of them left out', () => exports.plan()?.files.included === 2);
    } finally {
      await files.update('include', undefined, vscode.ConfigurationTarget.Global);
      await files.update('exclude', undefined, vscode.ConfigurationTarget.Global);
    }
    await until('the candidates again', () => exports.plan()?.files.candidates === before);
  });
});
