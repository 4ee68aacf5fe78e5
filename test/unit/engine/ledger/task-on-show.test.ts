import assert from 'node:assert/strict';
import { setLimitAsked } from '../../../../src/engine/ledger/limits-request.ts';
import { predictAsked } from '../../../../src/engine/ledger/predict-request.ts';
import { recordReported } from '../../../../src/engine/ledger/record-request.ts';
import { DEFAULT_LEDGER_SETTINGS, NO_CONTEXT } from '../../../../src/engine/ledger/settings.ts';
import type { LedgerSettings, PredictedTask, PredictRequest } from '../../../../src/protocol/ledger.ts';
import {
  codeOf,
  INCLUDED,
  PRICED,
  recorded,
  runKeeper,
  type RunningKeeper,
  testStore,
  type TestStore,
  UNPRICED,
  value,
} from './running-keeper.ts';

const TASK = 'Fix the login of the shop';

describe('the task on show', () => {
  let place: TestStore;
  beforeEach(() => {
    place = testStore();
  });
  afterEach(() => place.close());

  const ask = async ({ keeper }: RunningKeeper, more: Partial<PredictRequest> = {}) =>
    predictAsked(keeper, { task: TASK, level: null, model: null, tenant: '', ...more });
  const settings = (more: Partial<LedgerSettings>): LedgerSettings => ({
    ...DEFAULT_LEDGER_SETTINGS,
    ...more,
  });

  it('has range, phases, compute budget, price of prompt and answer, and room', async () => {
    const run = place.run();
    run.keeper.planned({ task: TASK, model: PRICED, promptTokens: 1_000, files: ['src/login.ts'] });
    const { task, state } = await run.until(({ task: shown }) => shown !== null);
    assert.ok(task !== null && (state === 'ready' || state === 'loading'));
    const { prediction, price, compute, room } = task;
    assert.equal(task.promptTokens, 1_000);
    assert.equal(task.model, 'priced');
    assert.deepEqual(price, {
      typical: 1_000 * 2 + prediction.typical * 10,
      low: 1_000 * 2 + prediction.interval.low * 10,
      high: 1_000 * 2 + prediction.interval.high * 10,
    });
    assert.equal(task.priceKind, 'perToken');
    assert.equal(compute.level, 'easy');
    assert.equal(compute.costHundredths, 300);
    assert.ok(compute.score !== null && compute.reasoning !== '');
    assert.ok(room.fits);
    assert.deepEqual(task.questions, []);
    assert.equal(task.tight, null);
    assert.match(task.promptSection, /^## Token budget\n/);
    assert.match(task.promptSection, /PRICED/);
    const { thinking, planning, execution, reflection } = prediction.phases;
    assert.equal(thinking + planning + execution + reflection, prediction.recommended);
  });

  it('is predicted without a folder too, and cannot be recorded there', async () => {
    const run = runKeeper();
    run.keeper.open(null);
    run.keeper.planned({ task: TASK, model: null, promptTokens: null, files: [] });
    const { task, state, standings } = await run.until(({ task: shown }) => shown !== null);
    assert.equal(state, 'closed');
    assert.deepEqual(standings, []);
    assert.ok(task !== null && task.price === null && task.priceKind === 'unknown');
    assert.equal(
      codeOf(await recordReported(run.keeper, { budgetUsed: 1, success: true, quality: 9 })),
      'no_store',
    );
    await run.keeper.close();
  });

  it('is recorded in two keystrokes: as it was promised, learned, and counted by the limits', async () => {
    const run = place.run();
    run.keeper.describe({ more: { labels: ['spike'] }, level: 'hard', tenant: 'me' });
    run.keeper.planned({ task: TASK, model: PRICED, promptTokens: 1_000, files: [] });
    const { task } = await run.until(({ task: shown, state }) => shown !== null && state === 'ready');
    const done = value(await recordReported(run.keeper, { budgetUsed: 5_000, success: true, quality: 92 }));
    assert.equal(done.stored, 'written');
    assert.match(done.note, /^Within the range of /);
    const { record } = done;
    assert.equal(record.taskId, task?.taskId);
    assert.equal(record.prediction?.recommended, task?.prediction.recommended);
    assert.equal(record.budgetAllocated, task?.prediction.recommended);
    assert.equal(record.costMicroUsd, 1_000 * 2 + 5_000 * 10);
    assert.equal(record.allocation, 1_750);
    assert.deepEqual([record.model, record.tenant, record.text], ['priced', 'me', undefined]);
    assert.ok(record.features !== null && record.characteristics.uncertainty > 0.6);
    const { standings } = await run.until(({ records }) => records === 1);
    assert.equal(standings.find(({ limit }) => limit.id === 'day')?.used, 52_000);
  });

  it('gets the next larger budget when it failed for want of one', async () => {
    const run = place.run();
    const failed = { success: false, quality: 10, budgetAllocated: 5_000 };
    assert.match(
      (await recorded(run, { ...failed, budgetUsed: 5_000 })).note,
      / Another try should get [\d,]+\.$/,
    );
    assert.doesNotMatch((await recorded(run, { ...failed, budgetUsed: 900 })).note, /Another try/);
    assert.doesNotMatch((await recorded(run, { budgetUsed: 5_000, budgetAllocated: 5_000 })).note, /Another/);
  });

  it('keeps the words by opt-in only', async () => {
    const run = place.run();
    run.keeper.configure(settings({ keepText: true }));
    assert.equal((await recorded(run)).record.text, 'Fix the login');
  });

  it('asks before a limit is passed, naming amount and limit, and the model whose price is unknown', async () => {
    const run = place.run();
    value(await setLimitAsked(run.keeper, '2000 output tokens a day', null));
    const task = value(await ask(run, { model: 'unpriced' }));
    assert.ok(!task.room.fits);
    assert.equal(task.questions.length, 2);
    assert.match(
      task.questions[0] ?? '',
      /may take [\d,]+ output tokens\. Of the limit of 2,000 output tokens a day, 2,000 output tokens are left/,
    );
    assert.equal(
      task.questions[1],
      'The price of UNPRICED is unknown, and there is a limit of $10.00 a day. Use it all the same?',
    );
    assert.deepEqual(
      value(await ask(run, { model: 'included', task: { title: 'a', override: 100 } })).questions,
      [],
    );
  });

  it('is predicted and recorded, but neither limited nor allocated, outside of the rollout', async () => {
    const run = place.run();
    run.keeper.configure(settings({ rolloutPercent: 0 }));
    value(await setLimitAsked(run.keeper, '10 output tokens a day', null));
    const task = value(await ask(run));
    assert.deepEqual([task.applied, task.room.fits, task.questions], [false, false, []]);
    const { record } = await recorded(run);
    assert.deepEqual([record.budgetAllocated, record.allocation], [null, undefined]);
    assert.ok(record.prediction !== null);
  });

  it('takes the level that was chosen, also one of the user, and names those there are', async () => {
    const run = place.run();
    run.keeper.configure(settings({ levels: { quick: { numCandidates: 1 } }, globalLimit: 5 }));
    const quick = value(await ask(run, { level: 'quick' }));
    assert.deepEqual(
      [quick.compute.level, quick.compute.costHundredths, quick.questions],
      ['quick', 100, []],
    );
    const hard = value(await ask(run, { level: 'hard' }));
    assert.deepEqual(hard.questions, [
      "Level hard may use 17.5 compute units. That is more than the 5 compute units that remain. Pass the window's limit?",
    ]);
    const none = await ask(run, { level: 'none' });
    assert.ok(!none.ok && none.error.message.includes('easy, medium, hard, quick'));
  });

  it('counts what the window used against the units that its tasks may take together', async () => {
    const run = place.run();
    run.keeper.configure(settings({ globalLimit: 4 }));
    assert.deepEqual(value(await ask(run, { level: 'easy' })).questions, []);
    await recorded(run);
    assert.equal(value(await ask(run, { level: 'easy' })).questions.length, 1);
  });

  it('says why there is none: a wrong setting, a wrong override', async () => {
    const run = place.run();
    run.keeper.configure(settings({ levels: { quick: { numCandidates: 0 } } }));
    run.keeper.planned({ task: TASK, model: null, promptTokens: null, files: [] });
    const { failure, task } = await run.until(({ failure: why }) => why !== null);
    assert.deepEqual([failure?.code, task], ['invalid_num_candidates', null]);
    run.keeper.configure(DEFAULT_LEDGER_SETTINGS);
    run.keeper.describe({ ...NO_CONTEXT, more: { override: -1 } });
    await run.until(({ failure: why }) => why?.code === 'invalid_override');
  });

  it('says when prompt and answer come close to the window of the model', async () => {
    const run = place.run();
    const shown = async (promptTokens: number): Promise<PredictedTask | null> => {
      run.keeper.planned({ task: TASK, model: INCLUDED, promptTokens, files: [] });
      return (await run.until(({ task }) => task?.promptTokens === promptTokens)).task;
    };
    const near = await shown(175_000);
    assert.match(near?.tight ?? '', /of the 200,000 tokens of INCLUDED\.$/);
    assert.equal(near?.priceKind, 'included');
    assert.match((await shown(199_000))?.tight ?? '', /may be cut off/);
  });

  it('has the same name for the same text, and the caller’s when there is one', async () => {
    const run = place.run();
    const id = async (task: unknown): Promise<string> => value(await ask(run, { task })).taskId;
    assert.equal(await id(TASK), await id({ description: TASK }));
    assert.notEqual(await id(TASK), await id('Another'));
    assert.equal(await id({ description: TASK, taskId: 'SHOP-1' }), 'SHOP-1');
    assert.equal(codeOf(await ask(run, { model: 'nobody' })), 'unknown_model');
    assert.equal(value(await ask(run, { task: { title: 'a', model: 'priced' } })).model, 'priced');
  });

  it('tells the engine when its answer is expected to take another room than was said', async () => {
    const run = place.run();
    const before = await run.keeper.expectSurely(TASK, PRICED);
    assert.ok(before !== null && before >= 1_000);
    await run.until(({ state }) => state === 'ready');
    assert.equal(run.expectations(), 0);
    for (let n = 0; n < 5; n++) await recorded(run, { task: TASK, budgetUsed: 900 });
    await run.until(({ records }) => records === 5);
    assert.ok(run.expectations() > 0);
    const after = await run.keeper.expect(TASK, PRICED);
    assert.ok(after !== null && after < before);
    assert.equal(await run.keeper.expect(' ', PRICED), null);
  });

  it('refuses an outcome that cannot be, and one of no task', async () => {
    const run = place.run();
    const report = { budgetUsed: 1_000, success: true, quality: 90 };
    const code = async (more: object): Promise<string> =>
      codeOf(await recordReported(run.keeper, { ...report, ...more }));
    assert.equal(await code({}), 'invalid_request');
    assert.equal(await code({ task: TASK, budgetUsed: -1 }), 'invalid_budget_used');
    assert.equal(await code({ task: TASK, quality: 101 }), 'invalid_outcome');
    assert.equal(await code({ task: TASK, totalTokens: 10 }), 'invalid_total_tokens');
    assert.equal(await code({ task: TASK, model: 'nobody' }), 'ok');
    assert.equal(
      value(await recordReported(run.keeper, { ...report, task: TASK, model: UNPRICED.id })).record
        .costMicroUsd,
      null,
    );
  });
});
