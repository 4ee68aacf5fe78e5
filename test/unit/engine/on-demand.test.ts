import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { tick, EMPTY_SELECTION } from '../../../src/core/context/selection.ts';
import { countWorkspace } from '../../../src/engine/count-request.ts';
import { fitPrompt } from '../../../src/engine/fit-request.ts';
import { PresentCounting } from '../../../src/engine/present-counting.ts';
import { Remembering } from '../../../src/engine/remembering.ts';
import { verifyAuditText } from '../../../src/engine/verify-request.ts';
import { exactBy } from '../../../src/core/facts/model-profile.ts';
import { createTokenCounters } from '../../../src/tokens/token-counters.ts';
import { builtTokenAssets } from '../tokens/built-assets.ts';
import { folderOf, remove, runEngine } from './running-engine.ts';
import { closeEngine, offerModels, select } from '../../../src/engine/events.ts';

describe('an engine that is only asked', () => {
  it('looks at the workspace for a count or a fit, and not to verify an audit', async () => {
    const folder = folderOf({ 'a.ts': 'let a;\n', 'b.ts': 'let b;\n' });
    const fitting = await runEngine();
    fitting.open(folder, { live: false });
    select(fitting.engine, tick(EMPTY_SELECTION, '', true));
    const fitted = await fitPrompt(fitting.engine, {
      workLimit: 1000,
      isCancelled: () => false,
      verify: null,
    });
    assert.ok(fitted.ok && fitted.value.audit.includedCount === 2);
    const verifying = await runEngine();
    verifying.open(folder, { live: false });
    const verified = await verifyAuditText(verifying.engine, JSON.stringify(fitted.value.audit));
    assert.ok(verified.ok && verified.value.packHashEqual);
    assert.equal(verifying.engine.files.files.size, 0);
    const counted = await countWorkspace(verifying.engine, () => false);
    assert.ok(counted.ok && counted.value.files.length === 2);
    await Promise.all([closeEngine(fitting.engine), closeEngine(verifying.engine)]);
    remove(folder);
  });

  it("says which of the user's models were refused", async () => {
    const running = await runEngine();
    offerModels(running.engine, { editor: [], own: [{ id: 'house-model', contextWindow: -1 }] });
    for (let turn = 0; turn < 100 && running.logged.length === 0; turn++) await setImmediate();
    await closeEngine(running.engine);
    assert.match(running.logged.join('\n'), /^warn: Model entry 1: "contextWindow"/);
  });

  it('opens its memory on first need, once for a workspace', async () => {
    const opened: (string | null)[] = [];
    const remembering = new Remembering({
      open: (cacheFolder) => {
        opened.push(cacheFolder);
        return Promise.reject(new Error('not asked to work'));
      },
      warn: () => assert.fail('nothing to warn of'),
      contentsInUse: () => () => true,
    });
    remembering.use('/cache', [{ name: 'w', path: '/w' }]);
    await remembering.save();
    assert.deepEqual(opened, []);
    await assert.rejects(remembering.memory());
    remembering.use('/cache', [{ name: 'other name', path: '/w' }]);
    await assert.rejects(remembering.memory());
    assert.deepEqual(opened, ['/cache']);
  });

  it('loads a vocabulary on first need, and tells when there is none', async () => {
    const read = await builtTokenAssets();
    const loaded: string[] = [];
    const lost: string[] = [];
    const counters = createTokenCounters((name) => {
      loaded.push(name);
      if (name === 'o200k.bin') throw new Error('it is gone');
      return read(name);
    });
    const counting = new PresentCounting(counters, (text) => lost.push(text));
    assert.equal(counting.use(exactBy('cl100k_base')), 'encoding');
    assert.equal(counting.use(exactBy('cl100k_base')), 'same');
    assert.equal(counting.use({ ...exactBy('cl100k_base'), factor: 2 }), 'scale');
    assert.deepEqual(loaded, []);
    assert.equal(counting.value.scale(3), 6);
    assert.equal(counting.use(exactBy('o200k_base')), 'encoding');
    assert.ok(counting.value.count('some words') > 0);
    assert.match(lost.join('\n'), /^No tokenizer for o200k_base, counts are estimates: .*gone/);
  });
});
