import assert from 'node:assert/strict';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EMPTY_SELECTION, leaveOut, pin, tick } from '../../../src/core/context/selection.ts';
import { fitPrompt } from '../../../src/engine/fit-request.ts';
import { entryOf, treeState } from '../../../src/engine/tree-answers.ts';
import { LARGEST_READABLE_BYTES } from '../../../src/node/read.ts';
import { FILES, folderOf, remove, runEngine, type RunningEngine } from './running-engine.ts';
import { closeEngine, select, takeText } from '../../../src/engine/events.ts';

const CODE = Array.from({ length: 80 }, (_, line) => `export const value${line} = ${line};\n`).join('');
const NOT_CANCELLED = { isCancelled: () => false, workLimit: 1_000_000, verify: null };

describe('pins against what is left out', () => {
  let running: RunningEngine;
  let folder: string;

  beforeEach(async () => {
    running = await runEngine();
    folder = folderOf({ 'large.ts': CODE, 'a.ts': 'let a;\n' });
    running.configure({ budget: 20_000 });
  });

  afterEach(async () => {
    await closeEngine(running.engine);
    remove(folder);
  });

  it('leaves a file that is too large out again when it is unpinned', async () => {
    running.open(folder, { files: { ...FILES, maxFileBytes: 500 } });
    select(running.engine, pin(EMPTY_SELECTION, 'large.ts', true));
    await running.plan(({ files, settled }) => settled && files.included === 1);
    select(running.engine, tick(EMPTY_SELECTION, '', true));
    const plan = await running.plan(({ files, settled }) => settled && files.ticked === 2);
    assert.deepEqual([plan.files.included, plan.files.leftOut], [1, 1]);
    assert.equal(entryOf(treeState(running.engine), 'large.ts')?.reason, 'too_large');
  });

  it('counts a pinned file that an exclude glob matches, live as in the fit', async () => {
    running.open(folder, { files: { ...FILES, exclude: ['large.ts'] } });
    select(running.engine, pin(EMPTY_SELECTION, 'large.ts', true));
    const plan = await running.plan(({ files, settled }) => settled && files.included === 1);
    const fitted = await fitPrompt(running.engine, NOT_CANCELLED);
    assert.ok(fitted.ok);
    assert.deepEqual(
      fitted.value.audit.included.map(({ path, reason }) => [path, reason]),
      [['large.ts', 'pinned']],
    );
    assert.ok(Math.abs(fitted.value.audit.tokensUsed - plan.tokens.used) <= 10);
  });

  it('refuses a pinned file that is too large to be read at all, live as in the fit', async () => {
    writeFileSync(join(folder, 'huge.txt'), '');
    truncateSync(join(folder, 'huge.txt'), LARGEST_READABLE_BYTES + 1);
    running.open(folder);
    select(running.engine, pin(EMPTY_SELECTION, 'huge.txt', true));
    const plan = await running.plan(({ failure }) => failure?.code === 'pinned_unreadable');
    assert.match(plan.sentence, /huge\.txt/);
    const fitted = await fitPrompt(running.engine, NOT_CANCELLED);
    assert.ok(!fitted.ok && fitted.error.code === 'pinned_unreadable');
  });

  it('never refuses a pin while it is still being counted, in a folder that is left out too', async () => {
    const selection = pin(leaveOut(tick(EMPTY_SELECTION, '', true), 'sub', true), 'sub/b.ts', true);
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'sub/b.ts'), CODE);
    select(running.engine, selection);
    running.open(folder);
    const plan = await running.plan(({ files, settled }) => settled && files.pinned === 1);
    assert.equal(plan.files.included, 3);
    assert.deepEqual(
      running.plans.filter(({ state }) => state === 'refused'),
      [],
    );
  });

  it('names what is no file by its id, also where it is left out', async () => {
    running.open(folder);
    takeText(running.engine, 'Untitled-1', 'some notes\n');
    select(running.engine, leaveOut(tick(EMPTY_SELECTION, '', true), 'Untitled-1', true));
    const fitted = await fitPrompt(running.engine, NOT_CANCELLED);
    assert.ok(fitted.ok);
    const [out] = fitted.value.audit.excluded;
    assert.deepEqual([out?.id, out?.path, out?.reason], ['Untitled-1', undefined, 'user_excluded']);
  });
});
