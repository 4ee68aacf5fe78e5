import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, extension, manifest } from './extension.ts';

describe('activation', () => {
  it('gives the documented API', async () => {
    const exports = await api();
    assert.ok(extension().isActive);
    assert.equal(typeof exports.plan, 'function');
    assert.deepEqual(exports.selection(), { marks: {}, pinned: [], leftOut: [], levels: {} });
    assert.equal(exports.lastFit(), null);
    assert.ok(exports.activationMs >= 0);
    console.log(`      activate() took ${exports.activationMs.toFixed(1)} ms`);
  });

  it('registers every command of the manifest and nothing else under its name', async () => {
    await api();
    const known = await vscode.commands.getCommands(true);
    const declared = manifest().contributes.commands.map(({ command }) => command);
    assert.deepEqual(
      declared.filter((command) => !known.includes(command)),
      [],
    );
    // The editor adds commands of its own for views: "contextBudget.plan.focus" and the like.
    const ours = known.filter((command) => /^contextBudget\.[A-Za-z]+$/.test(command));
    assert.deepEqual([...ours].sort(), [...declared].sort());
  });

  it('names its commands as the house does', () => {
    for (const { command, title, category } of manifest().contributes.commands) {
      assert.equal(category, 'Context Budget', command);
      const small = /^(to|or|and|as|of|for|by|the|a|this)$/;
      for (const [at, word] of title.split(' ').entries())
        assert.ok((at > 0 && small.test(word)) || /^[A-Z]/.test(word), `${title}: ${word}`);
    }
  });
});
