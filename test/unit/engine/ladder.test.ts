import assert from 'node:assert/strict';
import { DEFAULT_WORK_LIMIT } from '../../../src/core/context/fit/choice.ts';
import { LEVELS } from '../../../src/core/context/item.ts';
import { fitPrompt } from '../../../src/engine/fit-request.ts';
import { ladderOf } from '../../../src/engine/ladder-request.ts';
import type { LadderStep } from '../../../src/protocol/ladder.ts';
import type { OpenWorkspace } from '../../../src/protocol/workspace.ts';
import { folderOf, remove, runEngine, type RunningEngine } from './running-engine.ts';
import { closeEngine } from '../../../src/engine/events.ts';

const body = (name: string): string =>
  `/** Does ${name}. */\nexport function ${name}(text: string): string {\n${`  text = text.trim() + '${name}';\n`.repeat(20)}  return text;\n}\n\n`;
const FILES = {
  'src/range.ts': ['lexing', 'parseRange', 'rendering', 'counting'].map(body).join(''),
  'src/other.ts': ['hashing', 'walking', 'reading', 'saving'].map(body).join(''),
  'src/small.ts': 'export const small = 1;\n',
  'docs/guide.md': `# Guide\n\n${'Ranges have lines. '.repeat(100)}\n`,
};
const RANKED: Partial<OpenWorkspace> = { live: false, ranking: { history: false } };
const TASK = { task: 'parseRange loses the last line', levels: LEVELS, model: 'gpt-5' } as const;

describe('the ladder of budgets', () => {
  let folder: string;
  let running: RunningEngine;

  beforeEach(async () => {
    folder = folderOf(FILES);
    running = await runEngine();
    running.configure(TASK);
    running.tickAll();
    running.open(folder, RANKED);
  });
  afterEach(async () => {
    await closeEngine(running.engine);
    remove(folder);
  });

  async function stepsOf(budgets: readonly number[]): Promise<readonly LadderStep[]> {
    const ladder = await ladderOf(running.engine, { budgets, isCancelled: () => false });
    assert.ok(ladder.ok, JSON.stringify(ladder));
    return ladder.value;
  }

  it('has the figures of the fit at each budget, rising, each budget once', async () => {
    const steps = await stepsOf([1_000, 250, 4_000, 500, 250]);
    assert.deepEqual(
      steps.map(({ budget }) => budget),
      [250, 500, 1_000, 4_000],
    );
    let share = 0;
    for (const step of steps) {
      running.configure({ ...TASK, budget: step.budget });
      const fitted = await fitPrompt(running.engine, {
        workLimit: DEFAULT_WORK_LIMIT,
        isCancelled: () => false,
        verify: null,
      });
      assert.ok(fitted.ok);
      const { audit } = fitted.value;
      assert.deepEqual(
        [step.tokensUsed, step.files, step.failure],
        [audit.tokensUsed, audit.includedCount, null],
      );
      assert.ok(step.tokensUsed <= step.budget);
      assert.ok(step.share >= share && step.share <= 1);
      ({ share } = step);
      const used = audit.tokensUsed * 1.25;
      assert.ok(Math.abs((step.costMicroUsd ?? 0) - used) <= 1);
    }
    assert.ok((steps[0]?.share ?? 1) < 0.9);
    assert.equal(steps.at(-1)?.share, 1);
    assert.equal(steps.at(-1)?.files, 4);
  });

  it('says what a budget adds to the one before, the most valuable first', async () => {
    const [small, large, larger] = await stepsOf([300, 4_000, 8_000]);
    assert.ok(small && large && larger);
    assert.equal(small.added[0]?.path, 'src/range.ts');
    assert.equal(small.added[0].level, 'chunks');
    assert.deepEqual(
      large.added.map(({ level }) => level),
      large.added.map(() => 'full'),
    );
    assert.equal(large.added[0]?.path, 'src/range.ts', 'it was there in part');
    assert.deepEqual([small.added[0].fuller, large.added[0].fuller], [false, true]);
    assert.equal(larger.files, large.files);
    assert.deepEqual(larger.added, []);
  });

  it('tells why a budget cannot be fitted, as a step', async () => {
    const steps = await stepsOf([1, 1_000, 10_000_000]);
    assert.deepEqual(
      steps.map(({ failure }) => failure?.code ?? null),
      ['no_room', null, 'budget_exceeds_window'],
    );
    const { tokensUsed, costMicroUsd, files, share, added } = steps[2] ?? assert.fail();
    assert.deepEqual([tokensUsed, costMicroUsd, files, share, added], [0, null, 0, 0, []]);
  });

  it('knows no price without a model', async () => {
    running.configure({ task: TASK.task });
    const [step] = await stepsOf([1_000]);
    assert.deepEqual([step?.costMicroUsd, step?.failure], [null, null]);
  });

  it('stops between two steps, and waits for a model that there is', async () => {
    let looks = 0;
    await stepsOf([1_000]);
    const ladder = await ladderOf(running.engine, { budgets: [500, 1_000], isCancelled: () => ++looks > 6 });
    assert.equal(ladder.ok ? null : ladder.error.code, 'cancelled');
    running.configure({ ...TASK, model: 'gtp-5' });
    const unknown = await ladderOf(running.engine, { budgets: [500], isCancelled: () => false });
    assert.equal(unknown.ok ? null : unknown.error.code, 'unknown_model');
  });

  it('has for the present budget the files of the plan on show', async () => {
    running.configure({ ...TASK, budget: 400 });
    running.open(folder, { ranking: { history: false } });
    await running.plan(({ settled, files }) => settled && files.candidates === 4);
    const { live } = running.engine.planner;
    assert.ok(live?.plan.ok);
    const [step] = await stepsOf([400]);
    assert.equal(step?.files, live.plan.value.choice.chosen.size);
  });
});
