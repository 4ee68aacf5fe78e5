import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { engineClient } from '../../src/host/engine-client.ts';
import { selectionChanged } from '../../src/protocol/selection.ts';
import { treeEntry } from '../../src/protocol/tree.ts';
import { until } from './extension.ts';

/** A thread that says what it is told, never answers, and dies when asked for a path that says so. */
const THREAD = `
import { parentPort } from 'node:worker_threads';
let told = 0;
const tell = (found) => parentPort.postMessage({ jsonrpc: '2.0', method: 'progress', params: { found, counted: 0, done: false } });
parentPort.on('message', ({ method, params, result }) => {
  if (method === 'selection/changed') {
    tell(++told);
    parentPort.postMessage({ jsonrpc: '2.0', method: 'plan/snapshot', params: { revision: told } });
  }
  if (method === 'tree/entry' && params.path === 'die') throw new Error('asked to die');
  if (method === 'tree/entry' && params.path === 'count')
    parentPort.postMessage({ jsonrpc: '2.0', id: 1, method: 'editor/count', params: { model: 'm', text: 'abc' } });
  if (method === '$/cancelRequest') tell(1000);
  if (result !== undefined) tell(result);
});
`;

describe('the engine’s thread', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'context-budget-thread-'));
  const worker = path.join(folder, 'thread.mjs');
  const quiet = () => undefined;
  const log = { trace: quiet, info: quiet, warn: quiet, error: quiet, show: quiet, dispose: quiet };
  const client = () => {
    const asked: string[] = [];
    const engine = engineClient({
      worker,
      log,
      keyOf: async () => null,
      askEditor: async () => assert.fail('Nobody asks a model here.'),
      callLegacy: async () => assert.fail('Nobody asks for data here.'),
      count: async (model, text) => {
        asked.push(`${model}: ${text}`);
        return 7;
      },
      gaveUp: () => assert.fail('it gave up'),
    });
    const found: number[] = [];
    engine.onProgress((state) => found.push(state.found));
    let starts = 0;
    engine.onStart(() => {
      starts++;
      engine.tell(selectionChanged, { marks: {}, pinned: [], leftOut: [], levels: {} });
    });
    return { engine, asked, found, starts: () => starts };
  };
  before(() => writeFileSync(worker, THREAD));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('starts on the first need only, and is told everything', async () => {
    const { engine, found, starts } = client();
    engine.tell(selectionChanged, { marks: {}, pinned: [], leftOut: [], levels: {} });
    assert.equal(starts(), 0);
    engine.start();
    engine.start();
    await until('what it was told', () => found.length === 1);
    assert.deepEqual([starts(), found], [1, [1]]);
    engine.dispose();
  });

  it('comes back after a crash and is told everything again; who waited for an answer is told', async () => {
    const { engine, found, starts } = client();
    const states: boolean[] = [];
    engine.onState(() => states.push(engine.restarting()));
    await assert.rejects(engine.ask(treeEntry, { path: 'die' }));
    await until('the restart', () => starts() === 2 && found.length === 2);
    assert.deepEqual(states, [false, true, false]);
    engine.dispose();
  });

  it('numbers its plans on over a restart that somebody asked for', async () => {
    const { engine } = client();
    const revisions: number[] = [];
    engine.onPlan(({ revision }) => revisions.push(revision));
    engine.start();
    await until('the first plan', () => revisions.length === 1);
    engine.restart();
    await until('a plan of the second engine', () => revisions.length === 2);
    assert.deepEqual(revisions, [1, 2]);
    engine.dispose();
  });

  it('asks the editor to count', async () => {
    const { engine, asked, found } = client();
    void engine.ask(treeEntry, { path: 'count' }).catch(() => undefined);
    await until('the answer', () => found.includes(7));
    assert.deepEqual(asked, ['m: abc']);
    engine.dispose();
  });

  it('learns that a request was cancelled', async () => {
    const { engine, found } = client();
    const cancel = new vscode.CancellationTokenSource();
    void engine.ask(treeEntry, { path: 'wait' }, cancel.token).catch(() => undefined);
    await until('the start', () => found.length === 1);
    cancel.cancel();
    await until('the cancellation', () => found.includes(1000));
    engine.dispose();
  });

  it('is not started after its end', async () => {
    const { engine } = client();
    engine.dispose();
    await assert.rejects(engine.ask(treeEntry, { path: 'a' }), /deactivated/);
  });
});
