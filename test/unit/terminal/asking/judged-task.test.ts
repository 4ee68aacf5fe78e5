import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok } from '../../../../src/core/facts/result.ts';
import { predictTask, type PredictedTask, type PredictRequest } from '../../../../src/protocol/ledger.ts';
import {
  type DifficultyRequest,
  type JudgedDifficulty,
  judgeDifficulty,
  type ModelReport,
  modelsConfigChanged,
  modelsConfigRefused,
} from '../../../../src/protocol/models.ts';
import { folderOf, remove } from '../../engine/running-engine.ts';
import { buildTerminal, type RunningTerminal, terminalIn } from '../running-terminal.ts';
import { fakeEngine } from './fake-engine.ts';
import { configOf, type LocalModel, localModel, promptIn } from './local-models.ts';
import { failureIn, type } from './typed.ts';

const JUDGED: JudgedDifficulty = {
  level: 'hard',
  score: 0.9,
  confidence: 0.7,
  reasoning: 'Two parsers.',
  source: 'estimator',
  requestId: 'one',
  model: 'house',
  costMicroUsd: 180,
  cached: false,
  failure: null,
};

describe('context-budget predict --difficulty-by', () => {
  const judges: DifficultyRequest[] = [];
  const predicted: PredictRequest[] = [];
  let judged: JudgedDifficulty = JUDGED;
  let folder: string;
  const engine = fakeEngine((connection) => {
    connection.onRequest(judgeDifficulty, (request) => {
      judges.push(request);
      return ok(judged);
    });
    connection.onRequest(predictTask, (request) => {
      predicted.push(request);
      return fail('unknown_level', 'This engine predicts nothing.');
    });
  });
  const say = (...args: string[]) => type({ folder, engine }, ['predict', '--task', 'Fix it', ...args]);
  beforeEach(() => {
    folder = folderOf({});
    judged = JUDGED;
    judges.splice(0);
    predicted.splice(0);
  });
  afterEach(() => remove(folder));

  it('asks as it is told, says what it cost, and predicts with the estimate', async () => {
    const { stderr } = await say('--difficulty-by', 'model', '--tenant', 'lab', '--pass-limits');
    assert.deepEqual(judges, [
      { by: 'model', task: { description: 'Fix it' }, tenant: 'lab', passLimits: true },
    ]);
    const { level, score, confidence, reasoning } = JUDGED;
    assert.deepEqual(predicted[0]?.difficulty, { level, score, confidence, reasoning });
    assert.match(stderr, /^house: hard \(score 0\.90, 70 % sure\), for \$0\.00018\. Two parsers\.$/m);
  });

  it('says where nobody was asked, nothing was answered, or it was answered before', async () => {
    const notes: readonly (readonly [Partial<JudgedDifficulty>, string, RegExp])[] = [
      [{ source: 'complexity', model: null }, 'model', /own complexity says .* \(hard\): nobody was asked/],
      [
        {
          level: 'medium',
          failure: { code: 'llm_timeout', message: 'The model gave no answer in 5000 ms.' },
        },
        'model',
        /no answer in 5000 ms\. The task is taken as medium\./,
      ],
      [
        { level: 'easy', failure: { code: 'llm_failed', message: 'The model failed: no.' } },
        'ensemble',
        /The task is taken as easy, as its words say\./,
      ],
      [
        { cached: true, costMicroUsd: 0 },
        'ensemble',
        /^house and the task's words together: hard .*, as answered before\.$/m,
      ],
      [{ costMicroUsd: null, reasoning: 'a\u001b[2Jb' }, 'model', /without a known price\. a\P{Cc}*b$/mu],
    ];
    for (const [fields, by, expected] of notes) {
      judged = { ...JUDGED, ...fields };
      const { stderr } = await say('--difficulty-by', by);
      assert.match(stderr, expected);
    }
  });

  it('refuses what does not go together, and asks nobody', async () => {
    for (const args of [
      ['--difficulty-by', 'dice'],
      ['--difficulty-by', 'model', '--level', 'hard'],
      ['--pass-limits'],
    ]) {
      const refused = await say(...args, '--json');
      assert.deepEqual([refused.status, failureIn(refused).code], [2, 'invalid_option']);
    }
    const list = ['predict', '--task-json', '-', '--difficulty-by', 'model', '--json'];
    const several = await type({ folder, engine, input: '[{"title":"a"},{"title":"b"}]' }, list);
    assert.equal(failureIn(several).code, 'invalid_option');
    assert.equal(judges.length + predicted.length, 0);
  });

  it('asks nobody with a wrong setting', async () => {
    const strict = fakeEngine((connection) => {
      connection.onRequest(judgeDifficulty, () => assert.fail('It was asked.'));
      connection.onNotification(modelsConfigChanged, () => {
        const refusals = [fail('invalid_config', 'No.').error];
        connection.sendNotification(modelsConfigRefused, refusals).catch(() => undefined);
      });
    });
    const args = ['predict', '--task', 'x', '--difficulty-by', 'model', '--json'];
    assert.equal(failureIn(await type({ folder, engine: strict }, args)).code, 'invalid_config');
  });

  describe('with a real model', function () {
    this.timeout(60_000);
    let terminal: RunningTerminal;
    let house: LocalModel;
    before(function () {
      this.timeout(120_000);
      buildTerminal();
    });
    beforeEach(async () => {
      terminal = terminalIn({});
      house = await localModel('house', () => '{"level": "hard", "score": 0.9, "reasoning": "So."}');
      writeFileSync(join(terminal.folder, '.contextbudget.json'), configOf([house]));
    });
    afterEach(async () => {
      await house.server.close();
      terminal.remove();
    });

    it('takes its word for the compute budget, and counts and records it', async () => {
      const task = ['predict', '--task', 'What is 2 + 2?', '--json'];
      const plain = terminal.json(task.slice(0, -1)) as PredictedTask;
      assert.equal(plain.compute.level, 'easy');
      const asked = await terminal.start([...task, '--difficulty-by', 'model']);
      assert.equal(asked.status, 0, asked.stderr);
      const { compute, difficulty } = JSON.parse(asked.stdout) as PredictedTask & {
        readonly difficulty: JudgedDifficulty;
      };
      assert.deepEqual([compute.level, compute.score, compute.reasoning], ['hard', 0.9, 'So.']);
      assert.deepEqual([difficulty.model, difficulty.costMicroUsd], ['house', 100 + 4 * 20]);
      assert.match(asked.stderr, /^house: hard .*, for \$0\.00018\./m);
      assert.equal(house.server.heard.length, 1);
      assert.match(house.server.heard.map(promptIn).join(''), /What is 2 \+ 2/);
      const report = terminal.json(['report', 'models']) as ModelReport['data'];
      assert.equal(report.overall.totalRequests, 1);
    });

    it('passes no limit unasked: the task is medium then', async () => {
      terminal.json(['limits', 'set', '0.000001 USD a day']);
      const task = ['predict', '--task', 'What is 2 + 2?', '--difficulty-by', 'model'];
      const limited = await terminal.start(task);
      assert.equal(house.server.heard.length, 0);
      assert.match(limited.stderr, /The task is taken as medium\./);
      const { difficulty } = JSON.parse((await terminal.start([...task, '--json'])).stdout) as {
        readonly difficulty: JudgedDifficulty;
      };
      assert.equal(difficulty.failure?.code, 'cost_limit_exceeded');
      await terminal.start([...task, '--pass-limits']);
      assert.equal(house.server.heard.length, 1);
    });
  });
});
