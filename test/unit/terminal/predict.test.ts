import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Phases, Prediction } from '../../../src/core/facts/prediction.ts';
import type { ModelAdvice, PredictedTask } from '../../../src/protocol/ledger.ts';
import { buildTerminal, type RunningTerminal, terminalIn } from './running-terminal.ts';

/** As `--json` prints it. */
type Predicted = Prediction & Omit<PredictedTask, 'prediction'>;
interface List {
  readonly tasks: readonly Predicted[];
}

const asked = (complexity: number, novelty: number, uncertainty: number, criticality: number) => ({
  complexity,
  novelty,
  uncertainty,
  criticality,
});

/** Spec P5: task, recommended, alternatives, phases in their order. */
const GOLDENS: readonly (readonly [object, number, readonly number[], readonly number[]])[] = [
  [asked(20, 0.3, 0.2, 0.3), 4000, [2800, 5200, 6400], [1000, 800, 1600, 600]],
  [asked(50, 0.5, 0.5, 0.5), 9350, [6545, 12_155, 14_960], [2338, 1870, 3740, 1402]],
  [{}, 6050, [4235, 7865, 9680], [1513, 1210, 2420, 907]],
  [asked(0, 0.5, 0.4, 0.5), 1000, [1300, 1600], [250, 200, 400, 150]],
  [
    { complexity: 65, domain: ['backend', 'authentication'], storyPoints: 5, priority: 'High' },
    15_609,
    [10_926, 20_292, 24_974],
    [3902, 3122, 6244, 2341],
  ],
  [
    { ...asked(100, 1, 1, 1), requiresCreativity: true, involvesArchitecture: true },
    32_000,
    [22_400],
    [12_800, 8000, 4800, 6400],
  ],
];

