import assert from 'node:assert/strict';
import { EMPTY_SELECTION, pin, tick } from '../../../src/core/context/selection.ts';
import { fitPrompt } from '../../../src/engine/fit-request.ts';
import { folderOf, remove, runEngine, type RunningEngine } from './running-engine.ts';
import { closeEngine, select } from '../../../src/engine/events.ts';

const CODE = Array.from({ length: 40 }, (_, line) => `export const value${line} = ${line};\n`).join('');
const NOT_CANCELLED = { isCancelled: () => false, workLimit: 1_000_000, verify: null };

describe('levels of detail in the engine', () => {
  let running: RunningEngine;
  let folder: string;

  beforeEach(async () => {
    running = await runEngine();
    folder = folderOf({ 'pinned.ts': CODE, 'ticked.ts': CODE, 'tiny.ts': 'a;\n', 'empty.ts': '' });
    running.open(folder);
  });

  afterEach(async () => {
    await closeEngine(running.engine);
    remove(folder);
  });

  it('shows a pinned file in full where only paths are allowed, live as in the fit', async () => {
    running.configure({ levels: ['path'] });
    select(running.engine, pin(tick(EMPTY_SELECTION, 'ticked.ts', true), 'pinned.ts', true));
    const plan = await running.plan(({ settled, files }) => settled && files.included === 2);
    assert.ok(plan.tokens.wanted === plan.tokens.used, 'wanted counts the levels that are allowed');
    const fitted = await fitPrompt(running.engine, NOT_CANCELLED);
    assert.ok(fitted.ok);
    assert.deepEqual(
      fitted.value.audit.included.map(({ path, level }) => [path, level]),
      [
        ['pinned.ts', 'full'],
        ['ticked.ts', 'path'],
      ],
    );
    assert.ok(Math.abs(fitted.value.audit.tokensUsed - plan.tokens.used) <= 10);
  });

  it('says what an excluded file takes in full, whichever levels are allowed', async () => {
    running.configure({ levels: ['path'], budget: 60 });
    running.tickAll();
    const fitted = await fitPrompt(running.engine, NOT_CANCELLED);
    assert.ok(fitted.ok);
    for (const { path, tokens } of fitted.value.audit.excluded)
      if (path === 'ticked.ts' || path === 'pinned.ts') assert.ok((tokens ?? 0) > 100, path);
    assert.ok(fitted.value.audit.excluded.length > 0);
  });

  it('offers small files and those that a path would not make smaller in full only', async () => {
    running.configure({ levels: ['full', 'path'] });
    select(running.engine, tick(tick(EMPTY_SELECTION, 'tiny.ts', true), 'empty.ts', true));
    await running.plan(({ settled, files }) => settled && files.included === 2);
    const live = running.engine.planner.live?.plan;
    assert.ok(live?.ok === true);
    for (const { variants } of live.value.choice.ranked)
      assert.deepEqual(
        variants?.map(({ level }) => level),
        ['full'],
      );
  });
});
