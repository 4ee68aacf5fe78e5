import assert from 'node:assert/strict';
import { fitPrompt } from '../../../../src/engine/fit-request.ts';
import { ladderOf } from '../../../../src/engine/ladder-request.ts';
import { reservingFor } from '../../../../src/engine/reserving.ts';
import type { PlannedFit } from '../../../../src/engine/task-outlook.ts';
import { DEFAULT_FIT } from '../../../../src/core/context/fit-settings.ts';
import { folderOf, remove, runEngine } from '../running-engine.ts';
import { modelOf, PRICED, value } from './running-keeper.ts';
import { closeEngine, offerModels } from '../../../../src/engine/events.ts';

const FILES = {
  'login.ts': 'export function login() {\n  return 1;\n}\n',
  'shop.ts': 'export const shop = 2;\n',
};
/** A window of 10,000 tokens, of which the answer may take what the outlook expects. */
const OWN = {
  id: 'own',
  contextWindow: 10_000,
  maxOutputTokens: 8_000,
  inputUsdPerMillion: 2,
  outputUsdPerMillion: 10,
};

describe('the room that the answer is expected to take', () => {
  let folder: string;
  beforeEach(() => {
    folder = folderOf(FILES);
  });
  afterEach(() => remove(folder));

  const quick = { workLimit: 1_000_000, isCancelled: () => false, verify: null };
  const withOutlook = async (expected: number | null) => {
    const planned: PlannedFit[] = [];
    const run = await runEngine({
      expect: () => Promise.resolve(expected),
      expectSurely: () => Promise.resolve(expected),
      planned: (fit) => void planned.push(fit),
    });
    offerModels(run.engine, { editor: [], own: [OWN] });
    run.open(folder, { ranking: { history: false } });
    run.tickAll();
    return { ...run, planned };
  };

  it('is kept free by the plan and by the fit, and whoever predicts is told of the plan', async () => {
    const run = await withOutlook(1_200);
    run.configure({ model: 'own', task: 'Fix the login' });
    const { budget, tokens } = await run.plan(({ model, settled }) => model.id === 'own' && settled);
    assert.equal(budget, 8_800);
    const fitted = value(await fitPrompt(run.engine, quick));
    assert.equal(fitted.audit.budget, 8_800);
    const last = run.planned.at(-1);
    assert.deepEqual(
      { ...last, model: last?.model?.id, files: last?.files.toSorted() },
      { task: 'Fix the login', model: 'own', promptTokens: tokens.used, files: ['login.ts', 'shop.ts'] },
    );
    await closeEngine(run.engine);
  });

  it('is what the user says when they say it, and a quarter of the window at the most', async () => {
    const run = await withOutlook(7_000);
    run.configure({ model: 'own', task: 'Fix the login', reserve: 500 });
    await run.plan(({ budget }) => budget === 9_500);
    run.configure({ model: 'own', task: 'Fix the login' });
    await run.plan(({ budget }) => budget === 7_500);
    await closeEngine(run.engine);
  });

  it('is as before without a task, and where nobody can say', async () => {
    const run = await withOutlook(null);
    run.configure({ model: 'own', task: 'Fix the login' });
    await run.plan(({ budget }) => budget === 7_500);
    const asked: string[] = [];
    const expect = (task: string): Promise<number> => {
      asked.push(task);
      return Promise.resolve(1_000);
    };
    assert.equal((await reservingFor({ ...DEFAULT_FIT, task: ' ' }, PRICED, expect)).reserve, null);
    assert.equal((await reservingFor({ ...DEFAULT_FIT, task: 'a' }, null, expect)).reserve, null);
    assert.deepEqual(asked, []);
    const unknownWindow = modelOf('any', { kind: 'unknown' }, { contextWindow: null });
    assert.equal((await reservingFor({ ...DEFAULT_FIT, task: 'a' }, unknownWindow, expect)).reserve, 1_000);
    await closeEngine(run.engine);
  });

  it('is in the price of every step of the ladder', async () => {
    const run = await withOutlook(1_200);
    run.configure({ model: 'own', task: 'Fix the login' });
    const steps = value(await ladderOf(run.engine, { budgets: [400, 4_000], isCancelled: () => false }));
    for (const { costMicroUsd, tokensUsed } of steps) assert.equal(costMicroUsd, tokensUsed * 2 + 1_200 * 10);
    run.configure({ model: 'own' });
    const [bare] = value(await ladderOf(run.engine, { budgets: [4_000], isCancelled: () => false }));
    assert.equal(bare?.costMicroUsd, bare === undefined ? 0 : bare.tokensUsed * 2);
    await closeEngine(run.engine);
  });
});
