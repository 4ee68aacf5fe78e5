import assert from 'node:assert/strict';
import { fitPrompt } from '../../../src/engine/fit-request.ts';
import { getEncoding } from './oracle.ts';
import { folderOf, remove, runEngine, type RunningEngine } from './running-engine.ts';
import { closeEngine, offerModels } from '../../../src/engine/events.ts';
import { useModel } from '../../../src/engine/use-model.ts';

/** Counts differently by each encoding. */
const TEXT = Array.from(
  { length: 50 },
  (_, line) => `日本語のテキスト ${line}: größer, schöner, weiter\n`,
).join('');
const NOT_CANCELLED = { isCancelled: () => false, workLimit: 1_000_000, verify: null };

describe('the engine with events in awkward orders', () => {
  let running: RunningEngine;
  let folder: string;

  beforeEach(async () => {
    running = await runEngine();
    folder = folderOf(
      Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`src/f${n}.ts`, `${TEXT}${n}`])),
    );
  });

  afterEach(async () => {
    await closeEngine(running.engine);
    remove(folder);
  });

  it('counts by one model from start to end when the model changes during a fit', async () => {
    running.open(folder, { live: false });
    running.configure({ model: 'gpt-4', budget: 6000 });
    running.tickAll();
    const fitting = fitPrompt(running.engine, NOT_CANCELLED);
    await new Promise((resolve) => setTimeout(resolve, 2));
    running.configure({ model: 'gpt-5', budget: 6000 });
    const [fitted] = await Promise.all([fitting, useModel(running.engine)]);
    assert.ok(fitted.ok);
    const { prompt, audit } = fitted.value;
    assert.equal(audit.encoding, 'o200k_base');
    const { count } = getEncoding(audit.encoding);
    assert.equal(audit.tokensUsed, count(prompt));
    assert.equal(audit.included.find(({ path }) => path === 'src/f0.ts')?.tokens, count(`${TEXT}0`));
  });

  it('says that counts are estimates, also when they come out the same', async () => {
    running.open(folder);
    running.configure({ model: 'gpt-5' });
    running.tickAll();
    await running.plan(({ settled, files }) => settled && files.ticked === 40);
    offerModels(running.engine, { editor: [], own: [{ id: 'mine', factor: 1, band: 0 }] });
    running.configure({ model: 'mine' });
    assert.equal((await running.plan(({ model }) => model.id === 'mine')).model.exact, false);
  });
});