describe('context-budget predict', () => {
  let terminal: RunningTerminal;
  before(function () {
    this.timeout(120_000);
    buildTerminal();
  });
  beforeEach(() => {
    terminal = terminalIn();
  });
  afterEach(() => terminal.remove());

  it('answers by the formula what the specification says, without a history', () => {
    const tasks = JSON.stringify(GOLDENS.map(([task]) => task));
    const list = terminal.json(['predict', '--task-json', '-', '--method', 'formula'], tasks) as List;
    for (const [index, [task, recommended, alternatives, phases]] of GOLDENS.entries()) {
      const predicted = list.tasks[index];
      assert.ok(predicted, JSON.stringify(task));
      assert.equal(predicted.recommended, recommended);
      assert.deepEqual(
        predicted.alternatives.map(({ tokens }) => tokens),
        alternatives,
      );
      const { thinking, planning, execution, reflection } = predicted.phases;
      assert.deepEqual([thinking, planning, execution, reflection], phases);
      assert.deepEqual([predicted.method, predicted.confidence], ['heuristic', 0.5]);
      assert.deepEqual(predicted.basis, []);
    }
    const [, second] = list.tasks;
    assert.deepEqual([second?.interval.low, second?.interval.high], [4675, 14_960]);
  });

  it('answers by the formula from ten similar tasks, and from twice as many', () => {
    const same = { novelty: 0.5, uncertainty: 0.4, criticality: 0.5, domain: ['backend'], type: 'testing' };
    const outcomes = Array.from({ length: 10 }, (_, index) => ({
      task: { ...same, complexity: 50 + 2 * index },
      taskId: `t${index}`,
      budgetUsed: 4000 + 100 * index,
      success: true,
      quality: 85 + index,
    }));
    const predict = (): Predicted =>
      terminal.json(
        ['predict', '--task-json', '-', '--method', 'formula'],
        JSON.stringify({ ...same, complexity: 55 }),
      ) as Predicted;
    terminal.json(['record', '-'], JSON.stringify(outcomes));
    const ten = predict();
    assert.deepEqual([ten.method, ten.recommended], ['history', 4447]);
    assert.equal(ten.confidence.toFixed(4), '0.7056');
    assert.deepEqual(
      ten.alternatives.map(({ tokens }) => tokens),
      [3113, 5781, 7115],
    );
    assert.deepEqual([ten.interval.low, ten.interval.high], [4090, 4810]);
    assert.deepEqual(
      ten.basis.map(({ similarity }) => similarity.toFixed(3)),
      ['0.997', '0.997', '0.991', '0.991', '0.985'],
    );
    terminal.json(['record', '-'], JSON.stringify(outcomes));
    const twenty = predict();
    assert.equal(twenty.recommended, 4447);
    assert.equal(twenty.confidence.toFixed(4), '0.9056');
  });

  it('learns by default, from the formula on', () => {
    const [text, model] = ['Fix the parser losing the last line', 'gpt-5'];
    const one = terminal.json(['predict', '--task', text, '--model', model]) as Predicted;
    assert.deepEqual([one.method, one.priorWeight, one.model], ['learned', 1, model]);
    assert.equal(one.characteristics.taskType, 'debugging');
    const { thinking, planning, execution, reflection } = one.phases;
    assert.equal(thinking + planning + execution + reflection, one.recommended);
    assert.ok(one.interval.low <= one.typical && one.typical <= one.interval.high);
    assert.equal(one.priceKind, 'perToken');
    assert.ok(
      one.price !== null && one.price.low <= one.price.typical && one.price.typical <= one.price.high,
    );
    const most = terminal.json(['predict', '--task', text, '--quantile', '0.95']) as Predicted;
    assert.ok(most.recommended > one.recommended);
    assert.equal(most.price, null, 'no model, no price');
    assert.equal(most.taskId, one.taskId, 'the same text is the same task');
  });

  it('predicts an export of issues, one by one', () => {
    const issues = [
      { number: 7, title: 'Login fails', body: 'It crashes.', labels: [{ name: 'bug' }] },
      { number: 8, title: 'Add docs', body: '', labels: [] },
    ];
    const args = ['predict', '--task-json', '-', '--tracker', 'github'];
    const { tasks } = terminal.json(args, JSON.stringify(issues)) as List;
    assert.deepEqual(
      tasks.map(({ taskId }) => taskId),
      ['7', '8'],
    );
    const { stdout } = terminal.run(args, JSON.stringify(issues));
    assert.match(
      stdout,
      /^ *output +80 % range +confidence +task\n.* 7 \(debugging\)\n.* 8 \(code-generation\)\n$/,
    );
  });

  it('names of every task of a list what it could not use', () => {
    const list = JSON.stringify([
      { taskId: 'A-1', title: 'x', storyPoints: 'five' },
      { taskId: 'A-2', title: 'y' },
    ]);
    const { stderr } = terminal.run(['predict', '--task-json', '-'], list);
    assert.match(stderr, /^A-1: storyPoints is not .*, so it was not used\.\n$/);
  });

  it('tells people the range, the phases, price and limits, and agents their section', () => {
    const task = ['predict', '--task', 'Fix the login', '--model', 'gpt-5', '--level', 'hard'];
    const { stdout, status } = terminal.run(task);
    assert.equal(status, 0);
    for (const words of [
      /^task .*\(debugging\)$/m,
      /^output tokens +[\d,]+; typically [\d,]+, from [\d,]+ to [\d,]+ \(/m,
      /^phases +thinking [\d,]+, planning [\d,]+, execution [\d,]+, reflection [\d,]+$/m,
      /^compute +hard: 17\.5 compute units \(10 answers, verified, 50 search steps, 2 refinements\)$/m,
      /^price +\$[\d.]+, from \$[\d.]+ to \$[\d.]+ \(gpt-5\)$/m,
      /^limits +there is room$/m,
    ])
      assert.match(stdout, words);
    const section = terminal.run([...task, '--prompt-section']);
    assert.match(section.stdout, /^## Token budget\n/);
    assert.match(section.stdout, /^## Using the budget$/m);
  });

  it('knows the levels and models of the configuration file', () => {
    terminal.remove();
    const config = {
      models: [{ id: 'house-model', encoding: 'o200k_base', contextWindow: 64_000, maxOutputTokens: 2000 }],
      compute: { levels: { careful: { numCandidates: 4 } } },
      prediction: { method: 'formula' },
    };
    terminal = terminalIn({ '.contextbudget.json': JSON.stringify(config), 'src/a.ts': '' });
    const predicted = terminal.json([
      'predict',
      '--task',
      'Fix it',
      '--model',
      'house-model',
      '--level',
      'careful',
    ]) as Predicted;
    assert.equal(predicted.method, 'heuristic');
    assert.equal(predicted.requestCap, 2000);
    assert.deepEqual([predicted.compute.level, predicted.compute.costHundredths], ['careful', 400]);
    assert.deepEqual([predicted.price, predicted.priceKind], [null, 'unknown']);
  });

  it('puts the budget behind a prompt, which stays as it is, and in a line', () => {
    writeFileSync(join(terminal.folder, 'prompt.md'), '# Do this\r\n  and that ');
    const task = ['predict', '--task', 'Fix the login', '--method', 'formula'];
    const { stdout } = terminal.run([...task, '--prompt', 'prompt.md']);
    assert.ok(stdout.startsWith('# Do this\r\n  and that \n\n## Token budget\n'), stdout.slice(0, 80));
    assert.equal(terminal.run([...task, '--prompt', '-'], 'x').stdout.slice(0, 18), 'x\n\n## Token budget');
    const summary = /^Budget [\d,]+ tokens, confidence 50\.0%\n$/;
    assert.match(terminal.run([...task, '--summary']).stdout, summary);
    const agents = JSON.stringify([{ title: 'Fix it', agent: 'builder' }, { title: 'Fix it' }]);
    assert.match(
      terminal.run(['predict', '--task-json', '-', '--summary'], agents).stdout,
      /^### builder: budget [\d,]+ tokens, confidence [\d.]+% \(\w+\)\nBudget [\d,]+ tokens, .*\n$/,
    );
  });

  it('divides what finished phases left among the others', () => {
    const golden = JSON.stringify(asked(20, 0.3, 0.2, 0.3));
    const args = ['predict', '--task-json', '-', '--method', 'formula', '--spent', 'thinking=700'];
    const { phases, phasesNow } = terminal.json(args, golden) as Predicted & { phasesNow: Phases };
    assert.deepEqual(phases, { thinking: 1000, planning: 800, execution: 1600, reflection: 600 });
    assert.deepEqual(phasesNow, { thinking: 700, planning: 880, execution: 1760, reflection: 660 });
    assert.match(
      terminal.run(args, golden).stdout,
      /^Phases from here on: thinking 700 \(spent\), planning 880, execution 1,760, reflection 660\.$/m,
    );
  });

  it('chooses a model with its budget for a task, and says how all rank', () => {
    terminal.remove();
    const models = [
      {
        id: 'house-model',
        inputUsdPerMillion: 1,
        outputUsdPerMillion: 2,
        quality: 60,
        avgResponseMs: 1000,
        supportsThinking: true,
      },
      { id: 'strong-model', inputUsdPerMillion: 5, outputUsdPerMillion: 9, strengths: ['debugging'] },
    ];
    terminal = terminalIn({ '.contextbudget.json': JSON.stringify({ models }) });
    const task = ['predict', '--task', 'Fix the crash of the parser', '--models'];
    const advised = terminal.json([...task, '--thinking']) as Predicted & { modelAndBudget: ModelAdvice };
    const { modelAndBudget: choice } = advised;
    assert.deepEqual([advised.model, choice.model], ['house-model', 'house-model']);
    assert.equal(choice.extendedThinking, true);
    assert.ok(choice.thinkingBudget < choice.requestCap);
    assert.deepEqual(new Set(choice.ranked.map(({ id }) => id)), new Set(['house-model', 'strong-model']));
    const { stdout, status } = terminal.run([...task, '--model', 'strong-model']);
    assert.equal(status, 0);
    assert.match(stdout, /^model +strong-model: at most [\d,]+ output tokens, no extended thinking$/m);
    assert.match(stdout, /^why +strong-model ranks \d of 2 with [\d.]+ of 100, for about \$0\.\d\d; /m);
    assert.match(stdout, /^score +capability +cost +latency +quality +history +price +model$/m);
    assert.match(stdout, /^ *[\d.]+ +90\.0 .* strong-model \(chosen\)$/m);
    const quick = terminal.json([...task, '--max-latency', '500']) as Predicted;
    assert.equal(quick.model, 'strong-model');
    const dear = terminal.refusal([...task, '--cost-limit', '0.0001']);
    assert.deepEqual(dear, { code: 'no_models', status: 3 });
    const named = terminal.json([...task, 'gpt-5,strong-model']) as { modelAndBudget: ModelAdvice };
    assert.deepEqual(
      new Set(named.modelAndBudget.ranked.map(({ id }) => id)),
      new Set(['gpt-5', 'strong-model']),
    );
  });

  const refusals: readonly (readonly [string, readonly string[], string, number])[] = [
    ['an unknown level', ['--task', 'x', '--level', 'extreme'], 'unknown_level', 2],
    ['no model to choose from', ['--task', 'x', '--models'], 'unknown_model', 2],
    ['an unknown model among others', ['--task', 'x', '--models', 'gpt-5,gtp-6'], 'unknown_model', 2],
    ['a name that is missing', ['--task', 'x', '--models', 'gpt-5,'], 'invalid_option', 2],
    ['a wish without a choice', ['--task', 'x', '--thinking'], 'invalid_option', 2],
    ['a quality above 100', ['--task', 'x', '--models', '--min-quality', '101'], 'invalid_option', 2],
    ['a cost of nothing', ['--task', 'x', '--models', '--cost-limit', '0'], 'invalid_option', 2],
    ['part of a token', ['--task', 'x', '--models', '--budget', '0.5'], 'invalid_option', 2],
    ['a prompt that is not there', ['--task', 'x', '--prompt', 'gone.md'], 'unreadable', 5],
    ['two texts from stdin', ['--task-file', '-', '--prompt', '-'], 'invalid_option', 2],
    ['a line and a section', ['--task', 'x', '--summary', '--prompt-section'], 'invalid_option', 2],
    ['a phase that is none', ['--task', 'x', '--spent', 'dreaming=5'], 'invalid_option', 2],
    ['a phase before the first', ['--task', 'x', '--spent', 'planning=5'], 'invalid_option', 2],
    ['an unknown model', ['--task', 'x', '--model', 'gtp-5'], 'unknown_model', 2],
  ];
  for (const [what, args, code, status] of refusals)
    it(`refuses ${what}`, () => assert.deepEqual(terminal.refusal(['predict', ...args]), { code, status }));

  it('refuses an override out of range, and of a list only the task that has one', () => {
    assert.deepEqual(terminal.refusal(['predict', '--task-json', '-'], '{"override": 0}'), {
      code: 'invalid_override',
      status: 2,
    });
    const list = '[{"override": 0}, {"override": 5000}]';
    const { tasks } = terminal.json(['predict', '--task-json', '-'], list) as {
      tasks: readonly { method?: string; error?: { code: string } }[];
    };
    assert.deepEqual(
      tasks.map(({ method, error }) => method ?? error?.code),
      ['invalid_override', 'override'],
    );
  });
});
