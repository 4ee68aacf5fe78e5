import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Witness } from '../../../src/core/context/witness.ts';
import { fitPrompt } from '../../../src/engine/fit-request.ts';
import type { FittedPrompt } from '../../../src/protocol/fit.ts';
import { folderOf, remove, runEngine, type RunningEngine } from './running-engine.ts';
import { closeEngine } from '../../../src/engine/events.ts';

const COMMANDED = { workLimit: 1_000_000, isCancelled: () => false, verify: null };

describe('the witness of a commanded fit', () => {
  let folder: string;
  let cache: string;
  let running: RunningEngine;

  beforeEach(async () => {
    folder = folderOf({ 'a.ts': 'export const a = 1;\n', 'b.ts': 'export const b = 2;\n' });
    cache = folderOf({});
    running = await runEngine();
    running.configure({ task: 'rename the secretive thing', instructions: 'Be terse.', model: 'gpt-5' });
    running.tickAll();
  });
  afterEach(async () => {
    await closeEngine(running.engine);
    remove(folder);
    remove(cache);
  });

  async function fitted(): Promise<FittedPrompt> {
    const answer = await fitPrompt(running.engine, COMMANDED);
    assert.ok(answer.ok, JSON.stringify(answer));
    return answer.value;
  }
  const kept = (): Witness[] =>
    readdirSync(cache)
      .filter((name) => name.endsWith('.witnesses'))
      .flatMap((name) => readFileSync(join(cache, name, 'current.jsonl'), 'utf8').split('\n'))
      .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Witness]));

  it('comes with the fit and stays with the workspace, without a word of the prompt', async () => {
    running.open(folder, { live: false, cacheFolder: cache });
    const { witness, audit } = await fitted();
    assert.match(witness.id, /^wit_[0-9a-f]{32}$/);
    assert.deepEqual(witness.itemIds, ['a.ts', 'b.ts']);
    assert.deepEqual([witness.modelId, witness.packHash], ['gpt-5', audit.packHash]);
    assert.deepEqual([witness.confidence, witness.confidenceBand], [1, 'A']);
    const second = (await fitted()).witness;
    assert.notEqual(second.id, witness.id);
    assert.deepEqual([second.promptHash, second.packHash], [witness.promptHash, witness.packHash]);
    assert.deepEqual(kept(), [witness, second]);
    assert.doesNotMatch(JSON.stringify(kept()), /secretive|terse|export/);
  });

  it('is made where nothing is kept', async () => {
    running.open(folder, { live: false });
    assert.match((await fitted()).witness.id, /^wit_/);
  });

  it('does not cost a fit when it cannot be kept', async () => {
    writeFileSync(join(cache, 'file'), '');
    running.open(folder, { live: false, cacheFolder: join(cache, 'file') });
    assert.match((await fitted()).witness.id, /^wit_/);
    assert.ok(
      running.logged.some((line) => /^warn: .*witness|^warn: The folder/.test(line)),
      running.logged.join(),
    );
  });
});
