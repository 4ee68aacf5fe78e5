import assert from 'node:assert/strict';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countWorkspace } from '../../../src/engine/count-request.ts';
import { fitPrompt } from '../../../src/engine/fit-request.ts';
import { folderOf, remove, runEngine } from './running-engine.ts';
import { closeEngine } from '../../../src/engine/events.ts';

describe('our own audits', () => {
  it('are no candidates under whatever name, also when one was counted by name before', async () => {
    const folder = folderOf({ 'a.ts': 'let a;\n' });
    const cacheFolder = folderOf({});
    const running = await runEngine();
    try {
      running.open(folder, { live: false });
      running.tickAll();
      const fitted = await fitPrompt(running.engine, {
        isCancelled: () => false,
        workLimit: 1000,
        verify: null,
      });
      assert.ok(fitted.ok);
      const longAgo = new Date(Date.now() - 60_000);
      for (const name of ['fit.json', 'fit.audit']) {
        writeFileSync(join(folder, name), JSON.stringify(fitted.value.audit));
        utimesSync(join(folder, name), longAgo, longAgo);
      }
      // The change time cannot be set: wait until the files are old enough to be remembered.
      await new Promise((resolve) => setTimeout(resolve, 2100));
      running.open(folder, { live: false, cacheFolder, only: [join(folder, 'fit.json')] });
      const named = await countWorkspace(running.engine, () => false);
      assert.ok(named.ok);
      assert.deepEqual(
        named.value.files.map(({ path }) => path),
        ['fit.json'],
      );
      running.open(folder, { live: false, cacheFolder });
      const all = await countWorkspace(running.engine, () => false);
      assert.ok(all.ok);
      assert.deepEqual(
        all.value.files.map(({ path }) => path),
        ['a.ts'],
      );
    } finally {
      await closeEngine(running.engine);
      remove(folder);
      remove(cacheFolder);
    }
  });
});
